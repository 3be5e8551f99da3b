import type { Lease } from '../operation/lease.ts';
import type { OperationRecord } from '../operation/record.ts';

/** The id of the request that takes back what a creation made. */
export const rollbackRequestId = (operationId: string): string => `rollback-${operationId}`;

/** True of a creation whose cluster was not there before it. */
export const mayRollBack = (record: OperationRecord | undefined): boolean =>
  record?.kind === 'create' && record.plan?.clusterExisted === false;

/**
 * True where a request to delete is the rollback that a creation on record calls for: it has failed, its request wanted
 * that, and nobody has had the cluster since. Whoever else puts that request asks for what the creation itself does.
 */
export const isOwnRollback = (
  requestId: string,
  record: OperationRecord | undefined,
  lease: Lease | undefined,
): boolean =>
  record?.kind === 'create' &&
  mayRollBack(record) &&
  record.status === 'Failed' &&
  record.request.rollbackOnFailure &&
  requestId === rollbackRequestId(record.id) &&
  lease?.epoch === record.epoch;
