import type { PartDecision } from '../../domain/observe/cluster-changes.ts';

/** One difference between a document and its cluster. */
export interface Difference {
  /** The part of the cluster, as the workflow names it: `controlPlane`, `addon/vpc-cni`. */
  readonly part: string;
  /** `refuse`: the document asks for what cannot be changed in place. */
  readonly kind: 'create' | 'update' | 'wait' | 'refuse' | 'fail';
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

/** What the deciders would do, in words; a part that is as its document says is left out. */
export function differencesOf(parts: readonly PartDecision[]): Difference[] {
  return parts.map(differenceOf).filter((difference) => difference !== undefined);
}
