import { type Change, type Decision, update, wait } from '../../decide/decision.ts';
import { holdOn } from '../../kubernetes/budgets.ts';
import { minorOf } from '../../kubernetes-versions.ts';
import type { PhaseItem } from '../../phase.ts';
import type { ObservedDisruptionBudget, ObservedNode, ObservedPod } from '../../ports/kubernetes.ts';

/** The pods on Fargate, and what they run on. */
export interface SeenFargate {
  readonly nodes: readonly ObservedNode[];
  /** Pods that Fargate's scheduler places. */
  readonly pods: readonly ObservedPod[];
  readonly budgets: readonly ObservedDisruptionBudget[];
  /** When the step began, and now (ISO 8601). */
  readonly since: string;
  readonly at: string;
}

/** The label of Fargate's nodes (EKS guide, "Simplify compute management with AWS Fargate"). */
const isFargate = ({ labels }: ObservedNode): boolean =>
  labels['eks.amazonaws.com/compute-type'] === 'fargate';

/** The minor of a kubelet: 34 of `v1.34.2-eks-99d6cc0`. */
const kubeletMinor = ({ kubeletVersion = '' }: ObservedNode): number => minorOf(kubeletVersion);

export const podKey = ({ namespace, name }: Pick<ObservedPod, 'namespace' | 'name'>): string =>
  `pod/${namespace}/${name}`;

const hasEnded = ({ phase }: ObservedPod): boolean => phase === 'Succeeded' || phase === 'Failed';

/** A pod that nobody makes anew would only be gone, and one of a Job would lose its work: both stay until they end. */
const isLeft = ({ owner }: ObservedPod): boolean => owner === undefined || owner.kind === 'Job';

function oldPods({ nodes, pods }: Pick<SeenFargate, 'nodes' | 'pods'>, to: string): readonly ObservedPod[] {
  const old = new Set(
    nodes.filter((node) => isFargate(node) && kubeletMinor(node) < minorOf(to)).map(({ name }) => name),
  );
  return pods.filter((pod) => !hasEnded(pod) && old.has(pod.nodeName ?? ''));
}

/** Pods on Fargate that stay on their kubelet, although it is older than the minor. */
export const leftOnFargate = (
  seen: Pick<SeenFargate, 'nodes' | 'pods'>,
  to: string,
): readonly ObservedPod[] => oldPods(seen, to).filter(isLeft);

const ownerOf = ({ namespace, owner }: ObservedPod): string => `${namespace}/${owner?.kind}/${owner?.name}`;

/** A pod that has not become ready in so long does not by itself: 15 minutes, as long as EKS waits for a node. */
const STUCK_MS = 15 * 60_000;
const isStuck = ({ createdAt }: ObservedPod, at: string): boolean =>
  Date.parse(at) - Date.parse(createdAt) > STUCK_MS;

const isComing = (pod: ObservedPod): boolean => !pod.ready && !pod.isDeleting && !hasEnded(pod);
const notReady = ({ namespace, name }: ObservedPod): string =>
  `pod ${namespace}/${name}, which came in place of one that was evicted, is not ready`;

const EVICTION = 'Eviction';
export type FargateEviction = Change<typeof EVICTION, Pick<ObservedPod, 'namespace' | 'name' | 'uid'>>;

const evictionOf = ({ namespace, name, uid }: ObservedPod): Decision<FargateEviction> =>
  update(
    { operation: EVICTION, request: { namespace, name, uid } },
    `evict pod ${namespace}/${name} from Fargate`,
  );

interface Owned {
  /** All of an owner's pods, on whatever kubelet. */
  readonly all: readonly ObservedPod[];
  /** Those that are to be made anew. */
  readonly old: readonly ObservedPod[];
}

/**
 * The decision about the next pod of an owner. One pod of an owner at a time: the next one goes when the one that came in
 * place of the last is ready.
 */
function decideNext(next: ObservedPod, { all, old }: Owned, { budgets, at }: SeenFargate): Decision {
  if (old.some(({ isDeleting }) => isDeleting)) return wait(EVICTION);
  const coming = all.find((pod) => !old.includes(pod) && isComing(pod));
  if (coming) return wait(EVICTION, isStuck(coming, at) ? notReady(coming) : undefined);
  const hold = holdOn(next, budgets);
  if (hold) return wait(EVICTION, hold.isLasting ? hold.why : undefined);
  return evictionOf(next);
}

