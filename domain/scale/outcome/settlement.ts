import type { OperationRef } from '../../operation/operation.ts';
import type { ScalableGroup } from '../groups/group.ts';
import { sizesAfter } from '../groups/group-change.ts';
import type { NodeCount } from '../groups/node-count.ts';
import { sameSizes } from '../groups/sizes.ts';
import type { SeenInside } from '../inside/inside.ts';
import type { KeptChange } from '../memory/kept.ts';
import {
  type LastSizes,
  type LeftSizes,
  lastSizesOf,
  type Memory,
  recordLastSizes,
} from '../memory/memory.ts';
import type { GroupTarget, ScalingPlan } from '../plan.ts';
import { reportOf, type ScalingReport } from './report.ts';
import { type Avoided, avoidedCosts, priceMarks } from './savings.ts';

export interface SettledScaling {
  readonly operation: OperationRef;
  /** ISO 8601. */
  readonly at: string;
  readonly plan: ScalingPlan;
  readonly groups: readonly ScalableGroup[];
  readonly inside: SeenInside;
  readonly memory: Memory | undefined;
  readonly left: LastSizes | undefined;
  /** The operation that an `until` ended. */
  readonly ended?: { readonly operationId: string; readonly plan: ScalingPlan } | undefined;
}

/** So many of some nodes, the first types first. */
function some(nodes: readonly NodeCount[], most: number): readonly NodeCount[] {
  let remaining = most;
  return nodes.flatMap(({ instanceType, count }) => {
    const taken = Math.min(count, remaining);
    remaining -= taken;
    return taken > 0 ? [{ instanceType, count: taken }] : [];
  });
}

/** The cost of nodes that did not run until now, because of a sleep or a smaller size that has ended. */
function avoided({ plan, at, ended, left }: SettledScaling): readonly Avoided[] {
  if (plan.memory?.do === 'forget') {
    const { asleepSince, groups, provisioning } = plan.memory.memory;
    return asleepSince === undefined
      ? []
      : avoidedCosts(
          [...groups.flatMap(({ nodes }) => nodes), ...(provisioning?.nodes ?? [])],
          asleepSince,
          at,
        );
  }
  // The time at which a group reached the smaller size is known only while nothing else has scaled it since.
  const reached = (ended?.plan.targets ?? []).flatMap(({ key, nodes, before, sizes }) => {
    const group = lastSizesOf(left, key);
    return group && group.operationId === ended?.operationId
      ? [{ since: group.at, nodes: some(nodes, before.desiredSize - sizes.desiredSize) }]
      : [];
  });
  // One operation has left them all at one time.
  const [first] = reached;
  return first
    ? avoidedCosts(
        reached.flatMap(({ nodes }) => nodes),
        first.since,
        at,
      )
    : [];
}

function savedOf(savings: readonly Avoided[]): Pick<ScalingReport, 'saved'> {
  if (savings.length === 0) return {};
  const sum = (member: 'nodeHours' | 'usd') =>
    Math.round(savings.reduce((total, one) => total + one[member], 0) * 100) / 100;
  return { saved: { nodeHours: sum('nodeHours'), usd: sum('usd'), ...priceMarks } };
}

/**
 * The end of a scaling: its report, and the changes of the groups, the memory and the savings that are written down
 * with it.
 */
export interface Settlement {
  readonly report: ScalingReport;
  readonly kept: readonly KeptChange[];
}

/** The sizes at which a group is left: an update that is still under way may give it those that were asked for. */
function leftSizes(target: GroupTarget, { sizes, status }: ScalableGroup): LeftSizes {
  const asked = sizesAfter(target, sizes);
  return status === 'UPDATING' && !sameSizes(asked, sizes) ? { sizes, asked } : { sizes };
}

/** The settlement of a scaling at its end. */
export function settlementOf(scaling: SettledScaling): Settlement {
  const { operation, at, plan, groups, inside, left } = scaling;
  const { cluster, id: operationId } = operation;
  const report = reportOf(plan, groups, inside, cluster.name);
  const isComplete = report.missing.length === 0;
  const parts = isComplete ? avoided(scaling) : [];
  const about = { ...priceMarks, clusterName: cluster.name, region: cluster.region, operationId };
  const savings = parts.map((part): KeptChange => ({ do: 'save', saving: { ...part, ...about } }));
  const touched = plan.targets.flatMap((target) => {
    const group = groups.find(({ key }) => key === target.key);
    return group ? [[target.key, leftSizes(target, group)] as const] : [];
  });
  return {
    report: { ...report, ...savedOf(parts) },
    kept: [
      { do: 'leave', left: recordLastSizes(left, { operationId, at }, touched) },
      ...(isComplete ? remembered(scaling) : []),
      ...savings,
    ],
  };
}

/** The change of the memory once everything is there: it goes, or its sleep is dated. */
function remembered({ plan, memory, at }: SettledScaling): readonly KeptChange[] {
  const captured = memory?.operationId ?? plan.memory?.memory.operationId;
  if (captured === undefined) return [];
  if (plan.memory?.do === 'forget') return [{ do: 'forget', captured }];
  return plan.action === 'hibernate' ? [{ do: 'date', captured, asleepSince: at }] : [];
}
