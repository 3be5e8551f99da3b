import type { RequestProblem } from '../operation/request.ts';
import type { ClusterChanges } from './cluster-changes.ts';

/** Every part of a document that cannot be changed in place in a cluster that exists, by path. */
export function refusalsOf({ changes }: Pick<ClusterChanges, 'changes'>): readonly RequestProblem[] {
  return changes.flatMap(({ decision }) =>
    decision.do === 'refuse'
      ? [{ path: decision.path, message: `${decision.reason}; ${decision.alternative}` }]
      : [],
  );
}
