import * as z from 'zod';
import type { FailoverPlan } from '../policy/failover.ts';
import type { KubernetesApi } from '../ports/kubernetes.ts';
import type { WantedCapacity } from './capacity.ts';
import type { Side } from './claim.ts';
import type { HookTry } from './hooks.ts';

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
}

/** The times of a move, ISO 8601, in their order. */
export const moveTimes = z.strictObject({
  claimedAt: z.string(),
  fencedAt: z.string(),
  /** Hooks before traffic are done, and the floor of the capacity is there. */
  readyAt: z.string(),
  /** The word was said, or the user's hook has moved traffic. */
  movedAt: z.string(),
  /** Name servers and the site itself say so. */
  servedAt: z.string(),
});
export type MoveTimes = z.output<typeof moveTimes>;

/** The results of a move so far. */
export interface MoveReport {
  /** Tries of the user's functions, by hook: a function's answer is on record nowhere else. */
  readonly tries?: Readonly<Record<string, readonly HookTry[]>>;
  readonly times?: MoveTimes;
  /** Hooks that failed and are not required, regions that did not take the word, capacity that is not there: each a sentence. */
  readonly notes?: readonly string[];
}

/** A phase of a move and how long it took. */
export const movePhase = z.strictObject({ name: z.string(), seconds: z.number() });
export type MovePhase = z.output<typeof movePhase>;

const seconds = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 100) / 10);

/** The phases of a move, from the question to the first served request. */
export const phasesOf = (
  { raisedAt }: Pick<MovePlan, 'raisedAt'>,
  { claimedAt, fencedAt, readyAt, movedAt, servedAt }: MoveTimes,
): readonly MovePhase[] => [
  { name: 'claim', seconds: seconds(raisedAt, claimedAt) },
  { name: 'fence', seconds: seconds(claimedAt, fencedAt) },
  { name: 'capacity', seconds: seconds(fencedAt, readyAt) },
  { name: 'traffic', seconds: seconds(readyAt, movedAt) },
  { name: 'verify', seconds: seconds(movedAt, servedAt) },
];
