import { isTimeZone } from '../../../schedules/time-zone.ts';
import { nearestName } from '../../cluster-config/nearest.ts';
import type { Finding } from '../../cluster-config/problem.ts';
import { DAY_MS } from '../calendar.ts';
import { durationMs } from '../durations.ts';
import type { ScaleEntry, SleepEntry } from '../entries.ts';
import type { FleetDocument } from '../schema.ts';
import type { FleetRule } from './rule.ts';
import { windowsOf } from './upgrades.ts';

/** Each entry of `sleep` and `scale` with its path. */
export function entriesOf({ sleep = [], scale = [] }: FleetDocument['spec']) {
  const at = <Entry>(list: readonly Entry[], member: string) =>
    list.map((entry, index) => ({ path: `spec.${member}[${index}]`, entry }));
  return [...at<SleepEntry | ScaleEntry>(sleep, 'sleep'), ...at<SleepEntry | ScaleEntry>(scale, 'scale')];
}

/** Zones that the IANA database does not have. */
export const zones: FleetRule = (spec) => {
  const named: { readonly path: string; readonly zone: string }[] = [
    ...entriesOf(spec).map(({ path, entry }) => ({ path: `${path}.zone`, zone: entry.zone })),
    ...(spec.freezes ?? []).map(({ zone }, index) => ({ path: `spec.freezes[${index}].zone`, zone })),
    ...windowsOf(spec).map(({ path, window }) => ({ path: `${path}.zone`, zone: window.zone })),
  ];
  return named
    .filter(({ zone }) => !isTimeZone(zone))
    .map(({ path, zone }) => {
      const near = nearestName(zone, ['UTC', ...Intl.supportedValuesOf('timeZone')]);
      return {
        path,
        found: zone,
        allowed: 'a zone of the IANA database',
        message: 'there is no such time zone',
        alternative:
          near === undefined ? 'for example Europe/Berlin, America/New_York or UTC' : `did you mean ${near}?`,
      };
    });
};

export const uniqueNames: FleetRule = (spec) => {
  const entries = entriesOf(spec);
  return entries.flatMap(({ path, entry: { name } }, index) => {
    const before = entries.slice(0, index).find((other) => other.entry.name === name);
    if (!before) return [];
    const message = `${before.path} has this name, too`;
    return [{ path: `${path}.name`, found: name, allowed: 'a name of its own', message }];
  });
};

const ends = (path: string, from: string, to: string, what: string): Finding[] =>
  from <= to
    ? []
    : [{ path, found: to, allowed: `${from} or later`, message: `the ${what} ends before it begins` }];

/** So many days may holidays in one range be, since each is looked at. */
const LONGEST_DAYS = 366;

export const ranges: FleetRule = (spec) => [
  ...(spec.freezes ?? []).flatMap(({ from, to }, index) =>
    ends(`spec.freezes[${index}].to`, from, to, 'freeze'),
  ),
  ...entriesOf(spec).flatMap(({ path, entry }) =>
    (entry.holidays ?? []).flatMap((holiday, index) => {
      if (typeof holiday === 'string') return [];
      const { from, to } = holiday;
      const at = `${path}.holidays[${index}].to`;
      const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
      if (days <= LONGEST_DAYS) return ends(at, from, to, 'holiday');
      const message = `the holiday has ${days} days`;
      return [{ path: at, found: to, allowed: `at most ${LONGEST_DAYS} days`, message }];
    }),
  ),
];

export const deadlines: FleetRule = (spec) =>
  entriesOf(spec).flatMap(({ path, entry: { deadline } }) => {
    if (deadline === undefined) return [];
    const minutes = durationMs(deadline) / 60_000;
    if (minutes >= 5 && minutes <= 1440) return [];
    const message = 'no capacity comes or goes within less, and none is waited for so long';
    return [{ path: `${path}.deadline`, found: deadline, allowed: '5m to 24h', message }];
  });
