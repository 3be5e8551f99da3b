import { clusterAdoptionFailed } from '../events/cluster/adoption-failed.ts';
import { clusterCreationFailed } from '../events/cluster/creation-failed.ts';
import { clusterDeletionFailed } from '../events/cluster/deletion-failed.ts';
import { clusterReleaseFailed } from '../events/cluster/release-failed.ts';
import { requestRejected } from '../events/operation/request-rejected.ts';
import { endBootstrap } from '../functions/access/end-bootstrap.contract.ts';
import { endOperation } from '../functions/operation/end-operation.contract.ts';
import { findAbandoned } from '../functions/operation/find-abandoned.contract.ts';
import { publishFailure } from '../functions/operation/publish-failure.contract.ts';
import { publishRejection } from '../functions/operation/publish-rejection.contract.ts';
import { releaseLease } from '../functions/operation/release-lease.contract.ts';
import { defineWorkflow } from './workflow.ts';

/** Ends operations whose execution ended without ending them, and frees their leases; refuses requests that nothing has answered. */
export const reapOperations = defineWorkflow({
  name: 'reap-operations',
  tasks: [findAbandoned, publishRejection, endBootstrap, endOperation, publishFailure, releaseLease],
  facts: [
    requestRejected,
    clusterAdoptionFailed,
    clusterReleaseFailed,
    clusterCreationFailed,
    clusterDeletionFailed,
  ],
  failures: ['ReapOperationsFailed'],
});
