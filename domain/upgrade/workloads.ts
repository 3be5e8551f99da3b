import type { ObservedController, ObservedPod } from '../ports/kubernetes.ts';

/** Kinds of owners whose own count of ready pods is asked for. */
const COUNTED: ReadonlySet<string> = new Set<ObservedController['kind']>([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
]);
/** Owners whose pods come and go by themselves: as their work ends, or with their node. */
const PASSING: ReadonlySet<string> = new Set(['Job', 'Node']);
/** Labels with the hash of a template, which the ReplicaSet of a rollout is named after. */
const HASHES = ['pod-template-hash', 'rollouts-pod-template-hash'];

/**
 * The name of what keeps a pod: a Deployment's ReplicaSet is another one after each rollout, and its name without the
 * hash of the template is the Deployment's. Undefined for pods that nothing makes anew, or not elsewhere.
 */
export function workloadOf({ owner, labels }: Pick<ObservedPod, 'owner' | 'labels'>): string | undefined {
  if (!owner || owner.kind === 'DaemonSet' || PASSING.has(owner.kind)) return undefined;
  const hash = HASHES.flatMap((label) => labels[label] ?? []).find((one) => owner.name.endsWith(`-${one}`));
  return owner.kind === 'ReplicaSet' && hash !== undefined
    ? owner.name.slice(0, -hash.length - 1)
    : owner.name;
}

/** The parts of a cluster's inside that workloads are counted by. */
export interface SeenWorkloads {
  readonly controllers: readonly Pick<
    ObservedController,
    'kind' | 'namespace' | 'name' | 'wanted' | 'ready'
  >[];
  readonly pods: readonly ObservedPod[];
}

interface Counts {
  readonly wanted: number;
  readonly ready: number;
}

const isOver = ({ phase }: ObservedPod): boolean => phase === 'Succeeded' || phase === 'Failed';

/**
 * The workload that a pod counts for by itself, since nothing that is counted keeps it: a ReplicaSet of its own, an owner
 * of a kind that the fleet does not know, or nobody.
 */
function countedByPods(pod: ObservedPod, known: ReadonlyMap<string, Counts>): string | undefined {
  const { owner, namespace, name } = pod;
  if (isOver(pod) || pod.isDeleting) return undefined;
  if (!owner) return `Pod ${namespace}/${name}`;
  if (PASSING.has(owner.kind) || COUNTED.has(owner.kind)) return undefined;
  const workload = workloadOf(pod);
  if (owner.kind === 'ReplicaSet' && known.has(`Deployment ${namespace}/${workload}`)) return undefined;
  return `${owner.kind} ${namespace}/${workload}`;
}

/** Pods that are wanted and that are ready, by `Kind namespace/name`. */
function countsOf({ controllers, pods }: SeenWorkloads): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>(
    controllers.map(({ kind, namespace, name, wanted, ready }) => [
      `${kind} ${namespace}/${name}`,
      { wanted, ready },
    ]),
  );
  const byPods = new Map<string, Counts>();
  for (const pod of pods) {
    const key = countedByPods(pod, counts);
    if (key === undefined) continue;
    const { wanted, ready } = byPods.get(key) ?? { wanted: 0, ready: 0 };
    byPods.set(key, { wanted: wanted + 1, ready: ready + Number(pod.ready) });
  }
  return new Map([...counts, ...byPods]);
}

/** Pods that are ready, by `Kind namespace/name` of their workload: counted before an upgrade and after it. */
export const workloadsOf = (seen: SeenWorkloads): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...countsOf(seen)]
      .flatMap(([key, { ready }]) => (ready > 0 ? [[key, ready] as const] : []))
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );

const kindOf = (workload: string): string => workload.split(' ', 1)[0] ?? '';

/** The lists that it takes to count these workloads once more. */
export function listsFor(workloads: Readonly<Record<string, number>>): {
  readonly controllers: boolean;
  readonly pods: boolean;
} {
  const isCounted = Object.keys(workloads).map((workload) => COUNTED.has(kindOf(workload)));
  const pods = isCounted.includes(false);
  // Which pods count for themselves, the controllers tell.
  return { controllers: pods || isCounted.includes(true), pods };
}

/** A workload with fewer ready pods than before; its name is `Kind namespace/name`. */
export interface Lacking {
  readonly workload: string;
  readonly ready: number;
  readonly before: number;
}

/**
 * The workloads that are not as ready as before. One that is wanted smaller by now, or that is gone, somebody has changed
 * so. Of pods whose owner is not asked for, nobody can tell: none of them at all is too few.
 */
export function lackingWorkloads(
  before: Readonly<Record<string, number>>,
  seen: SeenWorkloads,
): readonly Lacking[] {
  const counts = countsOf(seen);
  return Object.entries(before).flatMap(([workload, former]) => {
    const found = counts.get(workload);
    const kind = kindOf(workload);
    if (!found && (COUNTED.has(kind) || kind === 'Pod')) return [];
    const { wanted, ready } = found ?? { wanted: former, ready: 0 };
    return ready >= Math.min(former, wanted) ? [] : [{ workload, ready, before: former }];
  });
}
