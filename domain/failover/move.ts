import type { FailoverPlan } from '../policy/failover.ts';
import type { KubernetesApi } from '../ports/kubernetes.ts';
import type { WantedCapacity } from './capacity.ts';
import type { Side } from './claim.ts';
import type { DrillPart } from './drill/drill.ts';
import type { HookTry } from './hooks.ts';
import type { MoveTimes } from './phases.ts';

/** A move of a plan as it is carried out: settled once, before the first change. */
export interface MovePlan {
  /** As the document had it when the move was claimed. */
  readonly plan: FailoverPlan;
  readonly fleet: string;
  readonly to: Side;
  readonly planned: boolean;
  /** The epoch under which all of it is done. */
  readonly epoch: number;
  readonly why: string;
  /** ISO 8601. */
  readonly raisedAt: string;
  readonly capacity: WantedCapacity;
  /** Absent where the cluster that is to serve cannot be asked: its nodes are counted by Auto Scaling alone. */
  readonly api?: KubernetesApi;
  /** Of a drill alone: nothing is claimed, and all of it is put back. */
  readonly drill?: DrillPart;
}

/** The results of a move so far. */
export interface MoveReport {
  /** Tries of the user's functions, by hook: a function's answer is on record nowhere else. */
  readonly tries?: Readonly<Record<string, readonly HookTry[]>>;
  readonly times?: MoveTimes;
  /** Hooks that failed and are not required, regions that did not take the word, capacity that is not there: each a sentence. */
  readonly notes?: readonly string[];
  /** Of a drill alone: in what it fell short, each a sentence. */
  readonly short?: readonly string[];
}
