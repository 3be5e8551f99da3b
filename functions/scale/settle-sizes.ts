import { settlementOf } from '../../domain/scale/settlement.ts';
import { change } from '../runtime/change.ts';
import { nodeGroups } from '../runtime/ports/node-groups.ts';
import { operations } from '../runtime/ports/operations.ts';
import { sizes } from '../runtime/ports/sizes.ts';
import { task } from '../runtime/task.ts';
import { readEndedPlan, readPlanned } from './read-scaling.ts';
import { settleSizes } from './settle-sizes.contract.ts';

/**
 * Writes down how the groups were left. What if this runs twice? It records the newer look, under the same names.
 */
export const handler = task(
  settleSizes,
  { nodeGroups, operations, sizes },
  async ({ operation, at }, ports) => {
    const { cluster } = operation;
    const { plan, request } = await readPlanned(operation, ports.operations);
    const [groups, memory, left] = await Promise.all([
      ports.nodeGroups.groups(cluster.name, plan.targets),
      ports.sizes.readMemory(cluster.arn),
      ports.sizes.readLeft(cluster.arn),
    ]);
    const ended = await readEndedPlan(request, cluster, ports.sizes);
    const { settlement, captured } = settlementOf({ operation, at, plan, groups, memory, left, ended });
    await change(operation, ports.operations, () => ports.sizes.settle(operation, settlement, captured));
    const { missing } = settlement.report;
    if (missing.length === 0) return { outcome: 'Settled' as const };
    const reason = missing.map(({ name, reasons }) => `${name}: ${reasons.join('; ')}`).join('. ');
    return { outcome: 'Incomplete' as const, reason };
  },
);
