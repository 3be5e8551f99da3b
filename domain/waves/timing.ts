import { freezeAt } from '../policy/freezes.ts';
import type { FleetDocument } from '../policy/schema.ts';
import { openingAt } from '../policy/windows.ts';
import type { FleetUpgrade, Wave } from './record.ts';

/** The time that a cluster's upgrade takes beside its soak, before one of this fleet upgrade has shown it. */
const FIRST_SECONDS = 2 * 3600;

/** The time that one cluster is predicted to take: the longest so far in this upgrade, or a guess before the first. */
export const predictedSeconds = ({ tookSeconds, soakMinutes }: FleetUpgrade): number =>
  tookSeconds ?? FIRST_SECONDS + soakMinutes * 60;

/** Whether a cluster may begin now. `until`, ISO 8601: when to look again; absent where the hourly look is soon enough. */
export type Timing =
  | { readonly is: 'now' }
  | { readonly is: 'later'; readonly why: string; readonly until?: string }
  | { readonly is: 'never'; readonly why: string };

const iso = (ms: number): string => new Date(ms).toISOString();
const hours = (ms: number): string => `${Math.round(ms / 360_000) / 10} h`;

/** Whether one that is predicted to take so long may begin, by the window of its wave alone. */
export function byWindow(wave: Wave, atMs: number, predictedMs: number): Timing {
  if (!wave.window) return { is: 'now' };
  const opening = openingAt(wave.window, atMs);
  if (!opening) return { is: 'never', why: `the window of wave ${wave.name} does not open` };
  const { from, end, lastStart } = opening;
  if (end !== undefined && predictedMs > end - from) {
    const why = `a cluster is predicted to take ${hours(predictedMs)}, and the window of wave ${wave.name} has ${hours(end - from)}`;
    return { is: 'never', why };
  }
  if (atMs < from) return { is: 'later', why: 'the window is closed', until: iso(from) };
  if (end === undefined || atMs + predictedMs <= end) return { is: 'now' };
  const next = openingAt(wave.window, lastStart + 1);
  const why = `one that begins now is predicted to end after the window, at ${iso(end)}`;
  return { is: 'later', why, ...(next ? { until: iso(next.from) } : {}) };
}

/** Whether a cluster of a wave may begin: within its window, and so that no freeze is predicted to meet it under way. */
export function timingOf(upgrade: FleetUpgrade, wave: Wave, document: FleetDocument, at: string): Timing {
  const atMs = Date.parse(at);
  const predictedMs = predictedSeconds(upgrade) * 1000;
  const window = byWindow(wave, atMs, predictedMs);
  if (window.is !== 'now') return window;
  const frozen = freezeAt(document, 'upgrade', atMs, atMs + predictedMs);
  if (!frozen) return window;
  const { from, to, zone } = frozen.freeze;
  return { is: 'later', why: `${frozen.path} stops upgrades from ${from} to ${to} (${zone})` };
}
