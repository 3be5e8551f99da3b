import type { ErrorName } from '../../domain/errors.ts';
import type { Retrier } from './retry.ts';

/**
 * What becomes of a task, alone or as one of a phase's changes, that is not to change anything now: it asks again
 * every two minutes, longer than any machine's deadline.
 */
export const whileHeld = (errors: readonly ErrorName[]): readonly Retrier[] =>
  errors.map((error) => ({ ErrorEquals: [error], IntervalSeconds: 120, BackoffRate: 1, MaxAttempts: 3000 }));

/** How long a state machine may take, the time in a pause counted: a day, where an outline says nothing else. */
export const DEADLINE_SECONDS = 86_400;
/** How often a phase looks: what is retried inside of a look or a change is not counted. */
export const MOST_LOOKS = 1000;
