import { clusterAdopted } from '../events/cluster/adopted.ts';
import { clusterAdoptionFailed } from '../events/cluster/adoption-failed.ts';
import { clusterAdoptionRequested } from '../events/cluster/adoption-requested.ts';
import { requestRejected } from '../events/operation/request-rejected.ts';
import { endBootstrap } from '../functions/access/end-bootstrap.contract.ts';
import { ensureAccess } from '../functions/access/ensure-access.contract.ts';
import { ensureForwarder } from '../functions/access/ensure-forwarder.contract.ts';
import { acceptRequest } from '../functions/adopt/accept-request.contract.ts';
import { publishAdopted } from '../functions/adopt/publish-adopted.contract.ts';
import { registerCluster } from '../functions/adopt/register-cluster.contract.ts';
import { endOperation } from '../functions/operation/end-operation.contract.ts';
import { publishFailure } from '../functions/operation/publish-failure.contract.ts';
import { publishRejection } from '../functions/operation/publish-rejection.contract.ts';
import { releaseLease } from '../functions/operation/release-lease.contract.ts';
import { defineWorkflow } from './workflow.ts';

/** Takes a cluster that something else made into the fleet, or one of the fleet to another level. */
export const adoptCluster = defineWorkflow({
  name: 'adopt-cluster',
  startedBy: clusterAdoptionRequested,
  tasks: [
    acceptRequest,
    publishRejection,
    ensureForwarder,
    ensureAccess,
    endBootstrap,
    registerCluster,
    publishAdopted,
    endOperation,
    releaseLease,
    publishFailure,
  ],
  facts: [clusterAdopted, clusterAdoptionFailed, requestRejected],
  failures: ['InvalidInput', 'RejectionNotPublished', 'RequestRejected', 'LeaseLost', 'AdoptClusterFailed'],
});
