import * as z from 'zod';
import type { EventDefinition } from '../../events/event.ts';
import type { World } from '../../simulator/world.ts';
import type { Ledger } from '../checkers/ledger.ts';
import type { Inventory } from '../checkers/nothing-left.ts';
import type { Office } from '../checkers/sleep/office-hours/calendar.ts';
import type { PlannedFault } from '../faults/schema.ts';
import type { RehearsedFleet } from '../rehearsed-fleet.ts';

/** The world and the actions that the steps of a scenario use. */
export interface StepRunner {
  readonly spec: RehearsedFleet;
  readonly world: World;
  readonly ledger: Ledger;
  /** Drives the world until a promise of the outside settles. */
  drive<T>(promise: Promise<T>): Promise<T>;
  /** Drives the world until so many more executions have started and all have ended, or for so long. */
  follow(executions: number, forSeconds: number | undefined): Promise<'reached' | 'deadline'>;
  /** Begins a fault that the scenario names. */
  begin(fault: PlannedFault): void;
  /** Ends every fault. */
  recover(): void;
  /** Samples faults from now on. */
  sampleFaults(): void;
  /** Begins to count calls anew. */
  countCalls(): void;
  /** Watches clusters of offices from now on. */
  watch(offices: readonly Office[]): Promise<void>;
  /** Ends every fault and drives the world until it is at rest; answers the things that are not at rest by then. */
  converge(withinSeconds: number): Promise<readonly string[]>;
}

/** An event on the bus of the cluster's own region, as the commands put it. */
export interface Request {
  readonly definition: EventDefinition;
  readonly region: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The runner for one step, with the actions that only steps have. */
export interface StepRun extends StepRunner {
  /** Resources that were there before the first cluster. */
  before: Inventory;
  /**
   * Makes the requests, again through outages, and follows the executions that they start to their end, or for so
   * long.
   */
  request(requests: readonly Request[], forSeconds: number | undefined): Promise<void>;
  /** Repeats a call of the scenario's own until no outage is in its way. */
  untilAnswered<T>(ask: () => Promise<T>): Promise<T>;
  /** Runs a step in another stage of the account. */
  inStage(stage: string, step: object): Promise<void>;
  /** Names the checks that were made, for the report. */
  checked(names: readonly string[]): void;
  /** Tells differences from the step's expectation. */
  found(findings: readonly string[]): void;
  /** Tells violations of rules that hold for every step. */
  violated(findings: readonly string[]): void;
}

/** One kind of step: its form in a file, if files may have it, and its action. */
export interface StepKind<Step, Written extends z.ZodType | undefined = z.ZodType | undefined> {
  readonly written: Written;
  /** Time goes by: if this is the last step, operations that a schedule began meanwhile are followed to their end. */
  readonly leavesWork?: boolean;
  run(step: Step, on: StepRun): unknown;
}

/** A step that a scenario's file writes. */
export const writtenStep = <Written extends z.ZodType>(
  written: Written,
  run: StepKind<z.output<Written>>['run'],
): StepKind<z.output<Written>, Written> => ({ written, run });

/** A step that only programs give. */
export const givenStep = <Step>(run: StepKind<Step>['run']): StepKind<Step, undefined> => ({
  written: undefined,
  run,
});

export const name = z.string().min(1);

export const followFor = {
  /** Goes on to the next step after so many virtual seconds; absent, once everything has ended. */
  followForSeconds: z.int().positive().optional(),
};
