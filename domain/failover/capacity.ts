import { type Decision, nothing, update, wait } from '../decide/decision.ts';
import type { Look } from '../phase.ts';
import { FAILOVER_DEFAULTS, type FailoverPlan } from '../policy/failover.ts';
import type { ObservedDeployment } from '../ports/kubernetes.ts';
import { isInService, type ScalableGroup } from '../scale/groups/group.ts';
import { decideResizing, type GroupChange } from '../scale/groups/group-change.ts';
import type { GroupTarget } from '../scale/plan.ts';
import { atFloor, keeperOf, keptBecause, wantedReplicas } from './kept-replicas.ts';
import { isHeldBack, orderFaults, type Ranks, ranksOf } from './order.ts';
import type { RecordedSizes } from './sizes.ts';

/** The capacity that the side that is to serve has to have before traffic comes to it. */
export interface WantedCapacity {
  readonly groups: readonly GroupTarget[];
  /** Replicas by `namespace/deployment`. */
  readonly replicas: Readonly<Record<string, number>>;
  /** The order in which replicas are raised; those that it leaves out come last. Absent: side by side. */
  readonly ranks?: Ranks;
  /** The part of it, in hundredths, with which it takes traffic. */
  readonly floorPercent: number;
  /** Wants that cannot be had here, each in one sentence: it is told, and holds nothing. */
  readonly lacking: readonly string[];
}

/**
 * The capacity of a move: what the plan says, and else what was recorded of the side that served. Nothing is ever made
 * smaller, and `maxSize` covers what is wanted.
 */
export function wantCapacity(
  plan: Pick<FailoverPlan, 'capacity' | 'move'>,
  sizes: RecordedSizes | undefined,
  groups: readonly ScalableGroup[],
): WantedCapacity {
  const { capacity = {}, move: { order = [] } = {} } = plan;
  const replicas = wantedReplicas(plan, sizes);
  const ranks = ranksOf(order, Object.keys(replicas));
  const nodes: Readonly<Record<string, number>> = { ...sizes?.nodeGroups, ...capacity.nodeGroups };
  const here = new Set(groups.map(({ name }) => name));
  const missing = Object.keys(nodes).filter((name) => !here.has(name));
  return {
    groups: groups.flatMap((group): readonly GroupTarget[] => {
      const wanted = nodes[group.name];
      if (wanted === undefined) return [];
      const { key, kind, name, isWindows, sizes: before } = group;
      const desiredSize = Math.max(before.desiredSize, wanted);
      const target = { ...before, desiredSize, maxSize: Math.max(before.maxSize, desiredSize) };
      return [{ key, kind, name, isWindows, before, sizes: target, reach: 'started', nodes: [] }];
    }),
    replicas,
    ...(ranks.length === 0 ? {} : { ranks }),
    floorPercent: capacity.floorPercent ?? FAILOVER_DEFAULTS.floorPercent,
    lacking: [
      ...missing.map(
        (name) => `there is no node group ${name} here, of which ${nodes[name]} nodes are wanted`,
      ),
      ...orderFaults(order, Object.keys(replicas)),
    ],
  };
}

export const groupOf = (name: string): string => `deployment/${name}`;

/**
 * The change of a group that is UPDATING, which EKS refuses to scale: its Auto Scaling group takes more nodes, up to
 * its maximum. An update has raised both sizes by nodes of its own, which go with its end; so many more are asked for.
 */
function raisePastEks(
  target: GroupTarget,
  { autoScaling, ...group }: Omit<ScalableGroup, 'instances'>,
): Decision<GroupChange> {
  if (!autoScaling || group.autoScalingGroupName === '') return wait(`${group.status} of ${target.name}`);
  const surge = Math.max(0, autoScaling.maxSize - group.sizes.maxSize);
  const DesiredCapacity = Math.min(target.sizes.desiredSize + surge, autoScaling.maxSize);
  if (DesiredCapacity <= autoScaling.desiredSize) return wait(`${group.status} of ${target.name}`);
  const request = { AutoScalingGroupName: group.autoScalingGroupName, DesiredCapacity };
  const summary = `Auto Scaling group of ${target.name}, which is ${group.status}, from ${autoScaling.desiredSize} to ${DesiredCapacity}`;
  return update({ operation: 'UpdateAutoScalingGroup', request }, summary);
}

/** The next change of a group, upwards alone: one that has as many nodes by now, whoever gave it them, is left as it is. */
export function decideRaising(
  target: GroupTarget,
  group: Omit<ScalableGroup, 'instances'> | undefined,
  clusterName: string,
): Decision<GroupChange> {
  if (group && group.sizes.desiredSize >= target.sizes.desiredSize) return nothing;
  if (group?.kind === 'managed' && group.status === 'UPDATING') return raisePastEks(target, group);
  const { minSize, maxSize } = group?.sizes ?? target.sizes;
  const sizes = { ...target.sizes, minSize, maxSize: Math.max(maxSize, target.sizes.maxSize) };
  return decideResizing({ ...target, sizes, reach: 'exact' }, group, clusterName);
}

/** The change of a Deployment that has fewer replicas than are wanted. `kept`: Git says how many, and would say so again. */
export type ReplicaDecision =
  | { readonly do: 'nothing' | 'gone' | 'kept' }
  | { readonly do: 'scale'; readonly resourceVersion: string; readonly replicas: number };

