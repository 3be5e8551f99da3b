import type * as z from 'zod';
import type { NodeGroupsPort } from '../../domain/ports/node-groups.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import type { SizesStore } from '../../domain/ports/sizes.ts';
import type { ScalableGroup } from '../../domain/scale/group.ts';
import type { SeenInside } from '../../domain/scale/inside.ts';
import { settlementOf } from '../../domain/scale/settlement.ts';
import { change } from '../runtime/change.ts';
import { type InsidePorts, lookInsideWithBudgets } from './look-inside.ts';
import type { observeGroups } from './observe-groups.contract.ts';
import { type PlannedRecord, readEndedPlan } from './read-scaling.ts';

export interface SettlePorts extends InsidePorts {
  readonly nodeGroups: NodeGroupsPort;
  readonly operations: OperationStore;
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
  const subject = { arn: cluster.arn, operationId: operation.id };
  const [remembered, ended] = await Promise.all([
    ports.records.read(subject, ['memory', 'left']),
    readEndedPlan(request, cluster, ports.sizes),
  ]);
  const settled = (seen: LastLook) => settlementOf({ operation, at, plan, ...seen, ...remembered, ended });
  const isComplete = settled(look).settlement.report.missing.length === 0;
  const { settlement, captured } = settled(
    isComplete ? look : await lookForReasons(plan, look.groups, cluster.name, ports),
  );
  await change(operation, ports.operations, () => ports.sizes.settle(operation, settlement, captured));
  const { missing } = settlement.report;
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
