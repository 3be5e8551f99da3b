import type * as z from 'zod';
import type { Contract } from '../../domain/contract.ts';
import type { applied, applyInput } from '../../domain/phase-contract.ts';
import type { phaseWaiting, stepFailure } from '../../domain/progress.ts';
import { choice } from './choice.ts';
import { each } from './each.ts';
import { condition, type Expression, input, jsonata, now, reference, text } from './expression.ts';
import { MOST_LOOKS } from './pause.ts';
import type { Patience } from './retry.ts';
import { aside, fail, goto, type Step, set, wait, way } from './step.ts';
import { nameOf, type UntypedBranches, unknownOutcome, verbNoun, waysOf } from './task.ts';

export type Waiting = z.output<typeof phaseWaiting>;
export type ChangeContract = Contract<z.ZodType<unknown, z.input<typeof applyInput>>, typeof applied>;
/** One of the changes that a phase may make. */
export interface Change {
  readonly contract: Contract;
  readonly step: Step;
}
/** Members of a look that the look before has answered. */
export type Remembered = 'ready' | 'left' | 'outputs';
/** The variables that keep them, and what these begin with. */
export type Memory<Member extends string> = {
  readonly [K in Member]: readonly [variable: string, from: object];
};

export interface PhaseOptions {
  readonly comment?: string;
  /** What the phase's variables begin with: no two phases that run at once may share one. */
  readonly prefix?: string;
  readonly patience?: Patience;
  readonly changes: readonly Change[];
  /**
   * Another task took the first look, and `polls`, `rounds` and `since` are set. At most so many rounds of changes; the
   * phase's time begins anew with each.
   */
  readonly begun?: { readonly rounds: number };
}
export type UntypedPhase = PhaseOptions & {
  readonly given?: object;
  readonly remembers?: Partial<Memory<Remembered>> | undefined;
  readonly outcomes: UntypedBranches;
};

export type Parts = ReturnType<typeof partsOf>;
/** The names of a phase's states and variables. */
export function partsOf(observe: Contract, { prefix, remembers = {} }: UntypedPhase) {
  const of = nameOf(observe).replace('Observe', '');
  const [polls, since] = prefix ? [`${prefix}Polls`, `${prefix}Since`] : ['polls', 'since'];
  return {
    of,
    names: { progress: `${of}Progress`, change: `Change${of}`, wait: `WaitFor${of}`, polls, since },
    polls: reference<number>(`$${polls}`),
    since: reference<string>(`$${since}`),
    rounds: reference<number>('$rounds'),
    waiting: input<Waiting>(),
    memory: Object.entries(remembers).map(([member, [variable, from]]) => ({
      member: member as Remembered,
      variable,
      from,
    })),
  };
}

export const start = ({ comment }: PhaseOptions, { of, names, memory }: Parts): Step =>
  set(
    `Begin${of}`,
    {
      [names.polls]: 0,
      [names.since]: now,
      ...Object.fromEntries(memory.map(({ variable, from }) => [variable, from])),
    },
    { comment },
  );

/** By what a look answers: done, failed, another round of changes, or only another look. */
export function progress(observe: Contract, { begun, outcomes }: UntypedPhase, parts: Parts): Step<unknown> {
  const { of, names, polls, rounds, waiting, memory } = parts;
  const looks = condition`$states.input.outcome = 'Waiting' and ${polls} < ${MOST_LOOKS}`;
  const bound = begun ? condition`${looks} and ${rounds} < ${begun.rounds}` : looks;
  const remember = memory.map(({ member, variable }) => [variable, waiting[member]] as const);
  const assign = memory.length === 0 ? undefined : Object.fromEntries(remember);
  return choice(
    names.progress,
    [
      ...waysOf(names.progress, outcomes),
      way({ when: condition`$states.input.outcome = 'Failed'` }, goto(`${of}Failed`)),
      way({ when: condition`${bound} and $count(${waiting.start}) = 0`, assign }, goto(names.wait)),
      way({ when: bound, assign }, goto(names.change)),
      way({ when: condition`$states.input.outcome = 'Waiting'` }, goto(`${of}TookTooLong`)),
    ],
    { steps: [unknownOutcome(`${of}Unknown`, observe)] },
  );
}

/** The Map over all changes that may be made now. */
export function changesOfPhase({ changes, begun }: UntypedPhase, { of, names, waiting }: Parts): Step {
  const ways = changes.map(({ contract, step }) =>
    way({ when: condition`$states.input.task = '${verbNoun(contract)}'` }, step),
  );
  const unknown = text`'workflow: no task ' & $states.input.task & ' in this phase'`;
  const otherwise = { steps: [fail(`UnknownTaskOf${of}`, 'InvalidInput', unknown)] };
  return each(names.change, waiting.start, () => [choice(`WhichOf${of}`, ways, otherwise)], {
    comment: 'Everything that the phase is ready for, side by side.',
    atOnce: 10,
    output: { waitSeconds: waiting.waitSeconds, ...(begun ? { start: waiting.start } : {}) },
  });
}

/** Until the next look. */
export function pause({ begun }: UntypedPhase, { names, polls, since, rounds, waiting }: Parts): Step {
  const changed = condition`$count(${waiting.start}) > 0`;
  const anew = {
    rounds: jsonata<number>()`${changed} ? ${rounds} + 1 : ${rounds}`,
    since: jsonata<string>()`${polls} = 0 or ${changed} ? ${now} : ${since}`,
  };
  return wait(names.wait, waiting.waitSeconds, {
    comment:
      begun && 'The time that a change may take begins with it, and for the first wait however late that is.',
    assign: { [names.polls]: jsonata<number>()`${polls} + 1`, ...(begun ? anew : {}) },
  });
}

/** Ends with what a look has found to have failed. */
export const failedStep = (
  name: string,
  failures: Expression<readonly z.output<typeof stepFailure>[]>,
): Step => fail(name, 'StepFailed', text`$join(${failures}.(key & ': ' & reason), '; ')`);

export function ends(observe: Contract, { begun }: UntypedPhase, { of, polls, since, rounds }: Parts): Step {
  const told = `'${verbNoun(observe)}: still not done after ' & $string(`;
  const late = begun
    ? text`${told}${polls}) & ' looks and ' & $string(${rounds}) & ' rounds of changes, since ' & ${since} & (${rounds} >= ${begun.rounds} ? '; something else seems to bring back what is taken away')`
    : text`${told}${polls}) & ' looks since ' & ${since}`;
  return aside([
    failedStep(`${of}Failed`, reference('$states.input.failures')),
    fail(`${of}TookTooLong`, 'StepFailed', late),
  ]);
}
