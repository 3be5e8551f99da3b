import type { ClusterConfig } from '../../domain/cluster-config/config.ts';
import { minorOf } from '../../domain/kubernetes-versions.ts';
import type { PartDecision } from '../../domain/observe/cluster-changes.ts';

/** One difference between a document and its cluster. */
export interface Difference {
  /** The part of the cluster, as the workflow names it: `controlPlane`, `addon/vpc-cni`. */
  readonly part: string;
  /** `refuse`: the document asks for a change that cannot be made in place. `keep`: it stays, applied or not. */
  readonly kind: 'create' | 'update' | 'wait' | 'refuse' | 'fail' | 'keep';
  readonly text: string;
  readonly path?: string;
}

function differenceOf({ key: part, decision }: PartDecision): Difference | undefined {
  switch (decision.do) {
    case 'nothing':
      return undefined;
    case 'create':
      return { part, kind: 'create', text: 'is not there yet' };
    case 'update':
      return { part, kind: 'update', text: decision.summary };
    case 'wait':
      return { part, kind: 'wait', text: `${decision.operation} is under way` };
    case 'refuse': {
      const { path, reason, alternative } = decision;
      return { part, kind: 'refuse', text: `${reason}; ${alternative}`, path };
    }
    case 'fail':
      return { part, kind: 'fail', text: decision.reason };
  }
}

/** The deciders' changes, in words; a part that is as its document says is left out. */
export function differencesOf(parts: readonly PartDecision[]): Difference[] {
  return parts.map(differenceOf).filter((difference) => difference !== undefined);
}

/**
 * Parts that applying leaves as they are: a version newer than the document's, and contents that it does not name.
 */
export function keptAsItIs(
  { metadata: { version } }: Pick<ClusterConfig, 'metadata'>,
  found: string | undefined,
  extra: readonly { readonly path: string }[],
): Difference[] {
  const text = `is at ${found}, and the document says ${version}; a version is never lowered`;
  const isBehind = version !== undefined && found !== undefined && minorOf(version) < minorOf(found);
  return [
    ...(isBehind ? [{ part: 'controlPlane', kind: 'keep' as const, text, path: 'metadata.version' }] : []),
    ...extra.map(({ path }) => ({
      part: path,
      kind: 'keep' as const,
      text: 'is there and not in the document; applying deletes nothing',
    })),
  ];
}
