import { toFleetRef } from '../../domain/fleet/fleet-ref.ts';
import { type FailureFact, KINDS } from '../../domain/operation/kinds.ts';
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
    const { id: operationId, cluster, kind } = operation;
    const told = { version: '1' as const, operationId, ...failure };
    const about = KINDS[kind];
    await ports.facts.publish(
      about.subject === 'fleet'
        ? eventOf(OF_FLEETS[about.ends.Failed[0]], { ...told, fleet: toFleetRef(cluster) })
        : eventOf(OF_CLUSTERS[about.ends.Failed[0]], { ...told, cluster }),
    );
    return { outcome: 'Published' as const };
  },
);
