import { elapsedSeconds } from '../phase-contract.ts';
import type { AlarmState } from '../ports/alarms.ts';
import type { FailingProbe } from '../progress.ts';
import { PROBE_AGAIN_SECONDS, type Probe } from './probes.ts';

/** The beginning of a step and a look at it, ISO 8601. */
export interface Watched {
  readonly since: string;
  readonly at: string;
}

/**
 * The health of a cluster by its alarms and probes. `unsettled`: one is not well, so that nothing is started, and nobody
 * gives up yet; `secondsLeft`: until it is to be looked at again. `unhealthy`: one has not been well for so long that
 * somebody has to act. `failing`: probes that fail.
 */
export type Health =
  | { readonly is: 'quiet' }
  | {
      readonly is: 'unsettled';
      readonly reason: string;
      readonly secondsLeft: number;
      readonly failing: readonly FailingProbe[];
    }
  | { readonly is: 'unhealthy'; readonly reason: string }
  | { readonly is: 'unknown'; readonly missing: readonly string[] };

/** The signs that a request names. */
export interface Signs {
  readonly alarms: readonly string[];
  readonly probes?: readonly Probe[];
}

/** The signs as they stand. */
export interface SignsSeen {
  readonly alarms: readonly AlarmState[];
  readonly failing: readonly FailingProbe[];
}

/** The time that an alarm has to come to rest by itself, at the least and at the most. */
const PATIENCE_SECONDS = 5 * 60;
const LONGEST_PATIENCE_SECONDS = 15 * 60;
/** CloudWatch looks once a minute at an alarm of whole minutes. */
const EVALUATED_AFTER_SECONDS = 60;

/**
 * An alarm that goes has as long as its own evaluation keeps it so after a burst that is over; one without data as long as
 * any.
 */
function patienceOf({ state, lingersSeconds = 0 }: AlarmState): number {
  if (state !== 'ALARM') return LONGEST_PATIENCE_SECONDS;
  const lingers = lingersSeconds + EVALUATED_AFTER_SECONDS;
  return Math.min(LONGEST_PATIENCE_SECONDS, Math.max(PATIENCE_SECONDS, lingers));
}

const inWords = ({ name, state, since }: AlarmState): string =>
  state === 'ALARM'
    ? `alarm ${name} has been going since ${since}`
    : `alarm ${name} has had no data since ${since}`;

/** One sign that is not well: the seconds that it has left, none where somebody has to act. */
interface Loud {
  readonly reason: string;
  readonly secondsLeft: number;
}

/**
 * An alarm has a patience, which begins with the step at the earliest: one that the step before has set off has time to
 * come to rest.
 */
function loudAlarm(alarm: AlarmState, { since, at }: Watched): readonly Loud[] {
  if (alarm.state === 'OK') return [];
  const from = alarm.since > since ? alarm.since : since;
  const secondsLeft = patienceOf(alarm) - elapsedSeconds({ since: from, at });
  return [{ reason: inWords(alarm), secondsLeft }];
}

/** A probe has no history but the looks of its step: it has to fail so many in a row. */
function loudProbe({ url, why, times, since }: FailingProbe, probes: readonly Probe[]): readonly Loud[] {
  const asked = probes.find((one) => one.url === url);
  if (!asked) return [];
  const secondsLeft = times < asked.failures ? PROBE_AGAIN_SECONDS : 0;
  const fails = times === 0 ? 'cannot be asked' : 'has failed';
  return [{ reason: `probe ${url} ${fails} since ${since}: ${why}`, secondsLeft }];
}

/** Holds alarms and probes against their patience. An alarm that CloudWatch does not have tells nothing of the cluster. */
export function decideHealth(
  { alarms: names, probes = [] }: Signs,
  { alarms, failing }: SignsSeen,
  watched: Watched,
): Health {
  const missing = names.filter((name) => !alarms.some((alarm) => alarm.name === name));
  if (missing.length > 0) return { is: 'unknown', missing };
  const loud = [
    ...alarms.filter(({ name }) => names.includes(name)).flatMap((alarm) => loudAlarm(alarm, watched)),
    ...failing.flatMap((one) => loudProbe(one, probes)),
  ].toSorted((one, other) => one.secondsLeft - other.secondsLeft);
  const [first] = loud;
  if (!first) return { is: 'quiet' };
  if (first.secondsLeft <= 0) return { is: 'unhealthy', reason: first.reason };
  const reason = loud.map((one) => one.reason).join('; ');
  return { is: 'unsettled', reason, secondsLeft: Math.ceil(first.secondsLeft), failing };
}
