import { givenStep } from '../step.ts';

/** What the report counts of calls begins anew. */
export const countCalls = givenStep<{ readonly countCalls: 'from here' }>((_step, on) => on.countCalls());
