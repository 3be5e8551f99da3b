import type { SeenInside } from '../../domain/scale/inside.ts';
import { settlementOf } from '../../domain/scale/settlement.ts';
import { change } from '../runtime/change.ts';
import { eks } from '../runtime/ports/eks.ts';
import { kubernetes } from '../runtime/ports/kubernetes.ts';
import { nodeGroups } from '../runtime/ports/node-groups.ts';
import { operations } from '../runtime/ports/operations.ts';
import { provisionedNodes } from '../runtime/ports/provisioned-nodes.ts';
import { records } from '../runtime/ports/records.ts';
import { sizes } from '../runtime/ports/sizes.ts';
import { task } from '../runtime/task.ts';
import { lookInside, lookInsideWithBudgets } from './look-inside.ts';
import { planned, readEndedPlan, toScaling } from './read-scaling.ts';
import { settleSizes } from './settle-sizes.contract.ts';

/**
 * Writes down how the groups were left. What if this runs twice? It records the newer look, under the same names.
 */
export const handler = task(
  settleSizes,
  { eks, kubernetes, nodeGroups, operations, provisionedNodes, records, sizes },
  async ({ operation, at }, ports) => {
    const { cluster } = operation;
    const subject = { arn: cluster.arn, operationId: operation.id };
    const { memory, left, ...read } = await ports.records.read(subject, ['operation', 'memory', 'left']);
    const { plan, request } = planned(toScaling(read.operation, operation));
    const [groups, ended] = await Promise.all([
      ports.nodeGroups.groups(cluster.name, plan.targets),
      readEndedPlan(request, cluster, ports.sizes),
    ]);
    const settled = (inside: SeenInside, of = groups) =>
      settlementOf({ operation, at, plan, groups: of, inside, memory, left, ended });
    const seen = await lookInside(plan, groups, cluster.name, ports);
    const isComplete = settled(seen).settlement.report.missing.length === 0;
    // Why something is missing takes another look: what launches failed for, which budgets keep nodes from being drained.
    const { settlement, captured } = isComplete
      ? settled(seen)
      : settled(
          await lookInsideWithBudgets(plan, groups, cluster.name, ports),
          await ports.nodeGroups.withFailedLaunches(groups),
        );
    await change(operation, ports.operations, () => ports.sizes.settle(operation, settlement, captured));
    const { missing } = settlement.report;
    if (missing.length === 0) return { outcome: 'Settled' as const };
    const reason = missing.map(({ name, reasons }) => `${name}: ${reasons.join('; ')}`).join('. ');
    return { outcome: 'Incomplete' as const, reason };
  },
);
