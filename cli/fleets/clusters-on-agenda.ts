import type { Fleet } from '../../aws/fleet.ts';
import type { ClusterOnAgenda, ScheduleOnAgenda } from '../../domain/firings/agenda.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import type { FleetRegion } from '../fleet.ts';
import { sideBySide } from '../side-by-side.ts';
import type { OwnedSchedule } from './find-schedules.ts';

const AT_ONCE = 20;

/** Everything that one cluster's firings are decided on. */
async function readCluster(
  fleet: Fleet,
  ports: FleetRegion,
  name: string,
  schedules: readonly ScheduleOnAgenda[],
): Promise<Omit<ClusterOnAgenda, 'stored'>> {
  const { region, records, operations } = ports;
  const arn = clusterArn(fleet, region, name);
  const names = ['registered', 'memory', 'left', 'access', 'pause'] as const;
  const { registered, pause, ...others } = await records.read({ arn }, names);
  const ending = schedules.flatMap(({ schedule: { event } }) =>
    event.detail.action === 'return' ? [String(event.detail.operationId)] : [],
  );
  const plans = await Promise.all(
    ending.map(async (operationId) => ({
      operationId,
      plan: await operations.readPlan('scale', { clusterArn: arn, operationId }),
    })),
  );
  return {
    name,
    region,
    recorded: registered && { registered, ...others },
    pause,
    schedules,
    ended: plans.flatMap(({ operationId, plan }) => (plan ? [{ operationId, plan }] : [])),
  };
}

/** The clusters of a region that have schedules, with all that their firings are decided on. */
export async function readClustersOnAgenda(
  fleet: Fleet,
  ports: FleetRegion,
  found: readonly OwnedSchedule[],
  stored: readonly StoredFleet[],
): Promise<readonly ClusterOnAgenda[]> {
  const schedules = new Map<string, ScheduleOnAgenda[]>();
  for (const { schedule, createdMs, owner } of found.filter(({ region }) => region === ports.region)) {
    const name = String(schedule.event.detail.cluster);
    schedules.set(name, [...(schedules.get(name) ?? []), { schedule, createdMs, document: owner?.document }]);
  }
  return sideBySide([...schedules], AT_ONCE, async ([name, ofIt]) => ({
    ...(await readCluster(fleet, ports, name, ofIt)),
    stored,
  }));
}
