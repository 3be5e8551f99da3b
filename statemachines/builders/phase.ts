import type * as z from 'zod';
import type { Contract } from '../../domain/contract.ts';
import type { applied, applyInput } from '../../domain/phase-contract.ts';
import type { phaseFailed, phaseWaiting } from '../../domain/progress.ts';
import { thrownBy } from './errors.ts';
import type { Expression, Reference } from './expression.ts';
import { condition, input, jsonata, now, reference, text, variables } from './expression.ts';
import { nameOf, pascal, verbNoun } from './names.ts';
import { awaitResume, DEADLINE, inTime, MOST_LOOKS } from './pause.ts';
import { type Patience, type Step, sequence } from './states.ts';
import type { Asked, Way } from './step.ts';
import { again, answer, aside, choice, each, fail, goto, set, wait, way } from './step.ts';
import type * as T from './task.ts';
import { call, takes, unknownOutcome, waysOf } from './task.ts';

type Waiting = z.output<typeof phaseWaiting>;
type Failed = z.output<typeof phaseFailed>;
type ChangeContract = Contract<z.ZodType<unknown, z.input<typeof applyInput>>, typeof applied>;
/** A task that looks at a phase: it answers `Waiting`, `Failed`, and what the outline has branches for. */
type Looks<C extends T.AnyContract> = [Waiting | Failed] extends [T.Output<C>] ? unknown : never;
type Rest<C extends T.AnyContract> = Exclude<T.OutcomeOf<C>, 'Waiting' | 'Failed'>;

/** Members that a look may be told of the look before, as they are before the first. */
const FORGOTTEN = { ready: [], left: [], outputs: {}, failing: [] };
type Remembered = keyof typeof FORGOTTEN;

interface Options {
  readonly comment?: string;
  /** The thing that it looks at, as its states are named; by default what its task observes. */
  readonly as?: string;
  /** The beginning of its variables' names: no two phases that run at once may share one. */
  readonly prefix?: string;
  readonly patience?: Patience;
  readonly changes: readonly Change[];
  /** Another task took the first look, and set `polls`, `rounds` and `since`. Each round of changes has time of its own. */
  readonly begun?: { readonly rounds: number };
}
interface Untyped extends Options {
  readonly given?: object;
  readonly outcomes: T.UntypedBranches;
}

/** One of the changes that a phase may make. */
interface Change {
  readonly contract: Contract;
  /** Given the state to which it goes while a pause holds it. */
  readonly stepOf: (whilePaused: string) => Step;
}
/** A task that makes one: given the operation, the key and the time, and what its contract takes besides. */
export function change<C extends ChangeContract>(
  contract: C,
  ...[options]: T.Argument<
    { readonly name?: string } & T.WhatIsGiven<T.GivenOf<C, 'operation' | 'key' | 'at'>>
  >
): Change {
  const given = { key: reference('$states.input.key'), ...options?.given };
  return {
    contract,
    stepOf: (whilePaused) => call(contract, { given, name: options?.name, whilePaused }),
  };
}

/** Looks, makes all changes that may be made now, waits, and looks again, until the phase is done or has failed. */
export function phase<C extends T.AnyContract, const B extends T.Branches<C, Rest<C>>>(
  observe: C & Looks<C>,
  options: Options &
    T.WhatIsGiven<T.GivenOf<C, 'operation' | 'since' | 'at' | Remembered>> & {
      readonly outcomes: B & T.Only<B, Rest<C>>;
    },
): Step<T.Answers<B>>;
export function phase(observe: Contract, options: Untyped): Step<unknown> {
  const { comment, patience, begun } = options;
  const parts = partsOf(observe, options);
  const { of, names, clock, memory } = parts;
  const goesOn = progress(observe, parts);
  const given = { since: parts.since, ...options.given, ...memory.given };
  const look = call(observe, { given, patience, name: `Observe${of}` });
  if (begun) return sequence([goesOn, aside([look, goto(goesOn.entry)])]);
  const own = clock.deadline === DEADLINE ? {} : { [clock.deadline]: reference(`$${DEADLINE}`) };
  const first = { [names.polls]: 0, [names.since]: now, ...own, ...memory.forgotten };
  return sequence([set(`Begin${of}`, first, { comment }), look, goesOn]);
}

const $ = variables<{ holds: number }>();
const rounds = reference<number>('$rounds');
const waiting = input<Waiting>();

/** A phase's options, with the names of its states and variables, and what it does with these. */
function partsOf(observe: Contract, options: Untyped) {
  const { prefix } = options;
  const named = (variable: string) => (prefix ? `${prefix}${pascal(variable)}` : variable);
  const [polls, since] = [named('polls'), named('since')];
  const members = (Object.keys(FORGOTTEN) as Remembered[]).filter((one) => takes(observe.input, one));
  const remembered = (entry: (member: Remembered, variable: string) => readonly [string, unknown]) =>
    Object.fromEntries(members.map((member) => entry(member, named(member))));
  return {
    ...options,
    of: options.as ?? nameOf(observe).replace('Observe', ''),
    names: { polls, since },
    /** Its time stands still in a pause. */
    clock: { deadline: named(DEADLINE), since: [since] },
    polls: reference<number>(`$${polls}`),
    since: reference<string>(`$${since}`),
    counted: { [polls]: jsonata<number>`$${polls} + 1` },
    memory: {
      forgotten: remembered((member, variable) => [variable, FORGOTTEN[member]]),
      given: remembered((member, variable) => [member, reference(`$${variable}`)]),
      assign: members.length > 0 ? remembered((member, variable) => [variable, waiting[member]]) : undefined,
    },
  };
}
type Parts = ReturnType<typeof partsOf>;

