import type * as z from 'zod';
import type { Contract } from '../../domain/contract.ts';
import type { phaseFailed } from '../../domain/progress.ts';
import { reference } from './expression.ts';
import {
  type Change,
  type ChangeContract,
  changesOfPhase,
  ends,
  type Memory,
  type PhaseOptions,
  partsOf,
  pause,
  progress,
  type Remembered,
  start,
  type UntypedPhase,
  type Waiting,
} from './phase-states.ts';
import { emitAll, entryOf, merge, type Step } from './step.ts';
import {
  type Answers,
  type AnyContract,
  type Argument,
  type Branches,
  call,
  type GivenOf,
  type Only,
  type OutcomeOf,
  type Output,
  type WhatIsGiven,
} from './task.ts';

/** A task that looks at a phase: it answers `Waiting`, `Failed`, and what the outline has branches for. */
type Looks<C extends AnyContract> = [Waiting | z.output<typeof phaseFailed>] extends [Output<C>]
  ? unknown
  : never;
type Rest<C extends AnyContract> = Exclude<OutcomeOf<C>, 'Waiting' | 'Failed'>;
type Remembers<I> = [Extract<keyof I, Remembered>] extends [never]
  ? { readonly remembers?: never }
  : { readonly remembers: Memory<Extract<keyof I, Remembered>> };

/** A task that makes one of a phase's changes: given the operation, the key and the time, and what the contract takes besides. */
export function change<C extends ChangeContract>(
  contract: C,
  ...[options]: Argument<{ readonly name?: string } & WhatIsGiven<GivenOf<C, 'operation' | 'key' | 'at'>>>
): Change {
  const given = { key: reference('$states.input.key'), ...options?.given };
  return { contract, step: call(contract, given, { name: options?.name }) };
}

/** Looks, makes all changes that may be made now, waits, and looks again, until the phase is done or has failed. */
export function phase<C extends AnyContract, const B extends Branches<C, Rest<C>>>(
  observe: C & Looks<C>,
  options: PhaseOptions &
    WhatIsGiven<GivenOf<C, 'operation' | 'since' | 'at' | Remembered>> &
    Remembers<z.input<C['input']>> & { readonly outcomes: B & Only<B, Rest<C>> },
): Step<Answers<B>>;
export function phase(observe: Contract, options: UntypedPhase): Step<unknown> {
  const parts = partsOf(observe, options);
  const { names, since, memory } = parts;
  const remembered = memory.map(({ member, variable }) => [member, reference(`$${variable}`)] as const);
  const given = { since, ...options.given, ...Object.fromEntries(remembered) };
  const look = call(observe, given, { patience: options.patience });
  const begin = options.begun ? [] : [start(options, parts)];
  return {
    entry: entryOf(begin, names.progress) as string,
    emit: (next, context) =>
      merge(
        emitAll(begin, look.entry, context),
        look.emit(names.progress, context),
        progress(observe, options, parts).emit(next, context),
        changesOfPhase(options, parts).emit(names.wait, context),
        pause(options, parts).emit(look.entry, context),
        ends(observe, options, parts).emit(undefined, context),
      ),
  };
}

export { failedStep } from './phase-states.ts';
