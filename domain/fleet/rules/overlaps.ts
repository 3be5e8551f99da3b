import type { Finding } from '../../cluster-config/problem.ts';
import type { ScaleEntry, SleepEntry } from '../entries.ts';
import { SCALE_REASON, SLEEP_REASON, scalesMeet } from '../governing.ts';
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

/** Entries that meet on clusters whatever these are, and of which neither goes first. */
export const overlaps: FleetRule = ({ sleep = [], scale = [] }, nowMs) => [
  ...pairs('sleep', sleep, () => true, SLEEP_REASON),
  ...pairs('scale', scale, (one, other) => scalesMeet(one, other, nowMs), SCALE_REASON),
];
