import { FAILOVER_DEFAULTS, type FailoverPlan } from '../policy/failover.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import type { ObservedAutoscaler } from '../ports/kubernetes.ts';
import type { Level } from '../registry/level.ts';
import type { ScalableGroup } from '../scale/groups/group.ts';
import type { Claimed } from './claim.ts';
import { cronJobWarnings, type SeenCronJobs } from './cron-jobs.ts';
import { loweredWarnings, type SeenDeployments, wantedReplicas, workloadFaults } from './kept-replicas.ts';
import { orderFaults } from './order.ts';
import type { Readiness } from './readiness.ts';
import { type RecordedSizes, SIZES_MAX_AGE_SECONDS } from './sizes.ts';

/** A cluster of a plan as it was found; undefined members are those that are not there. */
export interface SeenSide {
  readonly cluster: Pick<DescribedCluster, 'status' | 'version'> | undefined;
  /** The level at which the fleet has it. */
  readonly level: Level | undefined;
}

/** All that is looked at of a plan. */
export interface SeenPlan {
  readonly plan: FailoverPlan;
  readonly at: string;
  readonly standby: SeenSide;
  /** Undefined where its region does not answer: it may be lost, and that is no fault of the standby. */
  readonly primary: SeenSide | undefined;
  /** Node groups of the standby. */
  readonly groups: readonly ScalableGroup[];
  /** The reason why the standby's Kubernetes API does not answer. */
  readonly unreached: string | undefined;
  readonly claimed: Claimed | undefined;
  readonly sizes: RecordedSizes | undefined;
  /** The standby's Deployments that a move wants; undefined where its Kubernetes API did not answer. */
  readonly deployments: SeenDeployments | undefined;
  /** Autoscalers of the standby; none where it does not tell of them. */
  readonly autoscalers?: readonly ObservedAutoscaler[] | undefined;
  /** CronJobs of both sides, where they tell of them. */
  readonly cronJobs?: SeenCronJobs;
  /** Hooks that are not there, or that nobody may start. */
  readonly hooks: readonly string[];
}

const minorOf = (version: string | undefined): string => (version ?? '').split('.').slice(0, 2).join('.');

/** A cluster that is being made, or goes, says by its status alone what stands in the way. */
const isUp = ({ cluster }: SeenSide): boolean => /^(ACTIVE|UPDATING)$/.test(cluster?.status ?? '');

function clusterFaults({ plan, standby, primary, unreached }: SeenPlan): readonly string[] {
  const { cluster, region } = plan.to;
  const called = `${cluster} in ${region}`;
  if (!standby.cluster) return [`there is no cluster ${called}`];
  const { status, version } = standby.cluster;
  if (!isUp(standby)) return [`${called} is ${status}`];
  const other = primary?.cluster?.version;
  return [
    ...(standby.level === undefined ? [`the fleet does not have ${called}`] : []),
    ...(other !== undefined && minorOf(other) !== minorOf(version)
      ? [`${called} has Kubernetes ${minorOf(version)}, and ${plan.from.cluster} ${minorOf(other)}`]
      : []),
    ...(unreached === undefined ? [] : [`the Kubernetes API of ${called} does not answer: ${unreached}`]),
  ];
}

function sizeFaults({ plan, at, sizes, claimed }: SeenPlan): readonly string[] {
  if (claimed?.owner === 'standby') return [];
  if (!sizes) return [`no sizes of ${plan.from.cluster} were recorded yet`];
  const ageSeconds = (Date.parse(at) - Date.parse(sizes.at)) / 1000;
  return ageSeconds <= SIZES_MAX_AGE_SECONDS
    ? []
    : [`the sizes of ${plan.from.cluster} were last recorded at ${sizes.at}`];
}

/** A failover raises `maxSize` where it has to, but one more call may fail: enough is there before. */
function groupFaults({ plan, standby, sizes, groups }: SeenPlan): readonly string[] {
  if (!isUp(standby)) return [];
  const wanted: Readonly<Record<string, number>> = { ...sizes?.nodeGroups, ...plan.capacity?.nodeGroups };
  return Object.entries(wanted).flatMap(([name, nodes]) => {
    const found = groups.find((group) => group.name === name);
    if (!found) return [`${plan.to.cluster} has no node group ${name}, of which ${nodes} nodes are wanted`];
    const { maxSize } = found.sizes;
    return maxSize >= nodes
      ? []
      : [
          `node group ${name} of ${plan.to.cluster} has a maxSize of ${maxSize}, and ${nodes} nodes are wanted`,
        ];
  });
}

/** By `look`, what is told of the Deployments that a move wants; nothing where they are not known. */
function ofDeployments(
  look: typeof workloadFaults | typeof loweredWarnings,
  { plan, standby, sizes, deployments, autoscalers = [] }: SeenPlan,
): readonly string[] {
  if (!isUp(standby) || !deployments) return [];
  const { floorPercent = FAILOVER_DEFAULTS.floorPercent } = plan.capacity ?? {};
  return look(plan.to.cluster, wantedReplicas(plan, sizes), floorPercent, deployments, autoscalers);
}

/** Both words have been said by who prepares, or that they were not is among what it has found. */
const guardFaults = ({ claimed }: SeenPlan): readonly string[] =>
  claimed ? [] : ['Guard has no item of it'];

/** All that stands in the way of a failover of a plan, each in one sentence. */
export const judgeReadiness = (seen: SeenPlan): readonly string[] => [
  ...clusterFaults(seen),
  ...guardFaults(seen),
  ...sizeFaults(seen),
  ...groupFaults(seen),
  ...ofDeployments(workloadFaults, seen),
  ...seen.hooks,
];

/** Names of an order that move nothing: whoever wrote them counts on it. */
const orderWarnings = ({ plan: { move, capacity }, sizes }: SeenPlan): readonly string[] =>
  sizes ? orderFaults(move?.order ?? [], Object.keys(wantedReplicas({ capacity }, sizes))) : [];

/** Things that people should know of a plan, and that keep no failover back, each in one sentence. `before`: those of the last look. */
export const warningsOf = (seen: SeenPlan, before: readonly string[]): readonly string[] => [
  ...ofDeployments(loweredWarnings, seen),
  ...orderWarnings(seen),
  ...cronJobWarnings(seen.plan, seen.cronJobs ?? { primary: undefined, standby: undefined }, before),
];

/** The difference between two looks. */
export interface ReadinessChange {
  readonly broke: readonly string[];
  readonly mended: readonly string[];
}

/** Times and numbers of nodes change by themselves, and are no news. */
const gist = (sentence: string): string =>
  sentence.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d+(?= nodes\b)/g, '#');

/** Everything that broke or was mended since the last look; undefined where nothing did and no warning is new. The first look is
 * news. */
export function readinessChange(
  before: Readiness | undefined,
  unready: readonly string[],
  warnings: readonly string[] = [],
): ReadinessChange | undefined {
  const known = new Set(before?.unready.map(gist));
  const now = new Set(unready.map(gist));
  const broke = unready.filter((one) => !known.has(gist(one)));
  const mended = (before?.unready ?? []).filter((one) => !now.has(gist(one)));
  const warned = new Set(before?.warnings?.map(gist));
  const isWarned = warnings.some((one) => !warned.has(gist(one)));
  return before && !isWarned && broke.length + mended.length === 0 ? undefined : { broke, mended };
}
