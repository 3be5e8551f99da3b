import type * as z from 'zod';
import type { NodeGroupsPort } from '../../domain/ports/node-groups.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import type { ScalableGroup } from '../../domain/scale/groups/group.ts';
import type { SeenInside } from '../../domain/scale/inside/inside.ts';
import { reportOf, type ScalingReport } from '../../domain/scale/outcome/report.ts';
import { settlementOf } from '../../domain/scale/outcome/settlement.ts';
import type { ScalingPlan } from '../../domain/scale/plan.ts';
import type { ScalingRequest } from '../../domain/scale/request.ts';
import { changeBy } from '../runtime/change.ts';
import type { scaleTasks } from './contracts.ts';
import { type InsidePorts, lookInsideWithBudgets } from './look-inside.ts';
import { readEndedPlan } from './read-plans.ts';

export interface SettlePorts extends InsidePorts {
  readonly nodeGroups: NodeGroupsPort;
  readonly operations: OperationStore;
  readonly records: RecordsPort;
}

/** The look that found a scaling at its end: its groups, and the inside of the cluster. */
interface LastLook {
  readonly groups: readonly ScalableGroup[];
  readonly inside: SeenInside;
}

type Settled = { readonly outcome: 'Settled' } | { readonly outcome: 'Incomplete'; readonly reason: string };

/** The outcome of a scaling that has been written down. */
export function settledAs({ missing }: ScalingReport): Settled {
  if (missing.length === 0) return { outcome: 'Settled' };
  const reason = missing.map(({ name, reasons }) => `${name}: ${reasons.join('; ')}`).join('. ');
  return { outcome: 'Incomplete', reason };
}

/** Writes down how the groups were left, by the look that saw it. */
export async function settle(
  { operation, at }: z.output<typeof scaleTasks.observeGroups.input>,
  { plan, request }: { readonly plan: ScalingPlan; readonly request: ScalingRequest },
  look: LastLook,
  ports: SettlePorts,
): Promise<Settled> {
  const { cluster } = operation;
  const ended = await readEndedPlan(request, cluster, ports.operations);
  const isComplete = reportOf(plan, look.groups, look.inside, cluster.name).missing.length === 0;
  const seen = isComplete ? look : await lookForReasons(plan, look.groups, cluster.name, ports);
  return changeBy(operation, ports.records, ['memory', 'left'], async (remembered) => {
    const { report, kept } = settlementOf({ operation, at, plan, ...seen, ...remembered, ended });
    await ports.operations.recordReport('scale', operation, report, kept);
    return settledAs(report);
  });
}

/**
 * Looks for the reasons of missing capacity: why launches failed, and which budgets keep nodes from being drained.
 */
async function lookForReasons(
  plan: ScalingPlan,
  groups: readonly ScalableGroup[],
  clusterName: string,
  ports: SettlePorts,
): Promise<LastLook> {
  const [inside, withLaunches] = await Promise.all([
    lookInsideWithBudgets(plan, groups, clusterName, ports),
    ports.nodeGroups.withFailedLaunches(groups),
  ]);
  return { inside, groups: withLaunches };
}
