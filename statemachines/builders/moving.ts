import type { HookTask } from '../../domain/policy/rules/failover/each-plan.ts';
import { failoverTasks } from '../../functions/failover/contracts.ts';
import type { Expression, Reference } from './expression.ts';
import { jsonata } from './expression.ts';
import { change, phase } from './phase.ts';
import type { Step } from './states.ts';
import { answer, each, type Way } from './step.ts';
import { task } from './task.ts';

/** Steps that moves and drills of a failover plan share. */

/** The user's hooks of one part of the plan, one after the other. */
export const hooks = (
  part: HookTask,
  as: string,
  done: (notes: Reference<string[]>) => Step | Way,
  more: { readonly prefix?: string } = {},
) =>
  phase(failoverTasks.observeHooks, {
    as,
    ...more,
    given: { part },
    changes: [change(failoverTasks.runHook, { name: `Run${as}`, given: { part } })],
    outcomes: { Done: ({ notes }) => done(notes) },
  });

/** A branch's end, whose notes the state around it gathers. */
export const noted = (name: string) => (notes: Reference<string[]>) =>
  answer(name, undefined, { output: notes });

/** Says the word in each region at once; `silent`: the variable that has the regions in which it was not taken. */
export const sayWords = (
  regions: Expression<readonly string[]>,
  silent: string,
  { isBack = false }: { readonly isBack?: boolean } = {},
) =>
  each(
    isBack ? 'TakeWordsBack' : 'SayWords',
    regions,
    (region) => [
      task(failoverTasks.sayWord, {
        name: isBack ? 'TakeWordBack' : 'SayWord',
        given: { region, isDue: true, ...(isBack ? { isBack } : {}) },
        outcomes: 'whichever',
        patience: 'brief',
        // One word moves traffic; a region that does not take it keeps nothing from the other.
        catch: [
          {
            errors: 'any',
            except: ['LeaseLost'],
            output: { silent: region },
            to: [answer(isBack ? 'StillSaid' : 'Silent')],
          },
        ],
      }),
    ],
    {
      comment: 'In both regions at once.',
      atOnce: 2,
      assign: { [silent]: jsonata<string[]>`[$states.result.silent]` },
    },
  );
