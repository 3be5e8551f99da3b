import { givenStep } from '../step.ts';

/** Sets the report's counts of calls back to none. */
export const countCalls = givenStep<{ readonly countCalls: 'from here' }>((_step, on) => on.countCalls());
