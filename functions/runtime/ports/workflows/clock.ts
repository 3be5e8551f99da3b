import type { ClockPort } from '../../../../domain/ports/clock.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { invocation } from '../../invocation.ts';

/** A clock that steps back while somebody waits would have him wait for ever. */
const LONGEST_MS = 60_000;

/** The function's own clock. It is the one place of the product that waits. */
export const clock = perEnvironment(
  (): ClockPort => ({
    now: () => Date.now(),
    sleepUntil: (at) => {
      const ms = Math.min(LONGEST_MS, at - Date.now());
      return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
    },
    endsAt: () => Date.now() + invocation().remainingMs(),
  }),
);
