import { clusterDeleted } from '../events/cluster/deleted.ts';
import { clusterDeletionFailed } from '../events/cluster/deletion-failed.ts';
import { clusterDeletionRequested } from '../events/cluster/deletion-requested.ts';
import { requestRejected } from '../events/operation/request-rejected.ts';
import { acceptRequest } from '../functions/delete/accept-request.contract.ts';
import { deleteCapability } from '../functions/delete/delete-capability.contract.ts';
import { deleteControlPlane } from '../functions/delete/delete-control-plane.contract.ts';
import { deleteFargateProfile } from '../functions/delete/delete-fargate-profile.contract.ts';
import { deleteLoadBalancer } from '../functions/delete/delete-load-balancer.contract.ts';
import { deleteNetworkInterface } from '../functions/delete/delete-network-interface.contract.ts';
import { deleteNodeGroup } from '../functions/delete/delete-node-group.contract.ts';
import { deleteSecurityGroup } from '../functions/delete/delete-security-group.contract.ts';
import { deleteStack } from '../functions/delete/delete-stack.contract.ts';
import { observeCompute } from '../functions/delete/observe-compute.contract.ts';
import { observeControlPlane } from '../functions/delete/observe-control-plane.contract.ts';
import { observeLeftovers } from '../functions/delete/observe-leftovers.contract.ts';
import { observeLoadBalancers } from '../functions/delete/observe-load-balancers.contract.ts';
import { observeStacks } from '../functions/delete/observe-stacks.contract.ts';
import { planDeletion } from '../functions/delete/plan-deletion.contract.ts';
import { publishDeleted } from '../functions/delete/publish-deleted.contract.ts';
import { terminateInstance } from '../functions/delete/terminate-instance.contract.ts';
import { unregisterCluster } from '../functions/operation/unregister-cluster.contract.ts';
import { publish } from './builders/endings.ts';
import { variables } from './builders/expression.ts';
import { operation } from './builders/operation.ts';
import { change, phase } from './builders/phase.ts';
import { answer, way } from './builders/step.ts';
import { task } from './builders/task.ts';

const $ = variables<{ stacks: string[] }>();
const ofStacks = { given: { stacks: $.stacks }, remembers: { left: 'left' } } as const;
const outcomes = { Done: () => way({}) };

export const deleteCluster = operation({
  name: 'delete-cluster',
  comment: 'Deletes a cluster, everything that was made for it, and what Kubernetes left of it.',
  startedBy: clusterDeletionRequested,
  facts: [clusterDeleted, clusterDeletionFailed, requestRejected],
  accept: acceptRequest,
  work: [
    task(planDeletion, {
      comment: 'Everything that a refusal could come from is looked at before anything is deleted.',
      outcomes: {
        Planned: ({ stacks }) => way({ assign: { stacks } }),
        Refused: (refused) => answer('PlanRefused', refused),
      },
    }),
    phase(observeCompute, {
      comment:
        'What EKS deletes no cluster with, and self-managed nodes: side by side, but for Fargate profiles.',
      ...ofStacks,
      changes: [
        change(deleteNodeGroup),
        change(deleteFargateProfile),
        change(deleteCapability),
        change(deleteStack, { name: 'DeleteComputeStack' }),
      ],
      outcomes,
    }),
    phase(observeControlPlane, {
      comment: 'The control plane; add-ons, access entries and associations go with it.',
      changes: [change(deleteControlPlane)],
      outcomes,
    }),
    phase(observeLoadBalancers, {
      comment:
        'Load balancers and target groups that Kubernetes left: nothing makes them anew once the control plane is gone.',
      changes: [change(deleteLoadBalancer)],
      outcomes,
    }),
    phase(observeLeftovers, {
      comment:
        'Instances, interfaces and security groups that Kubernetes left, in the order in which they let one another go.',
      changes: [change(terminateInstance), change(deleteNetworkInterface), change(deleteSecurityGroup)],
      outcomes,
    }),
    phase(observeStacks, {
      comment: 'The network and the roles, side by side.',
      ...ofStacks,
      changes: [change(deleteStack)],
      outcomes,
    }),
    task(unregisterCluster, { comment: 'The fleet has it no more.', patience: 'finishing' }),
    answer('Deleted'),
  ],
  tell: () => publish(publishDeleted),
});
