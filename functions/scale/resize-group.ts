import { TaskError } from '../../domain/errors.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { NodeGroupsPort } from '../../domain/ports/node-groups.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { decideResizing } from '../../domain/scale/groups/group-change.ts';
import { readPlan } from '../operation/read-operation.ts';
import { applyDecision } from '../runtime/change.ts';

interface Ports {
  readonly nodeGroups: NodeGroupsPort;
  readonly operations: OperationStore;
}

/** Brings one group to the sizes of the plan. */
export async function resizeGroup(
  { operation, key, at }: { readonly operation: OperationRef; readonly key: string; readonly at: string },
  ports: Ports,
): Promise<Applied> {
  const { name } = operation.cluster;
  const { targets } = await readPlan('scale', operation, ports.operations);
  const target = targets.find((candidate) => candidate.key === key);
  if (!target) throw new TaskError('InvalidInput', `the plan has no node group ${key}`);
  const group = await ports.nodeGroups.sizesOf(name, target);
  return applyDecision({
    operation,
    key,
    at,
    decision: decideResizing(target, group, name),
    operations: ports.operations,
    create: () => Promise.reject(new TaskError('Unexpected', 'scaling creates no node group')),
    update: (change, token) => ports.nodeGroups.change(change, token),
  });
}
