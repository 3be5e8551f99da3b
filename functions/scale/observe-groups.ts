import { lookOf } from '../../domain/phase-contract.ts';
import { decideScalingProgress } from '../../domain/scale/outcome/progress.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { provisionedNodes } from '../runtime/ports/cluster/provisioned-nodes.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { scaleTasks } from './contracts.ts';
import { lookInside } from './look-inside.ts';
import { settle, settledAs } from './settle.ts';

/**
 * Looks at every group that is to change, and at the pools that start nodes without one. Writes down how they were
 * left once everything is there, or its time is up. What if this runs twice? A look changes nothing, and after the
 * last one its report stays: the savings of smaller sizes are told by items that the first run has written over.
 */
export const handler = task(
  scaleTasks.observeGroups,
  { eks, kubernetes, nodeGroups, operations, provisionedNodes, records },
  async (input, ports) => {
    const { operation } = input;
    const { name } = operation.cluster;
    const { record, plan } = await readPlanned('scale', operation, ports.operations);
    if (record.report) return settledAs(record.report);
    const groups = await ports.nodeGroups.groups(name, plan.targets);
    const inside = await lookInside(plan, groups, name, ports);
    const progress = decideScalingProgress(plan, groups, inside, name, lookOf(input));
    if (progress.outcome === 'Waiting' || progress.outcome === 'Failed') return progress;
    return settle(input, { plan, request: record.request }, { groups, inside }, ports);
  },
);
