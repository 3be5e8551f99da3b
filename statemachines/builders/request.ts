import type * as z from 'zod';
import type { Contract } from '../../domain/contract.ts';
import type { CarriedOut } from '../../domain/operation/kinds.ts';
import type {
  Acceptance,
  acceptInput,
  Busy,
  RequestProblem,
  Skipped,
} from '../../domain/operation/request.ts';
import { EVENT_BYTES_MAX } from '../../events/event.ts';
import { operationTasks } from '../../functions/operation/contracts.ts';
import { notPublished } from './endings.ts';
import type { Caught, Reference } from './expression.ts';
import { condition, errorOutput, execution, reference, text, variables } from './expression.ts';
import { changesIn } from './former-owner.ts';
import type { Step, Steps } from './states.ts';
import { again, answer, choice, fail, goto, wait, way } from './step.ts';
import { mayAnswer, task, type UntypedBranches, unknownOutcome, untypedTask } from './task.ts';

type Refusal =
  | { problems: RequestProblem[] }
  | Extract<Acceptance, { outcome: 'Rejected' }>
  | { caught: Caught };
const $ = variables<{ refusal: Refusal }>();

type Answer = Acceptance | Skipped<CarriedOut> | Busy;
export type AcceptContract = Contract<typeof acceptInput, z.ZodType<Answer>>;
type Among<O> = Reference<Extract<Answer, { outcome: O }>>;

const BYTES = "$length($text) + 3 * $length($replace($text, /[\\x00-\\x7F]+/, ''))";
const ofEvent = (then: string) => `($text := $string($states.input); ${then})`;
const tooLarge = `'found an event of ' & $string(${BYTES}) & ' bytes, allowed at most ${EVENT_BYTES_MAX}: send less, for example one document less or shorter user data'`;

/** The size of an event. */
export const receive = (first: AcceptContract): Step =>
  choice(
    'ReceiveRequest',
    [
      way(
        {
          when: reference<boolean>(ofEvent(`${BYTES} > ${EVENT_BYTES_MAX}`)),
          assign: { refusal: { problems: [{ path: 'detail', message: reference(ofEvent(tooLarge)) }] } },
        },
        goto('PublishRejection'),
      ),
    ],
    { assign: mayAnswer(first, 'Busy') ? { waits: 0 } : undefined, steps: [] },
    'A larger event would not fit into what the first task is given, which no Catch catches. Its size counts each character beyond ASCII as four bytes, the most that one takes.',
  );

/**
 * Claims the request, and its lease; where a former owner may still be at work, waits and then goes to `afterFence`. `beside`: the
 * work itself does, before it changes the subject.
 */
export function accept(contract: AcceptContract, afterFence: Steps | 'beside', work: Step): Step {
  const accepted = ({ operation, fenceSeconds }: Among<'Accepted'>) => {
    if (afterFence === 'beside') return way({ assign: { operation, ...changesIn(fenceSeconds) } }, work);
    return [
      way(
        { when: condition`${fenceSeconds} > 0`, assign: { operation } },
        wait('WaitForFormerOwner', fenceSeconds, 'No task of a former owner outlives this.'),
        ...afterFence,
        work,
      ),
      way({ assign: { operation } }, work),
    ];
  };
  const rejected = (refusal: Among<'Rejected'>) => way({ assign: { refusal } }, goto('PublishRejection'));
  const duplicate = () => answer('Duplicate', undefined, { comment: 'Another execution owns this request.' });
  return untypedTask(contract, {
    given: { event: execution.Input, executionArn: execution.Id, executionName: execution.Name },
    name: 'AcceptRequest',
    comment: 'Validates, and claims the request id and the lease.',
    patience: 'brief',
    // A request that could not be read is told like one that was refused, so that it is not lost.
    catch: [{ errors: 'any', assign: { refusal: { caught: errorOutput } }, to: [goto('PublishRejection')] }],
    choice: 'Accepted',
    outcomes: Object.fromEntries(
      Object.entries({ Accepted: accepted, Duplicate: duplicate, Rejected: rejected, ...givesWay }).filter(
        ([outcome]) => mayAnswer(contract, outcome),
      ),
    ) as UntypedBranches,
    otherwise: { steps: [unknownOutcome('UnknownOutcome', contract)] },
  }) as Step;
}

/** A schedule's request waits for the lease, and may turn out to have a reason not to act. */
const givesWay = {
  Skipped: ({ operation, reason }: Among<'Skipped'>) =>
    way({ assign: { operation, reason } }, goto('PublishSkipped')),
  Busy: again<Among<'Busy'>>({
    wait: 'WaitForOther',
    comment: "Another operation holds the cluster's lease.",
    counter: 'waits',
    limit: 1000,
  }),
};

/** The part of the event that a refusal tells of, since all of it may be large. */
const event = reference<unknown>(
  "($event := $states.context.Execution.Input; {'id': $event.id, 'detail-type': $event.`detail-type`, 'detail': {'requestId': $type($event.detail.requestId) = 'string' and $length($event.detail.requestId) <= 128 ? $event.detail.requestId}})",
);

export const rejection = (): Steps => [
  task(operationTasks.publishRejection, {
    given: { event, refusal: $.refusal },
    comment: 'Given what a refusal tells of the event, which may be large.',
    patience: 'finishing',
    catch: [{ errors: 'lasting', to: [notPublished('RejectionNotPublished')] }],
  }),
  fail('RequestRejected', 'RequestRejected', text`$states.input.reason`),
];
