import { durationMs } from '../policy/durations.ts';
import { FAILOVER_DEFAULTS, type FailoverPlan } from '../policy/failover.ts';
import type { Claimed } from './claim.ts';

/** Capacity below the floor about which a person was asked, as Guard keeps it. */
export interface Shortage {
  /** The epoch of the move that asks. */
  readonly epoch: number;
  /** ISO 8601. */
  readonly at: string;
  /** The parts that are below the floor, each with its numbers in one sentence. */
  readonly missing: readonly string[];
}

/** A person's word that a move goes on with the capacity that is there. */
export interface Acceptance {
  readonly epoch: number;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/** The plan's word on a floor that does not come up. */
export interface Patience {
  readonly whenShort: 'ask' | 'wait' | 'moveAnyway';
  readonly waitSeconds: number;
}

export function patienceOf({ capacity = {} }: Pick<FailoverPlan, 'capacity'>): Patience {
  const { whenShort = FAILOVER_DEFAULTS.whenShort, waitFor = FAILOVER_DEFAULTS.waitFor } = capacity;
  return { whenShort, waitSeconds: durationMs(waitFor) / 1000 };
}

/** A look at capacity that is below the floor. */
export interface ShortLook {
  readonly missing: readonly string[];
  readonly elapsedSeconds: number;
  /** The epoch of the move. */
  readonly epoch: number;
  /** The last question and the last answer of the plan, of whichever move they are. */
  readonly asked: Shortage | undefined;
  readonly accepted: Acceptance | undefined;
}

export type ShortageDecision =
  | { readonly do: 'wait' | 'ask' }
  /** The move goes on below its floor; `note` is told with it. */
  | { readonly do: 'goOn'; readonly note: string };

/**
 * Decides on capacity that is below the floor. It is asked about once a move, and waited for on; an answer is of one move
 * alone: whoever goes on with it later finds other capacity, and asks anew.
 */
export function decideShortage({ whenShort, waitSeconds }: Patience, look: ShortLook): ShortageDecision {
  const { missing, elapsedSeconds, epoch, asked, accepted } = look;
  const short = missing.join('; ');
  if (accepted?.epoch === epoch)
    return {
      do: 'goOn',
      note: `it went on below its floor, as ${accepted.by} said at ${accepted.at} (${accepted.reason}): ${short}`,
    };
  if (whenShort === 'wait' || elapsedSeconds < waitSeconds) return { do: 'wait' };
  if (whenShort === 'moveAnyway')
    return {
      do: 'goOn',
      note: `it went on below its floor after ${waitSeconds} s, as the plan says: ${short}`,
    };
  return { do: asked?.epoch === epoch ? 'wait' : 'ask' };
}

/** The question about it, in words. */
export const shortageInWords = (missing: readonly string[]): string =>
  `the move waits for capacity: ${missing.join('; ')}`;

export const acceptCommand = (plan: string): string =>
  `eks-fleet failover ${plan} --accept-capacity --reason …`;

/** The question that stands: of the move that is under way, before it serves, and not answered yet. */
export const openShortage = (
  held: Claimed | undefined,
  asked: Shortage | undefined,
  accepted: Acceptance | undefined,
): Shortage | undefined =>
  asked && isBeforeCapacity(held) && asked.epoch === held?.epoch && accepted?.epoch !== asked.epoch
    ? asked
    : undefined;

const isBeforeCapacity = (held: Claimed | undefined): boolean =>
  held?.moving === 'fencing' || held?.moving === 'fenced';

export type AcceptanceDecision =
  | { readonly do: 'write'; readonly acceptance: Acceptance }
  | { readonly do: 'nothing' | 'refuse'; readonly why: string };

/** Decides on a person's word about the capacity of the move that is under way; it may come before the question. */
export function decideAcceptance(
  held: Claimed | undefined,
  before: Acceptance | undefined,
  given: Omit<Acceptance, 'epoch'>,
): AcceptanceDecision {
  if (!held?.moving) return { do: 'refuse', why: 'no move is under way' };
  const { epoch, moving, owner } = held;
  if (!isBeforeCapacity(held))
    return { do: 'refuse', why: `the move to the ${owner} has its capacity: it is ${moving}` };
  if (before?.epoch === epoch)
    return { do: 'nothing', why: `${before.by} has said so at ${before.at}: ${before.reason}` };
  return { do: 'write', acceptance: { epoch, ...given } };
}
