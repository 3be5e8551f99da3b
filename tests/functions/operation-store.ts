import type { Lease, RequestClaim } from '../../domain/operation/lease.ts';
import type { Pause } from '../../domain/operation/pause.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import type { Leases } from '../../domain/ports/leases.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';

/** The store in memory, with the conditions of the real one; `onRead` runs before each look at a lease. */
export function storeInMemory(onRead: () => void = () => undefined) {
  const leases = new Map<string, Lease>();
  const claims = new Map<string, RequestClaim>();
  const records = new Map<string, OperationRecord>();
  const pauses = new Map<string, Pause>();
  const refuse = (): never => {
    throw new Error('this test does not come to it');
  };
  const store: OperationStore & Leases = {
    readLease: async (clusterArn) => {
      const lease = leases.get(clusterArn);
      onRead();
      return lease;
    },
    readStanding: async (clusterArn) => {
      return { lease: leases.get(clusterArn), pause: pauses.get(clusterArn) };
    },
    readClaim: async (requestId) => claims.get(requestId),
    claim: async ({ claim, operation, expectedEpoch }) => {
      const { cluster, id, kind, executionArn, startedAt } = operation;
      if (claims.has(claim.requestId) || leases.get(cluster.arn)?.epoch !== expectedEpoch) return false;
      claims.set(claim.requestId, claim);
      const holder = { operationId: id, kind, executionArn, takenAt: startedAt };
      leases.set(cluster.arn, { clusterArn: cluster.arn, epoch: claim.epoch, holder });
      records.set(id, operation);
      return true;
    },
    skip: async ({ claim, operation }) => {
      if (claims.has(claim.requestId)) return false;
      claims.set(claim.requestId, claim);
      records.set(operation.id, operation);
      return true;
    },
    isOnRecord: refuse,
    operationsOf: refuse,
    readOperation: async ({ operationId }) => records.get(operationId),
    readPlan: refuse,
    recordPlan: refuse,
    recordReport: refuse,
    cancel: refuse,
    endOperation: refuse,
    completeOperation: refuse,
    releaseLease: refuse,
    heldLeases: refuse,
    leasesHeldBy: refuse,
    operationOf: refuse,
  };
  return { store, leases, claims, records, pauses };
}
