import type { RequestProblem } from '../operation/request.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import { clusterChanges, type ObservePorts } from './cluster-changes.ts';
import type { Target } from './target.ts';

/** Every part of a document that cannot be changed in place in a cluster that exists, by path. */
export async function refusalsOf(
  target: Target,
  cluster: DescribedCluster,
  ports: ObservePorts,
): Promise<readonly RequestProblem[]> {
  const { changes } = await clusterChanges(target, cluster, ports);
  return changes.flatMap(({ decision }) =>
    decision.do === 'refuse'
      ? [{ path: decision.path, message: `${decision.reason}; ${decision.alternative}` }]
      : [],
  );
}
