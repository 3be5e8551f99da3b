import { ERRORS } from '../../domain/errors.ts';
import { PLATFORM } from '../../statemachines/builders/errors.ts';
import { calledFunction, type State } from './definition.ts';
import { placesIn } from './places.ts';
import { fileOf } from './product.ts';
import type { Finding, Rule } from './rule.ts';

const retriedBy = ({ Retry = [] }: State): ReadonlySet<string> =>
  new Set(Retry.filter(({ MaxAttempts }) => MaxAttempts !== 0).flatMap(({ ErrorEquals }) => ErrorEquals));

/** An error that a task throws and may throw no more at the next try is in the Retry of that very state. */
export const retries: Rule = {
  name: 'retries',
  why: 'what would have passed by itself ends an operation',
  check: ({ machines, contracts }) =>
    machines.flatMap((machine) =>
      placesIn(machine).flatMap(({ place, state }): readonly Finding[] => {
        const called = calledFunction(state);
        if (called === undefined) return [];
        const throws = contracts.get(called)?.throws ?? [];
        const retried = retriedBy(state);
        const wanted = [...throws.filter((error) => ERRORS[error].retry === 'backoff'), ...PLATFORM];
        const missing = wanted.filter((error) => !retried.has(error));
        const useless = throws.filter((error) => ERRORS[error].retry !== 'backoff' && retried.has(error));
        const of = { file: fileOf(machine), place };
        return [
          ...missing.map((error) => ({
            ...of,
            found: `${error}, which passes, is not in its Retry`,
            allowed: `a Retry that names ${error}, or a contract that does not throw it`,
          })),
          ...useless.map((error) => ({
            ...of,
            found: `${error} is in its Retry`,
            allowed: `what ERRORS says passes by itself: ${error} is "${ERRORS[error].retry}"`,
          })),
        ];
      }),
    ),
};
