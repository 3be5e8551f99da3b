import { toFleetRef } from '../../domain/fleet/fleet-ref.ts';
import { type FailureFact, failureFactOf } from '../../domain/operation/kinds.ts';
import { clusterAdoptionFailed } from '../../events/cluster/adoption-failed.ts';
import { clusterCreationFailed } from '../../events/cluster/creation-failed.ts';
import { clusterDeletionFailed } from '../../events/cluster/deletion-failed.ts';
import { clusterReleaseFailed } from '../../events/cluster/release-failed.ts';
import { clusterScaleFailed } from '../../events/cluster/scale-failed.ts';
import { eventOf } from '../../events/event.ts';
import { fleetApplicationFailed } from '../../events/fleet/application-failed.ts';
import { facts } from '../runtime/ports/facts.ts';
import { task } from '../runtime/task.ts';
import { operationTasks } from './contracts.ts';

const OF_CLUSTERS: Readonly<Record<FailureFact<'cluster'>, typeof clusterCreationFailed>> = {
  ClusterReleaseFailed: clusterReleaseFailed,
  ClusterAdoptionFailed: clusterAdoptionFailed,
  ClusterCreationFailed: clusterCreationFailed,
  ClusterScaleFailed: clusterScaleFailed,
  ClusterDeletionFailed: clusterDeletionFailed,
};
const OF_FLEETS: Readonly<Record<FailureFact<'fleet'>, typeof fleetApplicationFailed>> = {
  FleetApplicationFailed: fleetApplicationFailed,
};

/** Tells the fleet which step of an operation failed, and why. */
export const handler = task(
  operationTasks.publishFailure,
  { facts },
  async ({ operation, failure }, ports) => {
    const { id: operationId } = operation;
    const told = { version: '1' as const, operationId, ...failure };
    await ports.facts.publish(
      operation.kind === 'apply-fleet'
        ? eventOf(OF_FLEETS[failureFactOf(operation.kind)], { ...told, fleet: toFleetRef(operation.cluster) })
        : eventOf(OF_CLUSTERS[failureFactOf(operation.kind)], { ...told, cluster: operation.cluster }),
    );
    return { outcome: 'Published' as const };
  },
);
