import { clusterReleaseFailed } from '../events/cluster/release-failed.ts';
import { clusterReleaseRequested } from '../events/cluster/release-requested.ts';
import { clusterReleased } from '../events/cluster/released.ts';
import { requestRejected } from '../events/operation/request-rejected.ts';
import { endBootstrap } from '../functions/access/end-bootstrap.contract.ts';
import { ensureAccess } from '../functions/access/ensure-access.contract.ts';
import { ensureForwarder } from '../functions/access/ensure-forwarder.contract.ts';
import { endOperation } from '../functions/operation/end-operation.contract.ts';
import { publishFailure } from '../functions/operation/publish-failure.contract.ts';
import { publishRejection } from '../functions/operation/publish-rejection.contract.ts';
import { releaseLease } from '../functions/operation/release-lease.contract.ts';
import { unregisterCluster } from '../functions/operation/unregister-cluster.contract.ts';
import { acceptRequest } from '../functions/release/accept-request.contract.ts';
import { publishReleased } from '../functions/release/publish-released.contract.ts';
import { defineWorkflow } from './workflow.ts';

/** Forgets a cluster without touching it. */
export const releaseCluster = defineWorkflow({
  name: 'release-cluster',
  startedBy: clusterReleaseRequested,
  tasks: [
    acceptRequest,
    publishRejection,
    ensureForwarder,
    ensureAccess,
    endBootstrap,
    unregisterCluster,
    publishReleased,
    endOperation,
    releaseLease,
    publishFailure,
  ],
  facts: [clusterReleased, clusterReleaseFailed, requestRejected],
  failures: ['InvalidInput', 'RejectionNotPublished', 'RequestRejected', 'LeaseLost', 'ReleaseClusterFailed'],
});
