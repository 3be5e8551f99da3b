import { SLOT_SECONDS, slotsOf } from '../failover/votes.ts';
import { FAILOVER_DEFAULTS, type FailoverPlan } from './failover.ts';

/** The traffic's health checks: the interval of the quick ones, of which one failure is enough. */
const CHECK_SECONDS = 10;
/** From a health check's new status until every name server answers by it, at most. */
const PUBLICATION_SECONDS = 10;
/** The TTL of the records that a plan moves: a client that honours it asks again so late. */
const TTL_SECONDS = 30;
/** A lease that is taken over: the late task of the former owner has ended by then. */
const TAKEOVER_SECONDS = 30;
/** The most by which the clocks of a writer and of who waits for it differ. */
export const CLOCK_SKEW_SECONDS = 5;

/** A part of a failover that nobody can shorten. */
export interface Part {
  readonly what: string;
  readonly seconds: number;
}

/**
 * The parts of the shortest time in which a plan can be relied on to serve again, steps of the user's left out. The former
 * owner of the standby's lease and the writers of the old side are waited for at the same time.
 */
export function shortestRto({ failingSeconds, fence }: FailoverPlan): readonly Part[] {
  const { failing } = slotsOf(failingSeconds ?? FAILOVER_DEFAULTS.failingSeconds);
  const leaseSeconds = fence && 'selfFencing' in fence ? fence.selfFencing.leaseSeconds : undefined;
  const fenceSeconds = leaseSeconds === undefined ? 0 : leaseSeconds + CLOCK_SKEW_SECONDS;
  const waited =
    fenceSeconds > TAKEOVER_SECONDS
      ? { what: 'writers that stop by themselves', seconds: fenceSeconds }
      : { what: "the standby's lease", seconds: TAKEOVER_SECONDS };
  return [
    { what: `${failing} slots that fail`, seconds: failing * SLOT_SECONDS },
    waited,
    { what: 'a health check', seconds: CHECK_SECONDS },
    { what: 'its publication', seconds: PUBLICATION_SECONDS },
    { what: 'the TTL of the records', seconds: TTL_SECONDS },
  ];
}

export const secondsOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { seconds }) => sum + seconds, 0);
