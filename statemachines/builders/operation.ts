import type { Contract } from '../../domain/contract.ts';
import { type CarriedOut, workflowOf } from '../../domain/operation/kinds.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import { close, failure, succeeded, superseded } from './endings.ts';
import { caughtAs, lastResort } from './errors.ts';
import { input, list, type Reference, reference, variables } from './expression.ts';
import { pascal } from './names.ts';
import { DEADLINE_SECONDS, deadlineIn, EXECUTION_SECONDS } from './pause.ts';
import { type AcceptContract, accept, receive, rejection } from './request.ts';
import { type AnswerOf, type Step, type Steps, scope, sequence, state } from './states.ts';
import { aside, choice, goto, set, type Way, way } from './step.ts';
import type * as T from './task.ts';
import { mayAnswer, waysOf } from './task.ts';
import { type Outline, type Workflow, workflow } from './workflow.ts';

type Ended = { readonly outcome: string };
type WorkAnswer<W extends Steps<unknown>> = Extract<AnswerOf<W[number]>, Ended>;
type Among<W extends Steps<unknown>, O> = Reference<Extract<WorkAnswer<W>, { readonly outcome: O }>>;
/** The outcomes of the work, but for a refusal, which the envelope tells by itself. */
type Ends<W extends Steps<unknown>> = Exclude<WorkAnswer<W>['outcome'], 'Refused'>;
type EndsOf<W extends Steps<unknown>, S> = {
  readonly [K in Exclude<Ends<W>, S>]: (answer: Among<W, K>) => T.Branch;
};

interface Envelope extends Pick<Outline, 'comment' | 'startedBy'> {
  readonly kind: CarriedOut;
  readonly accept: AcceptContract;
  /** Its longest time, pauses not counted. */
  readonly deadlineSeconds?: number;
  /** After the wait for a former owner's tasks; `beside`: the work waits, right before its first change of the subject. */
  readonly afterFence?: Steps | 'beside';
  /** Before a failure is recorded, and after it is told. */
  readonly beforeFailure?: Steps;
  readonly afterFailure?: Steps;
}

interface Untyped extends Envelope {
  readonly work: Steps<unknown>;
  readonly tell: (answer: Reference<never>) => Step;
  readonly ends?: T.UntypedBranches;
}

/** A request that is accepted, done under a lease, and told of, however it ends. */
export function operation<const W extends Steps<unknown>, S extends Ends<W>>(
  outline: Envelope & {
    readonly work: W;
    /** The steps that tell a success. */
    readonly tell: (answer: Among<W, S>) => Step;
  } & ([Ends<W>] extends [never] ? { readonly succeeds?: never } : { readonly succeeds: S }) &
    ([Exclude<Ends<W>, S>] extends [never] ? { readonly ends?: never } : { readonly ends: EndsOf<W, S> }),
): Workflow;
export function operation(outline: Untyped): Workflow {
  const { kind, comment, startedBy = [], beforeFailure = [] } = outline;
  const name = workflowOf(kind);
  const main = pascal(name);
  const failed = [...beforeFailure, goto('EndFailed')];
  const begin = set('BeginWork', deadlineIn(outline.deadlineSeconds ?? DEADLINE_SECONDS));
  return workflow({
    name,
    comment,
    startedBy,
    timeoutSeconds: EXECUTION_SECONDS,
    steps: [
      receive(outline.accept),
      accept(outline.accept, outline.afterFence ?? [], goto(main)),
      workOf(main, [begin, ...outline.work], comment, failed),
      endsOf(outline),
      aside(rejection()),
      aside([succeeded()]),
      aside(superseded()),
      aside([...beforeFailure, ...failure(main, outline.afterFailure ?? [])]),
    ],
  });
}

/** One branch, whose errors are caught in one place, so that no step has to think of them. */
const workOf = (main: string, steps: Steps<unknown>, Comment: string, failed: Steps): Step =>
  state(main, (Next, context) => {
    const inside = { ...context, thrown: new Set<string>() };
    const Branches = [scope(steps, inside)];
    const Catch = lastResort(inside.thrown, failed, [caughtAs(['LeaseLost'], [goto('EndSuperseded')])]);
    return { Type: 'Parallel', Comment, Branches, Catch, Output: reference('$states.result[0]'), Next };
  });

const $ = variables<{ refusal: { problems: RequestProblem[] } }>();

/** The answer of the work: an outcome that is no success has its branch, and the rest is told. */
function endsOf({ work, tell, ends = {} }: Pick<Untyped, 'work' | 'tell' | 'ends'>): Step {
  const context = { patience: 'working', tasks: new Set<Contract>(), thrown: new Set<string>() } as const;
  scope(work, context);
  const refuses = [...context.tasks].some((contract) => mayAnswer(contract, 'Refused'));
  const told = (answer: Reference<never>) => [tell(answer), goto('EndSucceeded')];
  if (!refuses && Object.keys(ends).length === 0) return sequence(told(input<never>()));
  const given = { result: 'Rejected', problems: list($.refusal.problems) } as const;
  const refused = ({ problems }: Reference<{ problems: RequestProblem[] }>) =>
    way(
      { assign: { refusal: { problems: list(problems) } } },
      ...close('Rejected', given, goto('PublishRejection')),
    );
  const ways = waysOf('Ended', { ...(refuses ? { Refused: refused } : {}), ...ends }) as readonly Way[];
  return choice('Ended', ways, { steps: told(input<never>('Ended')) });
}
