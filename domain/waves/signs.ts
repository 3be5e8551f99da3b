import type { AlarmState } from '../ports/alarms.ts';
import { decideHealth, type Health } from '../upgrade/health.ts';
import { countFailures, type Probe, probe } from '../upgrade/probes.ts';
import { type ClusterKey, clusterOf, currentWave, type FleetUpgrade, keyOf } from './record.ts';
import type { Seen } from './seen.ts';

/** A sign of one cluster: its placeholders are filled. */
export function signOf(text: string, key: ClusterKey): string {
  const { region, name } = clusterOf(key);
  return text.replaceAll('{cluster}', name).replaceAll('{region}', region);
}

/** Clusters that have been asked for, in whichever attempt: all of them are watched until the upgrade is over. */
const touched = ({ members, attempts = {} }: FleetUpgrade): readonly ClusterKey[] => {
  const keys = new Set([...Object.keys(members), ...Object.keys(attempts)]) as ReadonlySet<ClusterKey>;
  return [...keys].filter((key) => members[key]?.is !== 'skipped');
};

/** Clusters whose signs are to be seen: those, and the ones that may begin, also in a wave that begins in this look. */
export const watched = (upgrade: FleetUpgrade): readonly ClusterKey[] => {
  const next = upgrade.waves.filter(({ completedAt }) => completedAt === undefined).slice(0, 2);
  return [...new Set([...touched(upgrade), ...next.flatMap(({ clusters }) => clusters)])];
};

/**
 * True where nothing speaks against a cluster that has not begun: one whose own alarm goes, or was not looked at, is left
 * until it is quiet.
 */
export const isQuiet = (upgrade: FleetUpgrade, key: ClusterKey, { signs }: Seen): boolean => {
  if (upgrade.signs.alarms.length === 0) return true;
  const own = signs[key];
  return own !== undefined && !('noAnswer' in own) && own.every(({ state }) => state === 'OK');
};

/** So many sites one look asks: those of the clusters that were changed last. */
const MOST_PROBES = 300;

/** The probes of clusters in the present wave that have been asked for; what the document has that is no probe is left out. */
export function probesOf(upgrade: FleetUpgrade): readonly Probe[] {
  const { members, signs } = upgrade;
  const clusters = new Set(currentWave(upgrade)?.clusters);
  const keys = touched(upgrade).filter((key) => clusters.has(key));
  const newest = keys.toSorted((one, other) =>
    (members[other]?.at ?? '').localeCompare(members[one]?.at ?? ''),
  );
  const urls = new Set(newest.flatMap((key) => signs.probes.map((text) => signOf(text, key))));
  return [...urls].slice(0, MOST_PROBES).flatMap((url) => probe.safeParse({ url }).data ?? []);
}

/** The upgrade with its probes that fail by this look. */
export function withFailing(upgrade: FleetUpgrade, { probes = [], at }: Seen): FleetUpgrade {
  const { failing: before = [], ...rest } = upgrade;
  const failing = countFailures(probes, before, at);
  return failing.length === 0 ? rest : { ...rest, failing };
}

/** A look again at a region that did not answer. */
const AGAIN_SECONDS = 60;

/** An alarm by its region: a name may be another alarm's elsewhere. */
const inRegion = (key: ClusterKey, name: string): string => keyOf({ ...clusterOf(key), name });

/** The health of all clusters that have been asked for. `since`: the time from which an alarm has its patience. */
export function healthOf(upgrade: FleetUpgrade, seen: Seen, since: string): Health {
  const names = new Set<string>();
  const alarms = new Map<string, AlarmState>();
  for (const key of touched(upgrade)) {
    if (upgrade.signs.alarms.length === 0) break;
    const signs = seen.signs[key];
    if (signs === undefined || 'noAnswer' in signs) {
      const reason = `${clusterOf(key).region} does not tell its alarms: ${signs?.noAnswer ?? 'nobody asked'}`;
      return { is: 'unsettled', reason, secondsLeft: AGAIN_SECONDS, failing: [] };
    }
    for (const alarm of upgrade.signs.alarms) names.add(inRegion(key, signOf(alarm, key)));
    for (const alarm of signs)
      alarms.set(inRegion(key, alarm.name), { ...alarm, name: inRegion(key, alarm.name) });
  }
  return decideHealth(
    { alarms: [...names], probes: (seen.probes ?? []).map((one) => one.probe) },
    { alarms: [...alarms.values()], failing: upgrade.failing ?? [] },
    { since, at: seen.at },
  );
}

/** When the last of the alarms came to rest, ISO 8601; empty where none has a history. */
export const quietSince = (upgrade: FleetUpgrade, seen: Seen): string =>
  touched(upgrade)
    .flatMap((key) => {
      const own = seen.signs[key] ?? [];
      return 'noAnswer' in own ? [] : own.map(({ since }) => since);
    })
    .toSorted()
    .at(-1) ?? '';
