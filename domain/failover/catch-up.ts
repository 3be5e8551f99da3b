import { durationMs } from '../policy/durations.ts';
import { FAILOVER_DEFAULTS, type FailoverPlan } from '../policy/failover.ts';
import type { LagSample, SeenLag } from '../ports/lags.ts';
import type { Claimed } from './claim.ts';
import type { MovePlan } from './move.ts';
import type { Acceptance, AcceptanceDecision } from './shortage.ts';

/** The data for which a planned move waits, as Guard keeps it. */
export interface Behind {
  /** The epoch of the move that waits. */
  readonly epoch: number;
  /** ISO 8601: the look. */
  readonly at: string;
  /** ISO 8601: when writers had stopped. */
  readonly since: string;
  readonly why: string;
  /** A person was asked. */
  readonly isAsked: boolean;
}

/** True of a move that waits until the data of the side that is to serve has caught up: a planned one whose plan measures it. */
export const waitsForData = ({ planned, plan }: Pick<MovePlan, 'planned' | 'plan'>): boolean =>
  planned && plan.lag !== undefined;

/** A move without a fence: nothing has stopped the writers, and a measured lag says nothing of what they write later. */
export const writersNote = ({ fence }: Pick<FailoverPlan, 'fence'>): readonly string[] =>
  fence === undefined
    ? [
        'the plan has no fence: whatever was written to the other side after its data had caught up is not here',
      ]
    : [];

export const catchUpSeconds = ({ lag }: Pick<FailoverPlan, 'lag'>): number =>
  durationMs(lag?.waitFor ?? FAILOVER_DEFAULTS.lagWaitFor) / 1000;

/** True of a sample that has all that was written before the writers stopped. */
const hasAll = ({ from, seconds }: LagSample, stoppedAt: string): boolean =>
  seconds !== undefined && Date.parse(from) - seconds * 1000 >= Date.parse(stoppedAt);

/**
 * The reason why data has not caught up with writers that have stopped, by its lag since; undefined where it has. A lag of so
 * many seconds at a later time is of everything before these: it need not come to 0, which some metrics never do. One
 * without a unit of time has to.
 */
export function behindBy(seen: SeenLag | undefined, stoppedAt: string): string | undefined {
  if (!seen) return 'CloudWatch does not answer how far it is behind';
  if (seen.is === 'unread') return `nothing tells how far it is behind: ${seen.why}`;
  if (seen.samples.some((sample) => hasAll(sample, stoppedAt))) return undefined;
  const newest = seen.samples.reduce<LagSample | undefined>(
    (last, one) => (last && last.from > one.from ? last : one),
    undefined,
  );
  return newest
    ? `its lag was ${newest.said} at ${newest.from}`
    : 'its lag has no value since the writers stopped';
}

/** A look at data that has not caught up. */
export interface BehindLook {
  readonly why: string;
  readonly at: string;
  readonly elapsedSeconds: number;
  /** The epoch of the move. */
  readonly epoch: number;
  /** The last word on the plan's data, and the last answer, of whichever move they are. */
  readonly told: Behind | undefined;
  readonly accepted: Acceptance | undefined;
}

export type BehindDecision =
  | { readonly do: 'wait' | 'tell' | 'ask' }
  /** The move goes on without what is missing; `note` is told with it. */
  | { readonly do: 'goOn'; readonly note: string };

/** Guard is told anew so often while data catches up. */
const TOLD_EVERY_MS = 60_000;

/**
 * Decides on data that has not caught up: it is waited for, told, and after the plan's patience a person is asked, once a move. Nothing
 * but a person's word lets the move go on without it.
 */
export function decideBehind(waitSeconds: number, look: BehindLook): BehindDecision {
  const { why, at, elapsedSeconds, epoch, told, accepted } = look;
  if (accepted?.epoch === epoch)
    return {
      do: 'goOn',
      note: `it went on before its data had caught up, as ${accepted.by} said at ${accepted.at} (${accepted.reason}): ${why}`,
    };
  const own = told?.epoch === epoch ? told : undefined;
  if (own?.isAsked) return { do: 'wait' };
  if (elapsedSeconds >= waitSeconds) return { do: 'ask' };
  return { do: own && Date.parse(at) - Date.parse(own.at) < TOLD_EVERY_MS ? 'wait' : 'tell' };
}

/** The wait, or the question about it, in words. */
export const behindInWords = (why: string): string =>
  `the move waits for the data of the side that is to serve: ${why}`;

export const lossCommand = (plan: string): string =>
  `eks-fleet failover ${plan} --accept-data-loss --reason … (or --cancel)`;

/** The wait of the move that is under way, before its fence is up and while nobody has answered. */
export const openBehind = (
  held: Claimed | undefined,
  told: Behind | undefined,
  accepted: Acceptance | undefined,
): Behind | undefined =>
  told && held?.moving === 'fencing' && told.epoch === held.epoch && accepted?.epoch !== told.epoch
    ? told
    : undefined;

/** Decides on a person's word that the move which is under way goes on without data that is missing. */
export function decideLoss(
  held: Claimed | undefined,
  before: Acceptance | undefined,
  given: Omit<Acceptance, 'epoch'>,
): AcceptanceDecision {
  if (!held?.moving) return { do: 'refuse', why: 'no move is under way' };
  const { epoch, moving, owner } = held;
  if (moving !== 'fencing')
    return { do: 'refuse', why: `the move to the ${owner} waits for no data: it is ${moving}` };
  if (before?.epoch === epoch)
    return { do: 'nothing', why: `${before.by} has said so at ${before.at}: ${before.reason}` };
  return { do: 'write', acceptance: { epoch, ...given } };
}
