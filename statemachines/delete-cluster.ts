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
import { endOperation } from '../functions/operation/end-operation.contract.ts';
import { publishFailure } from '../functions/operation/publish-failure.contract.ts';
import { publishRejection } from '../functions/operation/publish-rejection.contract.ts';
import { releaseLease } from '../functions/operation/release-lease.contract.ts';
import { unregisterCluster } from '../functions/operation/unregister-cluster.contract.ts';
import { defineWorkflow } from './workflow.ts';

/** Deletes a cluster, everything that was made for it, and what Kubernetes left of it. */
export const deleteCluster = defineWorkflow({
  name: 'delete-cluster',
  startedBy: clusterDeletionRequested,
  tasks: [
    acceptRequest,
    publishRejection,
    planDeletion,
    observeCompute,
    deleteNodeGroup,
    deleteFargateProfile,
    deleteCapability,
    deleteStack,
    observeControlPlane,
    deleteControlPlane,
    observeLoadBalancers,
    deleteLoadBalancer,
    observeLeftovers,
    terminateInstance,
    deleteNetworkInterface,
    deleteSecurityGroup,
    observeStacks,
    unregisterCluster,
    publishDeleted,
    endOperation,
    releaseLease,
    publishFailure,
  ],
  facts: [clusterDeleted, clusterDeletionFailed, requestRejected],
  failures: ['InvalidInput', 'RejectionNotPublished', 'RequestRejected', 'LeaseLost', 'DeleteClusterFailed'],
});
