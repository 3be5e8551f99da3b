import type { Fleet } from '../../aws/fleet.ts';
import { listAll } from '../../domain/fleet/checks/list-all.ts';
import type { WokenCluster } from '../../domain/fleet/unwoken.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import { regionOf } from '../fleet.ts';
import { sideBySide } from '../side-by-side.ts';
import type { FoundSchedule } from './read-schedules.ts';

/** Records of clusters that are read at once. */
const AT_ONCE = 20;

/** A cluster that sleeps when the schedules go that would have woken it. */
export interface LeftAsleep {
  readonly cluster: string;
  readonly region: string;
  /** ISO 8601. */
  readonly asleepSince: string;
  /** The operation whose sleep it is. */
  readonly operation: string;
  /** The command that wakes it. */
  readonly wake: string;
}

/** The clusters that sleep, of those given. */
export async function leftAsleep(
  fleet: Fleet,
  clusters: readonly WokenCluster[],
): Promise<readonly LeftAsleep[]> {
  const found = await sideBySide(clusters, AT_ONCE, async ({ region, cluster }) => {
    const arn = clusterArn(fleet, region, cluster);
    const { memory } = await regionOf(fleet, region).records.read({ arn }, ['memory']);
    if (!memory) return [];
    const asleepSince = memory.asleepSince ?? memory.capturedAt;
    const wake = `eks-fleet wake ${cluster} --region ${region}`;
    return [{ cluster, region, asleepSince, operation: memory.operationId, wake }];
  });
  return found.flat();
}

/** Every cluster of the fleet. */
export async function allClusters(fleet: Fleet): Promise<readonly WokenCluster[]> {
  const { registry } = regionOf(fleet, fleet.readFrom);
  const clusters = await listAll(registry, fleet.regions);
  return clusters.map(({ cluster: { name, region } }) => ({ region, cluster: name }));
}

/**
 * Sleeping clusters that nothing will wake: neither one of `schedules`, which must be all, nor the end of an `until`.
 */
export async function sleepOn(
  fleet: Fleet,
  schedules: readonly FoundSchedule[],
): Promise<readonly LeftAsleep[]> {
  const of = (action: string, member: string) =>
    new Set(
      schedules
        .filter(({ schedule: { event } }) => event.detail.action === action)
        .map(({ region, schedule: { event } }) => `${region}/${event.detail[member]}`),
    );
  const [woken, ending] = [of('wake', 'cluster'), of('return', 'operationId')];
  const clusters = await allClusters(fleet);
  const asleep = await leftAsleep(
    fleet,
    clusters.filter(({ region, cluster }) => !woken.has(`${region}/${cluster}`)),
  );
  return asleep.filter(({ region, operation }) => !ending.has(`${region}/${operation}`));
}

/** As a person reads it. */
export const describeLeftAsleep = ({ cluster, region, asleepSince, wake }: LeftAsleep): string =>
  `${region}/${cluster} sleeps since ${asleepSince}, and no schedule wakes it: ${wake}`;

/** A table with those below. */
export const withAsleep = (table: string, asleep: readonly LeftAsleep[]): string =>
  [table, ...asleep.map(describeLeftAsleep)].join('\n');
