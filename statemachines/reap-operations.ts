import { clusterAdoptionFailed } from '../events/cluster/adoption-failed.ts';
import { clusterCreationFailed } from '../events/cluster/creation-failed.ts';
import { clusterDeletionFailed } from '../events/cluster/deletion-failed.ts';
import { clusterReleaseFailed } from '../events/cluster/release-failed.ts';
import { endOperation } from '../functions/operation/end-operation.contract.ts';
import { findAbandoned } from '../functions/operation/find-abandoned.contract.ts';
import { publishFailure } from '../functions/operation/publish-failure.contract.ts';
import { releaseLease } from '../functions/operation/release-lease.contract.ts';
import { defineWorkflow } from './workflow.ts';

/** Ends operations whose execution ended without ending them, and frees their leases. */
export const reapOperations = defineWorkflow({
  name: 'reap-operations',
  tasks: [findAbandoned, endOperation, publishFailure, releaseLease],
  facts: [clusterAdoptionFailed, clusterReleaseFailed, clusterCreationFailed, clusterDeletionFailed],
  failures: ['ReapOperationsFailed'],
});
