import type * as z from 'zod';
import type { Contract } from '../../domain/contract.ts';
import type { applied, applyInput } from '../../domain/phase-contract.ts';
import type { phaseFailed, phaseWaiting } from '../../domain/progress.ts';
import {
  condition,
  type Expression,
  input,
  jsonata,
  now,
  type Reference,
  reference,
  text,
} from './expression.ts';
import { nameOf, pascal, verbNoun } from './names.ts';
import { awaitResume, type Clock, DEADLINE, inTime, MOST_LOOKS } from './pause.ts';
import { choice, each } from './scopes.ts';
import {
  answer,
  aside,
  fail,
  goto,
  type Patience,
  type Step,
  sequence,
  set,
  type Way,
  wait,
  way,
} from './step.ts';
import type * as T from './task.ts';
import { call, takes, unknownOutcome, waysOf } from './task.ts';

type Waiting = z.output<typeof phaseWaiting>;
type Failed = z.output<typeof phaseFailed>;
type ChangeContract = Contract<z.ZodType<unknown, z.input<typeof applyInput>>, typeof applied>;
/** A task that looks at a phase: it answers `Waiting`, `Failed`, and what the outline has branches for. */
type Looks<C extends T.AnyContract> = [Waiting | Failed] extends [T.Output<C>] ? unknown : never;
type Rest<C extends T.AnyContract> = Exclude<T.OutcomeOf<C>, 'Waiting' | 'Failed'>;

/** What a look may be told of the look before, and what that is before the first. */
const FORGOTTEN = { ready: [], left: [], outputs: {} };
type Remembered = keyof typeof FORGOTTEN;

interface Options {
  readonly comment?: string;
  /** What the phase's variables begin with: no two phases that run at once may share one. */
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
    stepOf: (whilePaused) => call(contract, given, { name: options?.name, whilePaused }),
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
  const { patience, begun, comment } = options;
  const parts = partsOf(observe, options);
  const { of, names, clock, memory } = parts;
  const remembered = mapped(memory, (member, variable) => [member, reference(`$${variable}`)]);
  const given = { since: parts.since, ...options.given, ...remembered };
  const look = call(observe, given, { patience }, `${of}Progress`);
  const forgotten = mapped(memory, (member, variable) => [variable, FORGOTTEN[member]]);
  const own = clock.deadline === DEADLINE ? {} : { [clock.deadline]: reference(`$${DEADLINE}`) };
  const first = { [names.polls]: 0, [names.since]: now, ...own, ...forgotten };
  const goesOn = progress(observe, options, parts);
  return sequence(begun ? [goesOn, aside([look])] : [set(`Begin${of}`, first, { comment }), look, goesOn]);
}

type Memory = readonly (readonly [member: Remembered, variable: string])[];
const mapped = (memory: Memory, entry: (...of: Memory[number]) => readonly [string, unknown]) =>
  Object.fromEntries(memory.map((of) => entry(...of)));

/** The names of a phase's states and variables. */
function partsOf(observe: Contract, { prefix, begun }: Untyped) {
  const named = (variable: string) => (prefix ? `${prefix}${pascal(variable)}` : variable);
  const [polls, since] = [named('polls'), named('since')];
  const remembered = (Object.keys(FORGOTTEN) as Remembered[]).filter((one) => takes(observe.input, one));
  return {
    of: nameOf(observe).replace('Observe', ''),
    names: { polls, since },
    /** Its time stands still in a pause. */
    clock: { deadline: named(DEADLINE), since: [since] } satisfies Clock,
    polls: reference<number>(`$${polls}`),
    looked: jsonata<number>()`$${polls} + 1`,
    since: reference<string>(`$${since}`),
    rounds: begun ? { so: reference<number>('$rounds'), most: begun.rounds } : undefined,
    waiting: input<Waiting>(),
    memory: remembered.map((member) => [member, named(member)] as const),
  };
}
type Parts = ReturnType<typeof partsOf>;

