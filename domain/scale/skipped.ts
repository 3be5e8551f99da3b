import { operationRef } from '../operation/operation.ts';

/** An operation that was skipped before it held the lease, or after: what is told of it needs no epoch. */
export const skippedOperation = operationRef.omit({ epoch: true });
