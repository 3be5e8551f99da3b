import { elapsedSeconds } from '../phase-contract.ts';
import type { AlarmState } from '../ports/alarms.ts';

/** The beginning of a step and a look at it, ISO 8601. */
export interface Watched {
  readonly since: string;
  readonly at: string;
}

/**
 * The health of a cluster by its alarms. `unsettled`: one is not OK, so that nothing is started, and nobody gives up
 * yet. `unhealthy`: one has not been OK for so long that somebody has to act.
 */
export type Health =
  | { readonly is: 'quiet' }
  | { readonly is: 'unsettled'; readonly reason: string; readonly secondsLeft: number }
  | { readonly is: 'unhealthy'; readonly reason: string }
  | { readonly is: 'unknown'; readonly missing: readonly string[] };

/** The time that an alarm has to come to rest by itself. */
const PATIENCE_SECONDS: Readonly<Record<AlarmState['state'], number>> = {
  OK: Number.POSITIVE_INFINITY,
  ALARM: 5 * 60,
  INSUFFICIENT_DATA: 15 * 60,
};

const inWords = ({ name, state, since }: AlarmState): string =>
  state === 'ALARM'
    ? `alarm ${name} has been going since ${since}`
    : `alarm ${name} has had no data since ${since}`;

/**
 * Holds alarms against their patience, which begins with the step at the earliest: an alarm that the step before has
 * set off has time to come to rest. One that CloudWatch does not have tells nothing of the cluster.
 */
export function decideHealth(
  names: readonly string[],
  states: readonly AlarmState[],
  { since, at }: Watched,
): Health {
  const missing = names.filter((name) => !states.some((alarm) => alarm.name === name));
  if (missing.length > 0) return { is: 'unknown', missing };
  const left = ({ state, since: from }: AlarmState): number =>
    PATIENCE_SECONDS[state] - elapsedSeconds({ since: from > since ? from : since, at });
  const loud = states
    .filter(({ name, state }) => names.includes(name) && state !== 'OK')
    .toSorted((one, other) => left(one) - left(other));
  const [first] = loud;
  if (!first) return { is: 'quiet' };
  if (left(first) <= 0) return { is: 'unhealthy', reason: inWords(first) };
  return { is: 'unsettled', reason: loud.map(inWords).join('; '), secondsLeft: Math.ceil(left(first)) };
}
