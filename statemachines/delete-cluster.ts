import { clusterDeletionRequested } from '../events/cluster/deletion-requested.ts';
import { deleteTasks } from '../functions/delete/contracts.ts';
import { operationTasks } from '../functions/operation/contracts.ts';
import { publish } from './builders/endings.ts';
import { variables } from './builders/expression.ts';
import { operation } from './builders/operation.ts';
import { change, phase } from './builders/phase.ts';
import { answer, way } from './builders/step.ts';
import { task } from './builders/task.ts';

const $ = variables<{ stacks: string[] }>();
const given = { stacks: $.stacks };
const outcomes = { Done: () => way({}) };

export const deleteCluster = operation({
  kind: 'delete',
  comment: 'Deletes a cluster, everything that was made for it, and what Kubernetes left of it.',
  startedBy: [clusterDeletionRequested],
  accept: deleteTasks.acceptRequest,
  work: [
    task(deleteTasks.planDeletion, {
      comment: 'Everything that a refusal could come from is looked at before anything is deleted.',
      outcomes: {
        Planned: ({ stacks }) => way({ assign: { stacks } }),
        Refused: (refused) => answer('PlanRefused', refused),
      },
    }),
    phase(deleteTasks.observeCompute, {
      comment:
        'What EKS deletes no cluster with, and self-managed nodes: side by side, but for Fargate profiles.',
      given,
      changes: [
        change(deleteTasks.deleteNodeGroup),
        change(deleteTasks.deleteFargateProfile),
        change(deleteTasks.deleteCapability),
        change(deleteTasks.deleteStack, { name: 'DeleteComputeStack' }),
      ],
      outcomes,
    }),
    phase(deleteTasks.observeControlPlane, {
      comment: 'The control plane; add-ons, access entries and associations go with it.',
      changes: [change(deleteTasks.deleteControlPlane)],
      outcomes,
    }),
    phase(deleteTasks.observeLoadBalancers, {
      comment:
        'Load balancers and target groups that Kubernetes left: nothing makes them anew once the control plane is gone.',
      changes: [change(deleteTasks.deleteLoadBalancer)],
      outcomes,
    }),
    phase(deleteTasks.observeLeftovers, {
      comment:
        'Instances, interfaces and security groups that Kubernetes left, in the order in which they let one another go.',
      changes: [
        change(deleteTasks.terminateInstance),
        change(deleteTasks.deleteNetworkInterface),
        change(deleteTasks.deleteSecurityGroup),
      ],
      outcomes,
    }),
    phase(deleteTasks.observeStacks, {
      comment: 'The network and the roles, side by side.',
      given,
      changes: [change(deleteTasks.deleteStack)],
      outcomes,
    }),
    task(operationTasks.unregisterCluster, { comment: 'The fleet has it no more.', patience: 'finishing' }),
    answer('Deleted'),
  ],
  tell: () => publish(deleteTasks.publishDeleted),
});
