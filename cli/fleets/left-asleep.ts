import { clusterArn, type Fleet } from '../../aws/fleet.ts';
import type { WokenCluster } from '../../domain/fleet/unwoken.ts';
import { regionOf } from '../fleet.ts';
import { sideBySide } from '../side-by-side.ts';

/** Records of clusters that are read at once. */
const AT_ONCE = 20;

/** A cluster that sleeps when the schedules go that would have woken it. */
export interface LeftAsleep {
  readonly cluster: string;
  readonly region: string;
  /** ISO 8601. */
  readonly asleepSince: string;
  /** The command that wakes it. */
  readonly wake: string;
}

/** Those of the clusters that sleep. */
export async function leftAsleep(
  fleet: Fleet,
  clusters: readonly WokenCluster[],
): Promise<readonly LeftAsleep[]> {
  const found = await sideBySide(clusters, AT_ONCE, async ({ region, cluster }) => {
    const arn = clusterArn(fleet, region, cluster);
    const { memory } = await regionOf(fleet, region).records.read({ arn }, ['memory']);
    if (!memory) return [];
    const asleepSince = memory.asleepSince ?? memory.capturedAt;
    return [{ cluster, region, asleepSince, wake: `eks-fleet wake ${cluster} --region ${region}` }];
  });
  return found.flat();
}

/** As a person reads it. */
export const describeLeftAsleep = ({ cluster, region, asleepSince, wake }: LeftAsleep): string =>
  `${region}/${cluster} sleeps since ${asleepSince}, and no schedule of the fleet wakes it any more: ${wake}`;

/** A table with those below. */
export const withAsleep = (table: string, asleep: readonly LeftAsleep[]): string =>
  [table, ...asleep.map(describeLeftAsleep)].join('\n');
