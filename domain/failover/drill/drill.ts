import type { Sizes } from '../../scale/groups/sizes.ts';
import type { MovePhase } from '../phases.ts';

/** The sizes of a standby: those from before a drill, to which it is put back, or those to which the drill raises it. */
export interface StandbySizes {
  /** By the key of a group. */
  readonly groups: Readonly<Record<string, Sizes>>;
  /** Replicas by `namespace/deployment`. */
  readonly replicas: Readonly<Record<string, number>>;
}

/** A request to drill a plan, as it was validated. */
export interface DrillRequest {
  readonly plan: string;
  /** The document that has the plan. */
  readonly fleet: string;
  /** Seconds that traffic of the shadow pair is to stay at the standby. */
  readonly staysSeconds: number;
}

/** The sizes by which a drill is put back: only what is still as large as it has made it is its own to lower. */
export type DrillSizes = Pick<DrillPart, 'before' | 'raisedTo'>;

/** The part of a drill that a move does not have. */
export interface DrillPart {
  /** Seconds that traffic of the shadow pair stays at the standby; 0: it is put back at once. */
  readonly staysSeconds: number;
  readonly before: StandbySizes;
  readonly raisedTo: StandbySizes;
  /** The names that are moved in the place of the plan's records; none where a hook moves traffic. */
  readonly names: readonly string[];
  /** Parts of a move that are not tried, each in one sentence. */
  readonly leftOut: readonly string[];
}

/** The last drill of a plan, as Guard keeps it. */
export interface Drill {
  readonly operationId: string;
  /** The epoch of Guard's item meanwhile: once the plan has moved, what was raised is of use, and is put back no more. */
  readonly epoch: number;
  /** ISO 8601. */
  readonly begunAt: string;
  /** Absent while it is under way, or where nobody came to its end. */
  readonly endedAt?: string;
  readonly before: StandbySizes;
  /** The sizes to which it raises the standby: what is another one since is not its to put back. */
  readonly raisedTo: StandbySizes;
  /** The measured phases; absent where it failed before all was measured. */
  readonly phases?: readonly MovePhase[];
  /** Seconds of a failover that takes as long, with what a drill cannot measure. */
  readonly seconds?: number;
  /** The plan's `rto` at that time. */
  readonly objectiveSeconds: number;
  /** In what it fell short, each in one sentence; none: it met what the plan says. */
  readonly short: readonly string[];
}

/** A drill lasts no longer: its stay, and the time that both ways take. */
export const LONGEST_STAY_SECONDS = 8 * 3600;
const LONGEST_DRILL_MS = (LONGEST_STAY_SECONDS + 4 * 3600) * 1000;

/** The shortcoming of a drill that nobody came to the end of. */
export const UNENDED = 'it was stopped in the middle, and what it raised is put back by the next one';

/** True of a drill that came to no end before its plan moved, by the epoch of Guard's item: the move keeps what it has raised. */
export const isSuperseded = ({ endedAt, epoch }: Drill, planEpoch: number | undefined): boolean =>
  endedAt === undefined && planEpoch !== undefined && planEpoch > epoch;

/**
 * True while a drill may be at work. One that was stopped in the middle is not, once it would have ended; nor is one that a move has
 * ended, by the epoch of the plan's item.
 */
export const isUnderWay = (drill: Drill | undefined, at: string, planEpoch?: number): boolean =>
  drill !== undefined &&
  drill.endedAt === undefined &&
  !isSuperseded(drill, planEpoch) &&
  Date.parse(at) - Date.parse(drill.begunAt) < LONGEST_DRILL_MS;
