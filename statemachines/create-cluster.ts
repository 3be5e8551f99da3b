import { clusterCreated } from '../events/cluster/created.ts';
import { clusterCreationFailed } from '../events/cluster/creation-failed.ts';
import { clusterRequested } from '../events/cluster/requested.ts';
import { requestRejected } from '../events/operation/request-rejected.ts';
import { endBootstrap } from '../functions/access/end-bootstrap.contract.ts';
import { ensureAccess } from '../functions/access/ensure-access.contract.ts';
import { ensureForwarder } from '../functions/access/ensure-forwarder.contract.ts';
import { acceptRequest } from '../functions/create/accept-request.contract.ts';
import { applyAccessEntry } from '../functions/create/apply-access-entry.contract.ts';
import { applyAddon } from '../functions/create/apply-addon.contract.ts';
import { applyCapability } from '../functions/create/apply-capability.contract.ts';
import { applyContentStack } from '../functions/create/apply-content-stack.contract.ts';
import { applyControlPlane } from '../functions/create/apply-control-plane.contract.ts';
import { applyFargateProfile } from '../functions/create/apply-fargate-profile.contract.ts';
import { applyIdentityProvider } from '../functions/create/apply-identity-provider.contract.ts';
import { applyLogRetention } from '../functions/create/apply-log-retention.contract.ts';
import { applyNodeGroup } from '../functions/create/apply-node-group.contract.ts';
import { applyPodIdentityAssociation } from '../functions/create/apply-pod-identity-association.contract.ts';
import { applyPullThroughCacheRule } from '../functions/create/apply-pull-through-cache-rule.contract.ts';
import { applyStack } from '../functions/create/apply-stack.contract.ts';
import { observeContents } from '../functions/create/observe-contents.contract.ts';
import { observeControlPlane } from '../functions/create/observe-control-plane.contract.ts';
import { observeFoundation } from '../functions/create/observe-foundation.contract.ts';
import { planCluster } from '../functions/create/plan-cluster.contract.ts';
import { publishCreated } from '../functions/create/publish-created.contract.ts';
import { registerCluster } from '../functions/create/register-cluster.contract.ts';
import { requestRollback } from '../functions/create/request-rollback.contract.ts';
import { verifyCluster } from '../functions/create/verify-cluster.contract.ts';
import { endOperation } from '../functions/operation/end-operation.contract.ts';
import { publishFailure } from '../functions/operation/publish-failure.contract.ts';
import { publishRejection } from '../functions/operation/publish-rejection.contract.ts';
import { releaseLease } from '../functions/operation/release-lease.contract.ts';
import { defineWorkflow } from './workflow.ts';

/** Brings a cluster to what its ClusterConfig says, from nothing or from what exists. */
export const createCluster = defineWorkflow({
  name: 'create-cluster',
  startedBy: clusterRequested,
  tasks: [
    acceptRequest,
    publishRejection,
    planCluster,
    observeFoundation,
    applyStack,
    observeControlPlane,
    applyControlPlane,
    observeContents,
    applyAccessEntry,
    applyAddon,
    applyNodeGroup,
    applyFargateProfile,
    applyPodIdentityAssociation,
    applyIdentityProvider,
    applyCapability,
    applyContentStack,
    applyLogRetention,
    applyPullThroughCacheRule,
    verifyCluster,
    ensureForwarder,
    ensureAccess,
    endBootstrap,
    registerCluster,
    publishCreated,
    endOperation,
    releaseLease,
    publishFailure,
    requestRollback,
  ],
  facts: [clusterCreated, clusterCreationFailed, requestRejected],
  failures: ['InvalidInput', 'RejectionNotPublished', 'RequestRejected', 'LeaseLost', 'CreateClusterFailed'],
});
