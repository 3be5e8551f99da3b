import type { ObservedPod } from '../ports/kubernetes.ts';
import { workloadOf, workloadsOf } from './workloads.ts';

/** A workload with fewer ready pods than before; its name is `namespace/owner`. */
export interface Lacking {
  readonly workload: string;
  readonly ready: number;
  readonly before: number;
}

/**
 * The workloads that are not as ready as before. One with fewer pods, all of them ready, has been made smaller by
 * somebody; of one that has none at all, nobody can tell.
 */
export function lackingWorkloads(
  before: Readonly<Record<string, number>>,
  pods: readonly ObservedPod[],
): readonly Lacking[] {
  const staying = pods.filter(({ isDeleting }) => !isDeleting);
  const ready = workloadsOf(staying);
  const unready = new Set(
    staying.filter((pod) => !pod.ready).map((pod) => `${pod.namespace}/${workloadOf(pod)}`),
  );
  return Object.entries(before).flatMap(([workload, wanted]) => {
    const found = ready[workload] ?? 0;
    const isSmaller = found > 0 && !unready.has(workload);
    return found >= wanted || isSmaller ? [] : [{ workload, ready: found, before: wanted }];
  });
}