/** By what a look answers: done, failed, another round of changes, or only another look. */
function progress(observe: Contract, { outcomes, changes }: Untyped, parts: Parts): Step<unknown> {
  const { of, names, polls, looked, rounds, waiting, memory, clock } = parts;
  const asked = { state: nameOf(observe), contract: observe };
  const isWaiting = condition`$states.input.outcome = 'Waiting'`;
  const looks = condition`${isWaiting} and ${polls} < ${MOST_LOOKS} and ${inTime(clock.deadline)}`;
  const bound = rounds ? condition`${looks} and ${rounds.so} < ${rounds.most}` : looks;
  const remembered = mapped(memory, (member, variable) => [variable, waiting[member]]);
  const assign = memory.length === 0 ? undefined : remembered;
  const resumed = awaitResume({ of, to: asked.state, clock, assign: { [names.polls]: looked } });
  // What a pause holds back is no failure: the phase waits for its end, and looks again.
  const isHeld = way({ when: condition`$states.input.isPaused` }, resumed);
  const ways: readonly Way<unknown>[] = [
    ...waysOf(`${of}Progress`, outcomes, asked),
    way(
      { when: condition`$states.input.outcome = 'Failed'` },
      failedStep(`${of}Failed`, input<Failed>().failures),
    ),
    way({ when: condition`${bound} and $count(${waiting.start}) = 0`, assign }, goto(`WaitFor${of}`)),
    way(
      { when: bound, assign },
      changesOf(changes, parts),
      choice(`${of}Changed`, [isHeld], { steps: [] }),
      pause(parts),
      goto(asked.state),
    ),
    way({ when: isWaiting }, fail(`${of}TookTooLong`, 'StepFailed', tookTooLong(observe, parts))),
  ];
  return choice(`${of}Progress`, ways, {
    steps: [unknownOutcome(`${of}Unknown`, observe)],
  });
}

/** The Map over all changes that may be made now. */
function changesOf(changes: readonly Change[], { of, rounds, waiting }: Parts): Step {
  const paused = `${of}Paused`;
  const ways = changes.map(({ contract, stepOf }) =>
    way({ when: condition`$states.input.task = '${verbNoun(contract)}'` }, stepOf(paused)),
  );
  const unknown = text`'workflow: no task ' & $states.input.task & ' in this phase'`;
  const which = choice(`WhichOf${of}`, ways, {
    steps: [fail(`UnknownTaskOf${of}`, 'InvalidInput', unknown)],
  });
  return each(`Change${of}`, waiting.start, () => [which, aside([answer(paused)])], {
    comment: 'Everything that the phase is ready for, side by side.',
    atOnce: 10,
    output: {
      waitSeconds: waiting.waitSeconds,
      isPaused: condition`'Paused' in $states.result.outcome`,
      ...(rounds ? { start: waiting.start } : {}),
    },
  });
}

/** Until the next look. The time of a round begins with it, and that of the first wait however late it is. */
function pause({ of, names, polls, looked, since, rounds, waiting }: Parts): Step {
  const changed = condition`$count(${waiting.start}) > 0`;
  const anew = rounds && {
    rounds: jsonata<number>()`${changed} ? ${rounds.so} + 1 : ${rounds.so}`,
    since: jsonata<string>()`${polls} = 0 or ${changed} ? ${now} : ${since}`,
  };
  const assign = { [names.polls]: looked, ...anew };
  return wait(`WaitFor${of}`, waiting.waitSeconds, { assign });
}

/** Ends with what a look has found to have failed. */
export const failedStep = (name: string, failures: Expression<Failed['failures']>): Step =>
  fail(name, 'StepFailed', text`$join(${failures}.(key & ': ' & reason), '; ')`);

function tookTooLong(observe: Contract, { polls, since, rounds }: Parts): Reference<string> {
  const told = `'${verbNoun(observe)}: still not done after ' & $string(`;
  return rounds
    ? text`${told}${polls}) & ' looks and ' & $string(${rounds.so}) & ' rounds of changes, since ' & ${since} & (${rounds.so} >= ${rounds.most} ? '; something else seems to bring back what is taken away')`
    : text`${told}${polls}) & ' looks since ' & ${since}`;
}
