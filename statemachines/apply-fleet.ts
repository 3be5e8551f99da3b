import { fleetApplicationFailed } from '../events/fleet/application-failed.ts';
import { fleetApplied } from '../events/fleet/applied.ts';
import { fleetRequested } from '../events/fleet/requested.ts';
import { requestRejected } from '../events/operation/request-rejected.ts';
import { acceptRequest } from '../functions/fleet/accept-request.contract.ts';
import { publishApplied } from '../functions/fleet/publish-applied.contract.ts';
import { requestReconciliation } from '../functions/fleet/request-reconciliation.contract.ts';
import { storeDocument } from '../functions/fleet/store-document.contract.ts';
import { endOperation } from '../functions/operation/end-operation.contract.ts';
import { publishFailure } from '../functions/operation/publish-failure.contract.ts';
import { publishRejection } from '../functions/operation/publish-rejection.contract.ts';
import { releaseLease } from '../functions/operation/release-lease.contract.ts';
import { defineWorkflow } from './workflow.ts';

/** Keeps a Fleet document, or forgets it (`FleetDeletionRequested` starts it, too), and tells its regions. */
export const applyFleet = defineWorkflow({
  name: 'apply-fleet',
  startedBy: fleetRequested,
  tasks: [
    acceptRequest,
    publishRejection,
    storeDocument,
    requestReconciliation,
    publishApplied,
    endOperation,
    releaseLease,
    publishFailure,
  ],
  facts: [fleetApplied, fleetApplicationFailed, requestRejected],
  failures: ['InvalidInput', 'RejectionNotPublished', 'RequestRejected', 'LeaseLost', 'ApplyFleetFailed'],
});
