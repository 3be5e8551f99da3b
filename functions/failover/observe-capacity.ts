import { decideCapacity } from '../../domain/failover/capacity.ts';
import { lookOf } from '../../domain/phase-contract.ts';
import { readPlan } from '../operation/read-operation.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { seeCapacity } from './see-capacity.ts';

/**
 * Looks at the capacity of the side that is to serve; it is enough at the plan's floor, and the rest comes up while it serves.
 * What if this runs twice? A look changes nothing.
 */
export const handler = task(
  failoverTasks.observeCapacity,
  { kubernetes, nodeGroups, operations },
  async (input, ports) => {
    const { operation } = input;
    const { capacity, api } = await readPlan('failover', operation, ports.operations);
    const { name } = operation.cluster;
    const seen = await seeCapacity(capacity, api, name, ports);
    const { start, missing, waitSeconds } = decideCapacity(capacity, seen, name, lookOf(input));
    if (start.length === 0 && missing.length === 0) {
      const notes = [...capacity.lacking, ...(seen.why === undefined ? [] : [seen.why])];
      return { outcome: 'Done' as const, notes };
    }
    return { outcome: 'Waiting' as const, waitSeconds, start: [...start], ready: [] };
  },
);
