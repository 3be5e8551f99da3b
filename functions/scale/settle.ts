import type * as z from 'zod';
import type { NodeGroupsPort } from '../../domain/ports/node-groups.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import type { SizesStore } from '../../domain/ports/sizes.ts';
import type { ScalableGroup } from '../../domain/scale/group.ts';
import type { SeenInside } from '../../domain/scale/inside.ts';
import { reportOf } from '../../domain/scale/report.ts';
import { settlementOf } from '../../domain/scale/settlement.ts';
import { changeBy } from '../runtime/change.ts';
import { type InsidePorts, lookInsideWithBudgets } from './look-inside.ts';
import type { observeGroups } from './observe-groups.contract.ts';
import { type PlannedRecord, readEndedPlan } from './read-scaling.ts';

export interface SettlePorts extends InsidePorts {
  readonly nodeGroups: NodeGroupsPort;
  readonly records: RecordsPort;
  readonly sizes: SizesStore;
}

/** The look that found a scaling at its end: what there was of the groups, and inside of the cluster. */
interface LastLook {
  readonly groups: readonly ScalableGroup[];
  readonly inside: SeenInside;
}

/**
 * Writes down how the groups were left, by the look that saw it. What if this runs twice? It records the newer look,
 * under the same names.
 */
export async function settle(
  { operation, at }: z.output<typeof observeGroups.input>,
  { plan, request }: PlannedRecord,
  look: LastLook,
  ports: SettlePorts,
): Promise<{ readonly outcome: 'Settled' } | { readonly outcome: 'Incomplete'; readonly reason: string }> {
  const { cluster } = operation;
  const ended = await readEndedPlan(request, cluster, ports.sizes);
  const isComplete = reportOf(plan, look.groups, look.inside, cluster.name).missing.length === 0;
  const seen = isComplete ? look : await lookForReasons(plan, look.groups, cluster.name, ports);
  const missing = await changeBy(operation, ports.records, ['memory', 'left'], async (remembered) => {
    const { settlement, captured } = settlementOf({ operation, at, plan, ...seen, ...remembered, ended });
    await ports.sizes.settle(operation, settlement, captured);
    return settlement.report.missing;
  });
  if (missing.length === 0) return { outcome: 'Settled' };
  return {
    outcome: 'Incomplete',
    reason: missing.map(({ name, reasons }) => `${name}: ${reasons.join('; ')}`).join('. '),
  };
}

/** Why something is missing: what launches failed for, and which budgets keep nodes from being drained. */
async function lookForReasons(
  plan: PlannedRecord['plan'],
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
