import type { FleetDocument } from '../policy/schema.ts';
import {
  type ClusterKey,
  clusterOf,
  type FleetUpgrade,
  isUnderWay,
  type Member,
  type Wave,
} from './record.ts';

type Members = FleetUpgrade['members'];

/** True where a region has shown in this wave that the upgrade works there. */
const isProven = (region: string, { clusters }: Wave, members: Members): boolean =>
  clusters.some((key) => clusterOf(key).region === region && members[key]?.is === 'upgraded');

/** The reason why a cluster's failover partner keeps it from being changed at all, or undefined. */
export function partnerProblem(key: ClusterKey, { pairs, members, waves }: FleetUpgrade): string | undefined {
  const isPart = (one: ClusterKey) => waves.some(({ clusters }) => clusters.includes(one));
  const bad = pairs.find(
    ({ primary, standby }) =>
      primary === key && isPart(standby) && ['failed', 'back'].includes(members[standby]?.is ?? ''),
  );
  return (
    bad && `its standby ${bad.standby} was not upgraded: ${members[bad.standby]?.reason ?? 'it went back'}`
  );
}

/** True where the other one of its pair is being changed, or where it is a primary whose standby has not gone before it. */
function waitsForPartner(key: ClusterKey, { pairs, members, waves }: FleetUpgrade): boolean {
  const isPart = (one: ClusterKey) => waves.some(({ clusters }) => clusters.includes(one));
  const isDone = (member: Member | undefined) => ['upgraded', 'skipped'].includes(member?.is ?? '');
  return pairs.some(({ primary, standby }) => {
    if (key === primary) return isPart(standby) && !isDone(members[standby]);
    return key === standby && isUnderWay(members[primary]);
  });
}

/** The numbers of clusters that an upgrade may have under way at once, over all of its waves, and in one region. */
export type Limits = NonNullable<FleetDocument['spec']['limits']>;

/** True where the document's limits leave no room for another cluster of the region. Ways back count, and are never held up. */
function isFull(region: string, members: Members, { changingAtOnce, perRegion }: Limits): boolean {
  const underWay = (Object.keys(members) as ClusterKey[]).filter((key) => isUnderWay(members[key]));
  const there = underWay.filter((key) => clusterOf(key).region === region);
  return (
    underWay.length >= (changingAtOnce ?? Number.POSITIVE_INFINITY) ||
    there.length >= (perRegion ?? Number.POSITIVE_INFINITY)
  );
}

/**
 * The clusters of a wave that may begin now, in their order: as many as `parallel` and the document's limits leave room for,
 * one alone of a region in which none of the wave has come through yet, never both of a pair, the standby first.
 */
export function startable(
  upgrade: FleetUpgrade,
  wave: Wave,
  isQuiet: (key: ClusterKey) => boolean,
  limits: Limits = {},
): readonly ClusterKey[] {
  let members: Members = upgrade.members;
  const chosen: ClusterKey[] = [];
  const underWay = (region?: string): number =>
    wave.clusters.filter(
      (key) => isUnderWay(members[key]) && (region === undefined || clusterOf(key).region === region),
    ).length;
  for (const key of wave.clusters) {
    const { region } = clusterOf(key);
    if (underWay() >= wave.parallel) break;
    if (members[key] !== undefined || waitsForPartner(key, { ...upgrade, members }) || !isQuiet(key))
      continue;
    if (!isProven(region, wave, members) && underWay(region) > 0) continue;
    if (isFull(region, members, limits)) continue;
    members = { ...members, [key]: { is: 'asked', at: '', attempt: 1 } };
    chosen.push(key);
  }
  return chosen;
}
