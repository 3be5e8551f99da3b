import { elapsedSeconds } from '../phase-contract.ts';
import type { Health, Watched } from './health.ts';

/** A soak is looked at each minute, and one of days about four hundred times. */
const SHORTEST_SECONDS = 60;
const LOOKS = 400;

export type Soak =
  | { readonly is: 'over' }
  | { readonly is: 'under way'; readonly waitSeconds: number }
  | { readonly is: 'unhealthy'; readonly reason: string };

/**
 * The state of a soak: over once its minutes have passed and every alarm is OK and every probe passes. What is not well is
 * looked at when its patience ends at the latest.
 */
export function decideSoak(
  minutes: number,
  health: Exclude<Health, { readonly is: 'unknown' }>,
  watched: Watched,
): Soak {
  if (health.is === 'unhealthy') return health;
  const secondsLeft = minutes * 60 - elapsedSeconds(watched);
  if (secondsLeft <= 0 && health.is === 'quiet') return { is: 'over' };
  const step = Math.max(SHORTEST_SECONDS, (minutes * 60) / LOOKS);
  const untilEnd = secondsLeft > 0 ? secondsLeft : SHORTEST_SECONDS;
  const untilPatienceEnds = health.is === 'unsettled' ? health.secondsLeft : step;
  return {
    is: 'under way',
    waitSeconds: Math.max(1, Math.ceil(Math.min(step, untilEnd, untilPatienceEnds))),
  };
}
