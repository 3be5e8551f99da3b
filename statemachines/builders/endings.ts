import type { Contract } from '../../domain/contract.ts';
import type { OperationFailure } from '../../domain/operation/operation.ts';
import { operationTasks } from '../../functions/operation/contracts.ts';
import { caughtAs } from './errors.ts';
import { type Caught, type Reference, text, variables } from './expression.ts';
import { verbNoun } from './names.ts';
import type { Step, Steps } from './states.ts';
import { answer, fail, goto, type Way, way } from './step.ts';
import type * as T from './task.ts';
import { task, untypedTask } from './task.ts';

const $ = variables<{ caught: Caught; failure: OperationFailure; reason: string }>();
const { endOperation, publishFailure, releaseLease } = operationTasks;
const finishing = { patience: 'finishing', outcomes: 'whichever' } as const;
const evenSo = [{ errors: 'lasting', to: [] }] as const;
const toFailure = [caughtAs('lasting', [goto('EndFailed')])];

/** Publishes a fact about the operation; one that cannot be published fails it. */
export function publish<C extends T.AnyContract>(
  contract: C,
  ...[options]: T.Argument<T.WhatIsGiven<T.GivenOf<C>>>
): Step {
  return untypedTask(contract, { ...finishing, ...options, catch: toFailure }) as Step;
}

/** The end of a workflow that could not tell what it found. */
export const notPublished = (name: string): Step => fail(name, name, text`$states.input.Cause`);

/** Records an end that is no success, frees the lease, and goes on to tell it: whichever of these fails for good. */
export const close = (end: string, given: T.GivenOf<typeof endOperation>, ...then: Steps): Steps => [
  task(endOperation, { ...finishing, given, name: `End${end}`, catch: evenSo }),
  task(releaseLease, { ...finishing, name: `ReleaseLeaseAfter${end}`, catch: evenSo }),
  ...then,
];

/** A schedule found a reason not to act, before it held the lease or after. */
export const skipped =
  (contract: Contract) =>
  ({ reason }: Reference<{ readonly reason: string }>): Way =>
    way(
      { assign: { reason } },
      ...close(
        'Skipped',
        { result: 'Skipped', reason: $.reason },
        untypedTask(contract, {
          given: { reason: $.reason },
          patience: 'finishing',
          catch: [{ errors: 'lasting', to: [notPublished('SkipNotPublished')] }],
        }) as Step,
        answer('Skipped', undefined, { comment: 'A schedule found a reason not to act.' }),
      ),
    );

/** The time was up before all was there, as a look has found. */
export const incomplete =
  (name: string, look: Contract, contract: Contract) =>
  ({ reason }: Reference<{ readonly reason: string }>): Way =>
    way(
      { assign: { reason } },
      untypedTask(contract, { ...finishing, name: 'PublishIncomplete', catch: toFailure }) as Step,
      ...close(
        'Incomplete',
        { result: 'Incomplete', reason: $.reason },
        fail(name, name, text`'${verbNoun(look)}: ' & ${$.reason}`),
      ),
    );

export const succeeded = (): Step =>
  task(endOperation, {
    ...finishing,
    given: { result: 'Succeeded' },
    name: 'EndSucceeded',
    comment: 'It frees the lease as well.',
    catch: toFailure,
  });

/** The record of what was caught; the failure as it says it is `$failure` from then on. */
const endFailed = (as: Pick<T.TaskOptions<typeof endOperation>, 'name' | 'comment' | 'catch'>) =>
  task(endOperation, {
    ...finishing,
    ...as,
    given: { result: 'Failed', caught: $.caught },
    assign: (ended) => ({ failure: (ended as Reference<{ failure: OperationFailure }>).failure }),
  });

export const superseded = (): Steps => [
  endFailed({ name: 'EndSuperseded', catch: [{ errors: 'lasting', to: [goto('Superseded')] }] }),
  task(publishFailure, {
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
  task(publishFailure, { given: { failure: $.failure }, patience: 'finishing' }),
  task(releaseLease, { ...finishing, name: 'ReleaseLeaseAfterFailure' }),
  ...after,
  fail(`${main}Failed`, `${main}Failed`, text`${$.failure.step} & ': ' & ${$.failure.reason}`),
];
