import { toFleetRef } from '../../domain/fleet/fleet-ref.ts';
import { SUPERSEDED } from '../../domain/operation/failure.ts';
import { failureFactOf } from '../../domain/operation/kinds.ts';
import { clusterFailure, eventOf } from '../../events/event.ts';
import { failoverDrillSuperseded } from '../../events/failover/drill-superseded.ts';
import { fleetApplicationFailed } from '../../events/fleet/application-failed.ts';
import { fleetUpgradeChangeFailed } from '../../events/fleet-upgrade/change-failed.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { task } from '../runtime/task.ts';
import { operationTasks } from './contracts.ts';
import { factMembersOf } from './fact-members.ts';

const ABOUT_FLEETS = {
  'apply-fleet': fleetApplicationFailed,
  'upgrade-fleet': fleetUpgradeChangeFailed,
} as const;

/** Tells the fleet which step of an operation failed, and why; of a drill also that a newer operation has ended it. */
export const handler = task(
  operationTasks.publishFailure,
  { facts },
  async ({ operation, failure }, ports) => {
    const { cluster: _cluster, ...members } = factMembersOf<unknown>(operation);
    const told = { ...members, ...failure };
    await ports.facts.publish(
      operation.kind === 'apply-fleet' || operation.kind === 'upgrade-fleet'
        ? eventOf(ABOUT_FLEETS[operation.kind], { ...told, fleet: toFleetRef(operation.cluster) })
        : eventOf(
            failure.error === SUPERSEDED
              ? failoverDrillSuperseded
              : clusterFailure(failureFactOf(operation.kind)),
            { ...told, cluster: operation.cluster },
          ),
    );
    return { outcome: 'Published' as const };
  },
);