export function decideReplicas(found: ObservedDeployment | undefined, wanted: number): ReplicaDecision {
  if (!found) return { do: 'gone' };
  const { replicas, resourceVersion } = found;
  if (replicas >= wanted) return { do: 'nothing' };
  if (keeperOf(found) !== undefined) return { do: 'kept' };
  return { do: 'scale', resourceVersion, replicas: wanted };
}

/** The side that is to serve, as a look finds it. */
export interface SeenCapacity {
  readonly groups: readonly ScalableGroup[];
  /** Instances whose nodes are Ready; undefined where the Kubernetes API could not be asked. */
  readonly ready?: ReadonlySet<string> | undefined;
  /** By `namespace/deployment`; undefined as above, and one that is not there is missing. */
  readonly deployments?: Readonly<Record<string, ObservedDeployment>> | undefined;
}

/** One thing of which there has to be enough. */
interface Count {
  readonly what: string;
  readonly wanted: number;
  readonly ready: number;
  /** Reasons for what is missing: of AWS, or of who keeps it so. */
  readonly why?: readonly string[];
}

/** The reasons of a group that are told: what keeps nodes from starting is most often one thing, said at each try. */
const MOST_REASONS = 2;
const REASON_CHARACTERS = 240;

function counted({ groups, replicas }: WantedCapacity, seen: SeenCapacity): readonly Count[] {
  const nodes = groups.map(({ name, sizes }): Count => {
    const found = seen.groups.find((group) => group.name === name);
    const there = (found?.instances ?? []).filter(
      (one) => isInService(one) && (seen.ready === undefined || seen.ready.has(one.instanceId)),
    );
    const why = (found?.issues ?? []).slice(0, MOST_REASONS).map((text) => text.slice(0, REASON_CHARACTERS));
    return { what: `nodes of ${name}`, wanted: sizes.desiredSize, ready: there.length, why };
  });
  const pods = Object.entries(replicas).map(([name, wanted]): Count => {
    const found = seen.deployments?.[name];
    const why = keptBecause(found, wanted);
    return { what: `pods of ${name}`, wanted, ready: found?.readyReplicas ?? 0, why };
  });
  return [...nodes, ...(seen.deployments === undefined ? [] : pods)];
}

/** The part that is there of what is wanted, in words, where it is less than the floor. */
export const belowFloor = (wanted: WantedCapacity, seen: SeenCapacity): readonly string[] =>
  counted(wanted, seen)
    .filter(({ wanted: of, ready }) => ready < atFloor(of, wanted.floorPercent))
    .map(
      ({ what, wanted: of, ready, why = [] }) =>
        `${ready} of ${of} ${what} are ready${why.length === 0 ? '' : ` (${why.join('; ')})`}`,
    );

/** For so long the Kubernetes API is asked again before pods are left uncounted: one answer may be lost. */
const ASKS_INSIDE_SECONDS = 60;

/** True of a look that has not seen inside of a cluster which lets the fleet in, and comes too early to do without. */
export const isHasty = (
  { ready }: SeenCapacity,
  api: object | undefined,
  { elapsedSeconds }: Pick<Look, 'elapsedSeconds'>,
): boolean => api !== undefined && ready === undefined && elapsedSeconds < ASKS_INSIDE_SECONDS;

/** Replicas that may be raised by now: those whose turn it is. */
function turnOf({ ranks = [], replicas, floorPercent }: WantedCapacity, { deployments = {} }: SeenCapacity) {
  const isReady = (name: string): boolean =>
    (deployments[name]?.readyReplicas ?? 0) >= atFloor(replicas[name] ?? 0, floorPercent);
  return (name: string): boolean => !isHeldBack(ranks, name, isReady);
}

/** A look: what may be raised now, and what is missing to the floor. */
export interface CapacityLook {
  readonly start: readonly { readonly task: 'raise-node-group' | 'raise-deployment'; readonly key: string }[];
  readonly missing: readonly string[];
  readonly waitSeconds: number;
}

/**
 * Decides on the capacity of the side that is to serve. The wait is short: clients are not served meanwhile. Without `isInOrder` the
 * plan's order is left out: a move that goes on below its floor waits for nobody's turn. `raised`: what earlier looks have had raised.
 */
export function decideCapacity(
  wanted: WantedCapacity,
  seen: SeenCapacity,
  clusterName: string,
  { elapsedSeconds }: Pick<Look, 'elapsedSeconds'>,
  {
    isInOrder = true,
    raised = [],
  }: { readonly isInOrder?: boolean; readonly raised?: readonly string[] } = {},
): CapacityLook {
  const groups = wanted.groups.filter((target) => {
    const found = seen.groups.find(({ key }) => key === target.key);
    // One that the move has raised is UPDATING by that, for seconds.
    if (found?.status === 'UPDATING' && raised.includes(target.key)) return false;
    return decideRaising(target, found, clusterName).do === 'update';
  });
  const isItsTurn = isInOrder ? turnOf(wanted, seen) : () => true;
  const deployments = Object.entries(wanted.replicas).filter(
    ([name, replicas]) =>
      seen.deployments && decideReplicas(seen.deployments[name], replicas).do === 'scale' && isItsTurn(name),
  );
  return {
    start: [
      ...groups.map(({ key }) => ({ task: 'raise-node-group' as const, key })),
      ...deployments.map(([name]) => ({ task: 'raise-deployment' as const, key: groupOf(name) })),
    ],
    missing: belowFloor(wanted, seen),
    // The looks of a phase are counted: what has not come for an hour is waited for half a day by fewer of them.
    waitSeconds: elapsedSeconds < 300 ? 5 : elapsedSeconds < 3600 ? 15 : 60,
  };
}
