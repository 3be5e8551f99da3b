import { parseScheduleExpression } from '../../schedules/expression.ts';
import { nextFirings } from '../../schedules/firings.ts';
import { DAY_MS } from './calendar.ts';
import type { ScaleEntry, SleepEntry } from './entries.ts';
import { endOf } from './entry-end.ts';
import type { FleetDocument } from './schema.ts';
import { isSelected, type SelectableCluster } from './selects.ts';

/** Two entries of which neither goes before the other. */
export interface EntryConflict {
  readonly entries: readonly [string, string];
  readonly reason: string;
}

/** The entries that act on one cluster. */
export interface Governing {
  readonly sleep?: SleepEntry;
  readonly scale: readonly ScaleEntry[];
  readonly conflicts: readonly EntryConflict[];
  /** Those that select it and do not act, each by the first that goes before it. */
  readonly silenced: readonly { readonly entry: string; readonly by: string; readonly reason: string }[];
}

/** Firings of two entries are compared over a year, and these many of each. */
const YEAR_MS = 366 * DAY_MS;
const MOST_FIRINGS = 500;

const priorityOf = ({ priority = 0 }: { readonly priority?: number | undefined }): number => priority;

/** Names of groups, or undefined where labels or all of them are meant: then any may be. */
function groupsOf({ nodeGroups }: ScaleEntry): readonly string[] | undefined {
  if (!Array.isArray(nodeGroups)) return Object.keys(nodeGroups);
  const named = nodeGroups.map(({ select }) => ('nodeGroups' in select ? select.nodeGroups : undefined));
  return named.every((names) => names !== undefined) ? named.flat() : undefined;
}

function mayShareGroup(one: ScaleEntry, other: ScaleEntry): boolean {
  const [names, others] = [groupsOf(one), groupsOf(other)];
  return !names || !others || names.some((name) => others.includes(name));
}

/** From when to when a firing's sizes hold, within the next year; where they stay, it is the moment of the firing. */
export function spansOf(entry: ScaleEntry, nowMs: number): readonly (readonly [number, number])[] {
  const options = { zone: entry.zone, count: MOST_FIRINGS, endMs: nowMs + YEAR_MS };
  return nextFirings(parseScheduleExpression(entry.at), nowMs, options).map((firing) => {
    const end = endOf(entry, new Date(firing).toISOString());
    return [firing, end === undefined ? firing + 1 : Date.parse(end)];
  });
}

/**
 * True where two entries may change one group at the same time, within the next year. The end of an entry is such a
 * time, too: if the other began before the former sizes are back, those would be lost.
 */
export function scalesMeet(one: ScaleEntry, other: ScaleEntry, nowMs: number): boolean {
  if (!mayShareGroup(one, other)) return false;
  const [spans, others] = [spansOf(one, nowMs), spansOf(other, nowMs)];
  let at = 0;
  for (const [from, to] of spans) {
    while ((others[at]?.[1] ?? Number.POSITIVE_INFINITY) < from) at++;
    if ((others[at]?.[0] ?? Number.POSITIVE_INFINITY) <= to) return true;
  }
  return false;
}

const isTie = (one: SleepEntry | ScaleEntry, other: SleepEntry | ScaleEntry): boolean =>
  priorityOf(one) === priorityOf(other);

export const SLEEP_REASON = 'both say when it is awake';
export const SCALE_REASON =
  'both change the same groups at one time (the minute in which one ends is part of it)';

/**
 * Answers for one cluster after the other which entries of a document act on it. Of two sleep entries, or of two
 * scale entries that meet in time, the one of higher priority acts alone. At equal priority neither does, and both
 * are named.
 */
export function governing({ spec }: FleetDocument, nowMs: number): (cluster: SelectableCluster) => Governing {
  const met = new Map<string, boolean>();
  const meet = (one: ScaleEntry, other: ScaleEntry): boolean => {
    const key = `${one.name} ${other.name}`;
    const known = met.get(key) ?? scalesMeet(one, other, nowMs);
    met.set(key, known);
    return known;
  };
  return (cluster) => {
    const isOurs = ({ select }: SleepEntry | ScaleEntry) => isSelected(select, cluster);
    const sleeps = (spec.sleep ?? []).filter(isOurs).sort((a, b) => priorityOf(b) - priorityOf(a));
    const [first, second] = sleeps;
    const conflicts: EntryConflict[] = [];
    if (first && second && isTie(first, second))
      conflicts.push({ entries: [first.name, second.name], reason: SLEEP_REASON });
    const sleep = conflicts.length === 0 ? first : undefined;
    const silenced: Governing['silenced'][number][] = sleep
      ? sleeps.slice(1).map(({ name }) => ({ entry: name, by: sleep.name, reason: SLEEP_REASON }))
      : [];

    const scales = (spec.scale ?? []).filter(isOurs);
    const quiet = new Set<string>();
    scales.forEach((one, index) => {
      for (const other of scales.slice(index + 1)) {
        if (!meet(one, other)) continue;
        if (isTie(one, other)) {
          conflicts.push({ entries: [one.name, other.name], reason: SCALE_REASON });
          quiet.add(one.name).add(other.name);
          continue;
        }
        const [by, entry] = priorityOf(one) > priorityOf(other) ? [one, other] : [other, one];
        if (!quiet.has(entry.name)) silenced.push({ entry: entry.name, by: by.name, reason: SCALE_REASON });
        quiet.add(entry.name);
      }
    });
    const scale = scales.filter(({ name }) => !quiet.has(name));
    return { ...(sleep ? { sleep } : {}), scale, conflicts, silenced };
  };
}
