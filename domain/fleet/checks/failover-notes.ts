import { describePath, type PlannedCall, pathOfPlan } from '../../failover/path-of-plan.ts';
import { SINGLE_REGION } from '../../failover/single-region.ts';
import { durationMs } from '../../policy/durations.ts';
import { FAILOVER_DEFAULTS } from '../../policy/failover.ts';
import { failoverCost } from '../../policy/failover-cost.ts';
import { eachPlan, hooksOf, type PlacedPlan } from '../../policy/rules/failover/each-plan.ts';
import type { FleetDocument } from '../../policy/schema.ts';
import { secondsOf, shortestRto } from '../../policy/shortest-rto.ts';

/** A failover plan as it would be carried out. */
export interface PlannedFailover {
  readonly plan: string;
  /** In one sentence: how many calls it makes, and where. */
  readonly summary: string;
  readonly calls: readonly PlannedCall[];
  /** The seconds in which it can be relied on to serve again, steps of the user's left out. */
  readonly shortestRtoSeconds: number;
  /** Things that a person should know of it, each with its path. */
  readonly notes: readonly string[];
}

/** Failover plans of a document, what they cost a month, and what a person should know of all of them. */
export interface PlannedFailovers {
  readonly plans: readonly PlannedFailover[];
  readonly usdPerMonth: number;
  readonly healthChecks: number;
  readonly notes: readonly string[];
}

/** Health checks of an account by default (Route 53, "Quotas"). */
const HEALTH_CHECKS = 200;

/** Workloads of `order` that `select` leaves out, whatever there is: they are of another namespace. */
function orderNotes({ path, plan: { move } }: PlacedPlan): readonly string[] {
  const { namespace } = move?.select ?? {};
  return (move?.order ?? []).flatMap((workload, index) => {
    const [of, name] = workload.split('/');
    if (namespace === undefined || name === undefined || of === namespace) return [];
    return [
      `${path}.move.order[${index}]: ${workload} does not move: move.select is of namespace ${namespace}`,
    ];
  });
}

function timeNotes({ path, plan }: PlacedPlan): readonly string[] {
  const shortest = secondsOf(shortestRto(plan));
  const hooks = hooksOf({ path, plan })
    .filter(({ task, hook }) => task !== 'afterTraffic' && (!('required' in hook) || hook.required !== false))
    .reduce((sum, { hook }) => sum + durationMs(hook.timeout) / 1000, 0);
  const left = durationMs(plan.rto) / 1000 - shortest;
  const failingSeconds = plan.failingSeconds ?? FAILOVER_DEFAULTS.failingSeconds;
  return [
    ...(hooks > left
      ? [`${path}.rto: your steps may take ${hooks} s, and ${left} s of ${plan.rto} are left to them`]
      : []),
    ...(failingSeconds < FAILOVER_DEFAULTS.failingSeconds
      ? [`${path}.failingSeconds: an outage of ${failingSeconds} s, which ends by itself, may move the plan`]
      : []),
  ];
}

function safetyNotes({ path, plan: { fence, drill, traffic } }: PlacedPlan): readonly string[] {
  const singles = Object.entries(
    Object.groupBy(Object.keys(SINGLE_REGION), (one) => SINGLE_REGION[one] ?? ''),
  )
    .map(([region, services = []]) => `${services.join(', ')} in ${region}`)
    .join('; ');
  return [
    ...(fence
      ? []
      : [`${path}.fence: nothing keeps the old side from writing; who approves a failover answers for it`]),
    ...(drill ? [] : [`${path}.drill: it is never practised, and nobody knows whether it works`]),
    ...('hook' in traffic
      ? [
          `${path}.traffic.hook: what it calls is not looked at; control planes of one region may be lost: ${singles}`,
        ]
      : []),
  ];
}

/** The failover plans of a document as they would be carried out. */
export function plannedFailovers({ spec }: FleetDocument): PlannedFailovers {
  const placed = eachPlan(spec);
  const { usdPerMonth, healthChecks } = failoverCost(placed.map(({ plan }) => plan));
  const cost = `failover costs about $${usdPerMonth} a month: observers, Guard and ${healthChecks} health checks`;
  const quota = `${healthChecks} health checks, and an account has ${HEALTH_CHECKS} by default: ask AWS for more`;
  return {
    plans: placed.map((one) => ({
      plan: one.plan.name,
      summary: describePath(one),
      calls: pathOfPlan(one),
      shortestRtoSeconds: secondsOf(shortestRto(one.plan)),
      notes: [...timeNotes(one), ...safetyNotes(one), ...orderNotes(one)],
    })),
    usdPerMonth,
    healthChecks,
    notes: placed.length === 0 ? [] : [cost, ...(healthChecks > HEALTH_CHECKS ? [quota] : [])],
  };
}
