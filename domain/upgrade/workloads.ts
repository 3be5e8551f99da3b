import type { ObservedPod } from '../ports/kubernetes.ts';

/** Owners whose pods come and go by themselves: with their nodes, or as their work ends. */
const PASSING: ReadonlySet<string> = new Set(['DaemonSet', 'Job', 'Node']);

/**
 * The name of what keeps a pod: a Deployment's ReplicaSet is another one after each rollout, and its name without the
 * hash of the template is the Deployment's. Undefined for pods that are not counted.
 */
export function workloadOf({ owner, labels }: Pick<ObservedPod, 'owner' | 'labels'>): string | undefined {
  if (!owner || PASSING.has(owner.kind)) return undefined;
  const hash = labels['pod-template-hash'];
  return owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)
    ? owner.name.slice(0, -hash.length - 1)
    : owner.name;
}

/** Pods that are ready, by `namespace/owner`: counted before an upgrade and after it. */
export function workloadsOf(pods: readonly ObservedPod[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const pod of pods) {
    const owner = workloadOf(pod);
    if (owner === undefined || !pod.ready) continue;
    const key = `${pod.namespace}/${owner}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}
