import type { OperationFailure } from '../../domain/operation/operation.ts';
import { operationTasks } from '../../functions/operation/contracts.ts';
import { caughtAs } from './catch.ts';
import { type Caught, type Reference, text, variables } from './expression.ts';
import { fail, goto, type Step, type Steps } from './step.ts';
import type * as T from './task.ts';
import { task, untypedTask } from './task.ts';

const $ = variables<{ caught: Caught; failure: OperationFailure }>();
const finishing = { patience: 'finishing', outcomes: 'whichever' } as const;
const evenSo = [{ errors: 'lasting', to: [] }] as const;
const toFailure = [caughtAs('lasting', [goto('EndFailed')])];

/** Publishes a fact about the operation; one that cannot be published fails it. */
export function publish<C extends T.AnyContract>(
  contract: C,
  ...[options]: T.Argument<Pick<T.TaskOptions<C>, 'name'> & T.WhatIsGiven<T.GivenOf<C>>>
): Step {
  return untypedTask(contract, { ...finishing, ...options, catch: toFailure }) as Step;
}

/** Records an end that is no success, frees the lease, and goes on to tell it: whichever of these fails for good. */
export const close = (
  end: string,
  given: T.GivenOf<typeof operationTasks.endOperation>,
  ...then: Steps
): Steps => [
  task(operationTasks.endOperation, { ...finishing, given, name: `End${end}`, catch: evenSo }),
  task(operationTasks.releaseLease, { ...finishing, name: `ReleaseLeaseAfter${end}`, catch: evenSo }),
  ...then,
];

export const succeeded = (): Step =>
  task(operationTasks.endOperation, {
    ...finishing,
    given: { result: 'Succeeded' },
    name: 'EndSucceeded',
    comment: 'It frees the lease as well.',
    catch: toFailure,
  });

/** The record of what was caught; the failure as it says it is `$failure` from then on. */
const endFailed = (
  as: Pick<T.TaskOptions<typeof operationTasks.endOperation>, 'name' | 'comment' | 'catch'>,
) =>
  task(operationTasks.endOperation, {
    ...finishing,
    ...as,
    given: { result: 'Failed', caught: $.caught },
    assign: (ended) => ({ failure: (ended as Reference<{ failure: OperationFailure }>).failure }),
  });

export const superseded = (): Steps => [
  endFailed({ name: 'EndSuperseded', catch: [{ errors: 'lasting', to: [goto('Superseded')] }] }),
  task(operationTasks.publishFailure, {
    given: { failure: $.failure },
    name: 'PublishSuperseded',
    comment: 'Whoever asked for this operation is told, too.',
    patience: 'finishing',
    catch: evenSo,
  }),
  fail('Superseded', 'LeaseLost', 'a newer operation holds the lease'),
];

/** Recorded, told, and the lease freed; `after` is what follows before the execution fails. */
export const failure = (main: string, after: Steps): Steps => [
  endFailed({ name: 'EndFailed', comment: 'Records the step that failed and why.' }),
  task(operationTasks.publishFailure, { given: { failure: $.failure }, patience: 'finishing' }),
  task(operationTasks.releaseLease, { ...finishing, name: 'ReleaseLeaseAfterFailure' }),
  ...after,
  fail(`${main}Failed`, `${main}Failed`, text`${$.failure.step} & ': ' & ${$.failure.reason}`),
];
