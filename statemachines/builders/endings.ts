import type { OperationFailure } from '../../domain/operation/operation.ts';
import { endOperation } from '../../functions/operation/end-operation.contract.ts';
import { publishFailure } from '../../functions/operation/publish-failure.contract.ts';
import { releaseLease } from '../../functions/operation/release-lease.contract.ts';
import { caughtAs } from './catch.ts';
import { type Caught, type Reference, text, variables } from './expression.ts';
import { fail, goto, type Step, type Steps } from './step.ts';
import type * as T from './task.ts';
import { task, untypedTask } from './task.ts';

const $ = variables<{ caught: Caught; failure: OperationFailure }>();
const finishing = { patience: 'finishing', outcomes: 'whichever' } as const;

/** Publishes a fact about the operation; one that cannot be published fails it. */
export function publish<C extends T.AnyContract>(
  contract: C,
  ...[options]: T.Argument<Pick<T.TaskOptions<C>, 'name'> & T.WhatIsGiven<T.GivenOf<C>>>
): Step {
  const toFailure = caughtAs('lasting', [goto('EndFailed')]);
  return untypedTask(contract, { ...finishing, ...options, catch: [toFailure] }) as Step;
}

/** Records an end that is no success, frees the lease, and goes on to tell it: whichever of these fails for good. */
export const close = (end: string, given: T.GivenOf<typeof endOperation>, ...then: Steps): Steps => [
  task(endOperation, { ...finishing, given, name: `End${end}`, catch: [{ errors: 'lasting', to: [] }] }),
  task(releaseLease, {
    ...finishing,
    name: `ReleaseLeaseAfter${end}`,
    catch: [{ errors: 'lasting', to: [] }],
  }),
  ...then,
];

export const succeeded = (): Step =>
  task(endOperation, {
    ...finishing,
    given: { result: 'Succeeded' },
    name: 'EndSucceeded',
    comment: 'It frees the lease as well.',
    catch: [caughtAs('lasting', [goto('EndFailed')])],
  });

/** The record of what was caught; the failure as it says it is `$failure` from then on. */
const endFailed = (
  name: string,
  comment: string,
  onFailure: Pick<T.TaskOptions<typeof endOperation>, 'catch'> = {},
) =>
  task(endOperation, {
    ...finishing,
    ...onFailure,
    given: { result: 'Failed', caught: $.caught },
    name,
    comment,
    assign: (ended) => ({ failure: (ended as Reference<{ failure: OperationFailure }>).failure }),
  });

export const superseded = (): Steps => [
  endFailed('EndSuperseded', "The lease is a newer operation's.", {
    catch: [{ errors: 'lasting', to: [goto('Superseded')] }],
  }),
  task(publishFailure, {
    given: { failure: $.failure },
    name: 'PublishSuperseded',
    comment: 'Whoever asked for this operation is told, too.',
    patience: 'finishing',
    catch: [{ errors: 'lasting', to: [] }],
  }),
  fail('Superseded', 'LeaseLost', 'a newer operation holds the lease'),
];

/** Recorded, told, and the lease freed; `after` is what follows before the execution fails. */
export const failure = (main: string, after: Steps): Steps => [
  endFailed('EndFailed', 'Records the step that failed and why.'),
  task(publishFailure, { given: { failure: $.failure }, patience: 'finishing' }),
  task(releaseLease, { ...finishing, name: 'ReleaseLeaseAfterFailure' }),
  ...after,
  fail(`${main}Failed`, `${main}Failed`, text`${$.failure.step} & ': ' & ${$.failure.reason}`),
];
