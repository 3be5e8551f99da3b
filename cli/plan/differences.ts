import type { ClusterConfig } from '../../domain/cluster-config/config.ts';
import { type KeptVersion, keptVersion } from '../../domain/decide/kept-version.ts';
import type { Difference as Told } from '../../domain/drift/differences.ts';
import type { PartDecision } from '../../domain/observe/cluster-changes.ts';

/** One difference between a document and its cluster. */
export interface Difference {
  /** The part of the cluster, as the workflow names it: `controlPlane`, `addon/vpc-cni`. */
  readonly part: string;
  /** `refuse`: the document asks for a change that cannot be made in place. `keep`: it stays, applied or not. */
  readonly kind: 'create' | 'update' | 'wait' | 'refuse' | 'fail' | 'keep';
  readonly text: string;
  readonly path?: string;
  /** Of a version: which of the two is to follow the other. */
  readonly means?: KeptVersion['means'];
  /** The version that is there, where the document's is another. */
  readonly found?: string;
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

/** Parts of a cluster that applying leaves: versions of contents that have risen, and contents that the document does not name. */
interface Kept {
  readonly behind: readonly Pick<Told, 'path' | 'wanted' | 'found'>[];
  readonly extra: readonly Pick<Told, 'path'>[];
}

const keep = (part: string, text: string, more: Partial<Difference> = {}): Difference => ({
  part,
  kind: 'keep',
  text,
  ...more,
});

/**
 * Parts that applying leaves as they are: versions other than the document's, and contents that it does not name.
 */
export function keptAsItIs(
  config: Pick<ClusterConfig, 'metadata'>,
  found: string | undefined,
  { behind, extra }: Kept,
): Difference[] {
  const version = keptVersion(config, found);
  return [
    ...(version
      ? [
          keep('controlPlane', `${version.text}: ${version.todo}`, {
            path: 'metadata.version',
            means: version.means,
            found: version.found,
          }),
        ]
      : []),
    ...behind.map(({ path, wanted, found: at }) =>
      keep(path, `is ${at}, and the document says ${wanted}; a version is never lowered`, {
        means: 'DocumentBehind',
        found: at,
      }),
    ),
    ...extra.map(({ path }) => keep(path, 'is there and not in the document; applying deletes nothing')),
  ];
}
