import type { Finding } from '../../cluster-config/problem.ts';
import { durationMs } from '../durations.ts';
import type { ScaleEntry, SleepEntry } from '../entries.ts';
import { SCALE_REASON, SLEEP_REASON, scalesMeet, spansOf } from '../governing.ts';
import { alwaysMeet } from '../selects.ts';
import type { FleetRule } from './rule.ts';

function pairs<Entry extends SleepEntry | ScaleEntry>(
  member: string,
  entries: readonly Entry[],
  meet: (one: Entry, other: Entry) => boolean,
  reason: string,
): Finding[] {
  return entries.flatMap((entry, index) => {
    const other = entries.slice(0, index).find((before) => {
      const isTie = (before.priority ?? 0) === (entry.priority ?? 0);
      return isTie && alwaysMeet(before.select, entry.select) && meet(before, entry);
    });
    if (!other) return [];
    return [
      {
        path: `spec.${member}[${index}].priority`,
        found: entry.priority,
        allowed: `another priority than that of ${other.name}`,
        message: `${entry.name} and ${other.name} select the same clusters, and ${reason}`,
        alternative: 'say which goes first: the higher priority acts alone',
      },
    ];
  });
}

const MINUTE_MS = 60_000;

/** Sizes that last until their entry fires again: that firing would take them for the former ones, and they would stay. */
function ownOverlap(path: string, entry: ScaleEntry, nowMs: number): Finding[] {
  if (entry.for === undefined) return [];
  const begins = spansOf(entry, nowMs).map(([from]) => from);
  const shortest = Math.min(...begins.slice(1).map((from, index) => from - (begins[index] ?? from)));
  if (durationMs(entry.for) < shortest) return [];
  return [
    {
      path: `${path}.for`,
      found: entry.for,
      allowed: `less than ${shortest / MINUTE_MS}m, so long it is between two firings`,
      message: `${entry.at} fires again before the sizes have ended, and they would never go back`,
      alternative: 'leave for out where they are to stay',
    },
  ];
}

/** Nodes have not come in less: their sizes would go back before them. */
const LEAST_MINUTES = 5;

/** Sizes whose time is over, or almost, when a firing that comes as late as `within` lets it begins with them. */
function tooShort(path: string, entry: ScaleEntry, nowMs: number): Finding[] {
  const { within = 0, until } = entry;
  const [[from, to] = [0, 0]] = spansOf(entry, nowMs);
  const least = within + LEAST_MINUTES;
  const isForTime = entry.for !== undefined || until !== undefined;
  if (!isForTime || to - from >= least * MINUTE_MS) return [];
  const late = within > 0 ? `; it may begin ${within} minutes late, as within says` : '';
  return [
    {
      path: entry.for === undefined ? `${path}.until` : `${path}.for`,
      found: entry.for ?? until,
      allowed: `at least ${least}m`,
      message: `the sizes would go back before their nodes have come${late}`,
    },
  ];
}

/**
 * Entries that meet on any clusters, and of which neither goes first; also those that meet themselves, or end too
 * soon.
 */
export const overlaps: FleetRule = ({ sleep = [], scale = [] }, nowMs) => [
  ...pairs('sleep', sleep, () => true, SLEEP_REASON),
  ...pairs('scale', scale, (one, other) => scalesMeet(one, other, nowMs), SCALE_REASON),
  ...scale.flatMap((entry, index) => [
    ...ownOverlap(`spec.scale[${index}]`, entry, nowMs),
    ...tooShort(`spec.scale[${index}]`, entry, nowMs),
  ]),
];
