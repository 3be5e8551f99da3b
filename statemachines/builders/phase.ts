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
import { nameOf, verbNoun } from './names.ts';
import { awaitResume, type Clock, DEADLINE, inTime, MOST_LOOKS } from './pause.ts';
import type { Patience } from './retry.ts';
import { choice, each } from './scopes.ts';
import { answer, aside, emitAll, entryOf, fail, goto, merge, type Step, set, wait, way } from './step.ts';
import type * as T from './task.ts';
import { call, unknownOutcome, waysOf } from './task.ts';

type Waiting = z.output<typeof phaseWaiting>;
type Failed = z.output<typeof phaseFailed>;
type ChangeContract = Contract<z.ZodType<unknown, z.input<typeof applyInput>>, typeof applied>;
/** A task that looks at a phase: it answers `Waiting`, `Failed`, and what the outline has branches for. */
type Looks<C extends T.AnyContract> = [Waiting | Failed] extends [T.Output<C>] ? unknown : never;
type Rest<C extends T.AnyContract> = Exclude<T.OutcomeOf<C>, 'Waiting' | 'Failed'>;

/** What a look may be told of the look before, and what that is before the first. */
const FORGOTTEN = { ready: [], left: [], outputs: {} };
type Remembered = keyof typeof FORGOTTEN;
type Remembers<I, K extends Remembered = Extract<keyof I, Remembered>> = [K] extends [never]
  ? { readonly remembers?: never }
  : { readonly remembers: { readonly [M in K]: string } };

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
  /** The variables in which it is remembered. */
  readonly remembers?: { readonly [M in Remembered]?: string } | undefined;
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
    T.WhatIsGiven<T.GivenOf<C, 'operation' | 'since' | 'at' | Remembered>> &
    Remembers<z.input<C['input']>> & { readonly outcomes: B & T.Only<B, Rest<C>> },
): Step<T.Answers<B>>;
export function phase(observe: Contract, options: Untyped): Step<unknown> {
  const { patience, changes, begun, comment, outcomes } = options;
  const parts = partsOf(observe, options);
  const { of, since } = parts;
  const remembered = mapped(parts.memory, (member, variable) => [member, reference(`$${variable}`)]);
  const look = call(observe, { since, ...options.given, ...remembered }, { patience });
  const forgotten = mapped(parts.memory, (member, variable) => [variable, FORGOTTEN[member]]);
  const { names, clock } = parts;
  const own = clock.deadline === DEADLINE ? {} : { [clock.deadline]: reference(`$${DEADLINE}`) };
  const first = { [names.polls]: 0, [names.since]: now, ...own, ...forgotten };
  const begin = begun ? [] : [set(`Begin${of}`, first, { comment })];
  const failures = reference<Failed>('$states.input').failures;
  return {
    entry: entryOf(begin, `${of}Progress`) as string,
    emit: (next, context) =>
      merge(
        emitAll(begin, look.entry, context),
        look.emit(`${of}Progress`, context),
        progress(observe, outcomes, parts).emit(next, context),
        changesOf(changes, parts).emit(`${of}Changed`, context),
        changed(parts).emit(`WaitFor${of}`, context),
        awaitResume({ of, to: look.entry, clock, assign: { [names.polls]: parts.looked } }).emit(
          undefined,
          context,
        ),
        pause(parts).emit(look.entry, context),
        failedStep(`${of}Failed`, failures).emit(undefined, context),
        fail(`${of}TookTooLong`, 'StepFailed', tookTooLong(observe, parts)).emit(undefined, context),
      ),
  };
}

type Memory = readonly (readonly [member: Remembered, variable: string])[];
const mapped = (memory: Memory, entry: (...of: Memory[number]) => readonly [string, unknown]) =>
  Object.fromEntries(memory.map((of) => entry(...of)));

/** The names of a phase's states and variables. */
function partsOf(observe: Contract, { prefix, remembers = {}, begun }: Untyped) {
  const [polls, since] = prefix
    ? ([`${prefix}Polls`, `${prefix}Since`] as const)
    : (['polls', 'since'] as const);
  return {
    of: nameOf(observe).replace('Observe', ''),
    names: { polls, since },
    /** Its time stands still in a pause. */
    clock: { deadline: prefix ? `${prefix}Deadline` : DEADLINE, since: [since] } satisfies Clock,
    polls: reference<number>(`$${polls}`),
    looked: jsonata<number>()`$${polls} + 1`,
    since: reference<string>(`$${since}`),
    rounds: begun ? { so: reference<number>('$rounds'), most: begun.rounds } : undefined,
    waiting: input<Waiting>(),
    memory: Object.entries(remembers) as unknown as Memory,
  };
}
type Parts = ReturnType<typeof partsOf>;

/** By what a look answers: done, failed, another round of changes, or only another look. */
function progress(observe: Contract, outcomes: T.UntypedBranches, parts: Parts): Step<unknown> {
  const { of, polls, rounds, waiting, memory, clock } = parts;
  const isWaiting = condition`$states.input.outcome = 'Waiting'`;
  const looks = condition`${isWaiting} and ${polls} < ${MOST_LOOKS} and ${inTime(clock.deadline)}`;
  const bound = rounds ? condition`${looks} and ${rounds.so} < ${rounds.most}` : looks;
  const remembered = mapped(memory, (member, variable) => [variable, waiting[member]]);
  const assign = memory.length === 0 ? undefined : remembered;
  const ways = [
    ...waysOf(`${of}Progress`, outcomes),
    way({ when: condition`$states.input.outcome = 'Failed'` }, goto(`${of}Failed`)),
    way({ when: condition`${bound} and $count(${waiting.start}) = 0`, assign }, goto(`WaitFor${of}`)),
    way({ when: bound, assign }, goto(`Change${of}`)),
    way({ when: isWaiting }, goto(`${of}TookTooLong`)),
  ];
  return choice(`${of}Progress`, ways, { steps: [unknownOutcome(`${of}Unknown`, observe)] });
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

/** What a pause holds back is no failure: the phase waits for its end, and looks again. */
const changed = ({ of }: Parts): Step =>
  choice(`${of}Changed`, [way({ when: condition`$states.input.isPaused` }, goto(`AwaitResumeOf${of}`))], {
    steps: [],
  });

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
