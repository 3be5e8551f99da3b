import { condition, type Expression, jsonata, now, variables } from './expression.ts';
import type { Steps } from './states.ts';
import { wait, when } from './step.ts';

/** The time from which an operation may change its subject: no task of a former owner outlives it. */
const CHANGES_FROM = 'changesFrom';
const $ = variables<Record<typeof CHANGES_FROM, string>>();

/** Of an operation that goes on beside that wait with what is not its subject's. */
export const changesIn = (seconds: Expression<number>) => ({
  [CHANGES_FROM]: jsonata<string>`$fromMillis($toMillis(${now}) + 1000 * ${seconds})`,
});

/** The wait for that time, where it has not come, and the steps after it. */
export const untilOwn = (name: string, as: string, after: Steps = []) =>
  when(
    `Has${as}`,
    { when: condition`$toMillis(${$[CHANGES_FROM]}) > $toMillis(${now})` },
    wait(
      name,
      jsonata<number>`$max([0, $ceil(($toMillis(${$[CHANGES_FROM]}) - $toMillis(${now})) / 1000)])`,
      'No task of a former owner outlives this.',
    ),
    ...after,
  );