/** A pod on Fargate takes 30 to 60 s to start, after it has been given up to its grace period to end. */
const EXPECTED = { minSeconds: 40, maxSeconds: 180, looks: 10 };

/** One that is not ready goes first: nothing is lost with it. */
const inTurn = (one: ObservedPod, other: ObservedPod): number =>
  Number(one.ready) - Number(other.ready) || (one.name < other.name ? -1 : 1);

function itemsOfOwner(owned: Owned, seen: SeenFargate): readonly PhaseItem[] {
  const pods = [...owned.old].sort(inTurn);
  return pods.map((pod, index) => {
    const before = pods[index - 1];
    return {
      key: podKey(pod),
      task: 'evict-pod',
      decision: before ? evictionOf(pod) : decideNext(pod, owned, seen),
      expected: EXPECTED,
      ...(before ? { needs: [{ keys: [podKey(before)], until: 'ready' as const }] } : {}),
    };
  });
}

/** The pods of an owner, where the next one is kept for a reason: that keeps those behind it, too. */
const withIssue = ([next, ...later]: readonly PhaseItem[]): readonly PhaseItem[] => {
  if (!next) return [];
  const { decision } = next;
  const isKept = decision.do === 'wait' && decision.issue !== undefined;
  return [next, ...(isKept ? later.map((item) => ({ ...item, decision })) : later)];
};

/** Pods that came while this step ran and are not ready yet: they show whether the new kubelet runs anything at all. */
function comingPods({ pods, since }: SeenFargate, old: readonly ObservedPod[]): readonly ObservedPod[] {
  // The API tells times in whole seconds.
  const from = Math.floor(Date.parse(since) / 1000) * 1000;
  return pods.filter(
    (pod) => !old.includes(pod) && isComing(pod) && !isLeft(pod) && Date.parse(pod.createdAt) >= from,
  );
}

/** As long as nothing has become ready on the new kubelet, one owner goes alone. */
function provenFirst(
  owners: readonly (readonly PhaseItem[])[],
  coming: readonly ObservedPod[],
  at: string,
): readonly (readonly PhaseItem[])[] {
  const stuck = coming.find((pod) => isStuck(pod, at));
  const held = wait(EVICTION, stuck && notReady(stuck));
  if (coming.length > 0)
    return owners.map(([next, ...later]) =>
      next ? [next.decision.do === 'update' ? { ...next, decision: held } : next, ...later] : [],
    );
  const first = owners.find(([next]) => next?.decision.do === 'update')?.[0];
  return owners.map(([next, ...later]) => {
    if (next?.decision.do !== 'update' || next === first) return next ? [next, ...later] : [];
    return [{ ...next, needs: [{ keys: [first?.key ?? ''], until: 'ready' as const }] }, ...later];
  });
}

/**
 * The pods on Fargate whose kubelet is older than the minor: owners side by side, each pod of an owner after the other, and
 * before all of them one alone.
 */
export function fargatePodItems(seen: SeenFargate, to: string): readonly PhaseItem[] {
  const old = oldPods(seen, to).filter((pod) => !isLeft(pod));
  const fresh = new Set(
    seen.nodes.filter((node) => isFargate(node) && kubeletMinor(node) >= minorOf(to)).map(({ name }) => name),
  );
  const owners = [...new Set(old.map(ownerOf))].sort().map((owner) => {
    const isOwn = (pod: ObservedPod) => ownerOf(pod) === owner;
    return itemsOfOwner({ all: seen.pods.filter(isOwn), old: old.filter(isOwn) }, seen);
  });
  const isProven = seen.pods.some((pod) => pod.ready && !hasEnded(pod) && fresh.has(pod.nodeName ?? ''));
  const going = old.filter(({ isDeleting }) => isDeleting);
  const coming = [...going, ...comingPods(seen, old)];
  return (isProven ? owners : provenFirst(owners, coming, seen.at)).flatMap(withIssue);
}
