import type { CallFacts, CallFault, TakenEvent } from '../../simulator/fault.ts';
import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import type { World } from '../../simulator/world.ts';
import type { Ledger } from './ledger.ts';

/** The view of a checker: the services themselves, the clock, and everything that calls have said so far. */
export interface Watched {
  /** Virtual milliseconds. */
  readonly now: () => number;
  /** Read, never called by its clients: nothing that a checker does is traced. */
  readonly world: () => World;
  readonly ledger: Ledger;
  /** True where every request is followed to its end, as where faults are drawn or planned. */
  readonly isFollowed: boolean;
}

/** Holds one rule. It goes by the services, and never by the product's own word. */
export interface Checker {
  /** The rules that it has held, a sentence each; none where nothing came to pass that it is about. */
  readonly checked: readonly string[];
  /** Called with every call that reaches a service; `output` is the service's own. */
  observe?(call: CallFacts, moment: 'begun' | 'done', output?: unknown): void;
  /** Called with every event that a bus has taken. */
  heard?(event: TakenEvent): void;
  /** Called with every call that goes wrong on purpose, before it does. */
  faulted?(call: CallFacts, fault: CallFault): void;
  /** Called with every entry of the trace. */
  read?(entry: TraceEntry): void;
  /** Looks at what is left once all has ended; no virtual time goes by meanwhile. */
  ended?(): Promise<void>;
  /** As `ended`, once permissions have been counted: its own questions to IAM would count as well. */
  afterwards?(): Promise<void>;
  /** Each way in which it was broken, once all has ended. */
  findings(): readonly string[];
}