/** By what a look answers: done, failed, another round of changes, or only another look. */
function progress(observe: Contract, parts: Parts): Step<unknown> {
  const { of, polls, begun, clock } = parts;
  const { assign } = parts.memory;
  const asked = { state: `Observe${of}`, contract: observe };
  const isWaiting = condition`$states.input.outcome = 'Waiting'`;
  const looks = condition`${isWaiting} and ${polls} < ${MOST_LOOKS} and ${inTime(clock.deadline)}`;
  const bound = begun ? condition`${looks} and ${rounds} < ${begun.rounds}` : looks;
  const resumed = awaitResume({ of, to: asked.state, clock, assign: parts.counted });
  // What a pause holds back is no failure: the phase waits for its end, and looks again.
  const isHeld = way({ when: condition`$states.input.isPaused` }, resumed);
  const failed = failedStep(`${of}Failed`, input<Failed>().failures);
  const ways: readonly Way<unknown>[] = [
    ...waysOf(`${of}Progress`, parts.outcomes, asked),
    way({ when: condition`$states.input.outcome = 'Failed'` }, failed),
    way({ when: condition`${bound} and $count(${waiting.start}) = 0`, assign }, goto(`WaitFor${of}`)),
    way(
      { when: bound, assign },
      changesOf(parts),
      ...(isEverHeld(parts.changes) ? [choice(`${of}Changed`, [isHeld], { steps: [] })] : []),
      pause(parts),
      goto(asked.state),
    ),
    way({ when: isWaiting }, fail(`${of}TookTooLong`, 'StepFailed', tookTooLong(observe, parts))),
  ];
  return choice(`${of}Progress`, ways, way({}, unknownOutcome(`${of}Unknown`, observe)));
}

/** True where a pause may hold one of the changes. */
const isEverHeld = (changes: readonly Change[]): boolean =>
  changes.some(({ contract }) => thrownBy(contract, 'hold').length > 0);

/** The Map over all changes that may be made now. */
function changesOf({ of, changes, begun }: Parts): Step {
  const paused = `${of}Paused`;
  const ways = changes.map(({ contract, stepOf }) =>
    way({ when: condition`$states.input.task = '${verbNoun(contract)}'` }, stepOf(paused)),
  );
  const unknown = text`'workflow: no task ' & $states.input.task & ' in this phase'`;
  const otherwise = way({}, fail(`UnknownTaskOf${of}`, 'InvalidInput', unknown));
  const which = choice(`WhichOf${of}`, ways, otherwise);
  const steps = [which, ...(isEverHeld(changes) ? [aside([answer(paused)])] : [])];
  return each(`Change${of}`, waiting.start, () => steps, {
    comment: 'Everything that the phase is ready for, side by side.',
    atOnce: 10,
    output: {
      waitSeconds: waiting.waitSeconds,
      ...(isEverHeld(changes) ? { isPaused: condition`'Paused' in $states.result.outcome` } : {}),
      ...(begun ? { start: waiting.start } : {}),
    },
  });
}

/** Until the next look. The time of a round begins with it, and that of the first wait however late it is. */
function pause({ of, polls, since, counted, begun }: Parts): Step {
  const changed = condition`$count(${waiting.start}) > 0`;
  const anew = begun && {
    rounds: jsonata<number>`${changed} ? ${rounds} + 1 : ${rounds}`,
    since: jsonata<string>`${polls} = 0 or ${changed} ? ${now} : ${since}`,
  };
  return wait(`WaitFor${of}`, waiting.waitSeconds, { assign: { ...counted, ...anew } });
}

/** Ends with what a look has found to have failed. */
export const failedStep = (name: string, failures: Expression<Failed['failures']>): Step =>
  fail(name, 'StepFailed', text`$join(${failures}.(key & ': ' & reason), '; ')`);

function tookTooLong(observe: Contract, { polls, since, begun }: Parts): Reference<string> {
  const told = `'${verbNoun(observe)}: still not done after ' & $string(`;
  return begun
    ? text`${told}${polls}) & ' looks and ' & $string(${rounds}) & ' rounds of changes, since ' & ${since} & (${rounds} >= ${begun.rounds} ? '; something else seems to bring back what is taken away')`
    : text`${told}${polls}) & ' looks since ' & ${since}`;
}

type Held = Reference<{ readonly isPaused: boolean; readonly waitSeconds: number; readonly reason: string }>;
/**
 * The branch of a plan that may not begin yet: a pause's end is waited for, anything else is asked for again. `$holds`
 * counts how often it was held, and `$asked` says since when it is asked for.
 */
export const held =
  (comment: string) =>
  (answer: Held, asked: Asked): readonly Way[] => [
    way(
      { when: condition`${answer.isPaused} and ${$.holds} < ${MOST_LOOKS}` },
      awaitResume({
        of: 'Plan',
        to: asked.state,
        clock: { deadline: DEADLINE, since: ['asked'] },
        assign: { holds: jsonata<number>`${$.holds} + 1` },
      }),
    ),
    again({ wait: 'WaitWhileHeld', comment, counter: 'holds', limit: 1500, within: inTime(DEADLINE) })(
      answer,
      asked,
    ),
    way({}, fail('HeldTooLong', 'StepFailed', text`'${verbNoun(asked.contract)}: ' & ${answer.reason}`)),
  ];
