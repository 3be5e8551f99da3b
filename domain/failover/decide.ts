import { heldBack } from './cancel.ts';
import type { Claimed } from './claim.ts';
import type { Lag } from './lag.ts';
import type { Said } from './signals.ts';
import { isHeard, isShaky, type ObserverSeen, type PlanSeen, type Vote, voteOf } from './votes.ts';

/** The part of a plan on which it is decided whether it moves. */
export interface WatchedPlan {
  readonly name: string;
  readonly mode: 'approve' | 'automatic';
  readonly failingSeconds: number;
  /** True of a fence that works without the primary's region: an automatic failover has no other. */
  readonly fencesAlone: boolean;
}

/** All that a failover is decided on, in the standby's region. */
export interface Situation {
  readonly plan: WatchedPlan;
  /** The observers of the standby's and the witness's regions. */
  readonly standby: ObserverSeen;
  readonly witness: ObserverSeen;
  /** The plan's item in Guard by a strongly consistent read; undefined where a majority of its replicas does not answer. */
  readonly guard: Claimed | undefined;
  /** Reasons that keep the standby from taking over, by the last look at its readiness. */
  readonly unready: readonly string[];
  /** The standby's data against what the plan allows; absent where it allows anything. */
  readonly lag?: Lag;
  /** Zones of the primary's region that are said to be impaired, by AWS or by others. */
  readonly zones?: readonly string[];
  /** The word on the primary's region itself. It raises a question at most, and moves nothing. */
  readonly said?: Said['region'];
  /** Seconds since Guard's item was last written, by the clock of who decides; undefined: not known. */
  readonly sinceMovedSeconds?: number;
  /** True where an operation moves a plan to the standby's cluster right now: it holds the cluster's lease. */
  readonly isAtWork?: boolean;
  /** Owners of pauses that hold failovers of this plan, and say so. */
  readonly pausedBy?: readonly string[];
}

/**
 * `quiet`: all is well, or the plan has moved already. `hold`: something is not as it should be, and nothing is done; with
 * `page` a person has to know. `ask`: a person decides. `shiftZone`: a zone is to be left, not a region.
 */
export type Decision =
  | { readonly is: 'quiet' }
  /** `byGuard`: Guard's own item says it, by a consistent read, and no further look makes it surer. */
  | { readonly is: 'hold'; readonly why: string; readonly page: boolean; readonly byGuard?: true }
  | { readonly is: 'ask'; readonly why: string }
  | { readonly is: 'shiftZone'; readonly zones: readonly string[] }
  /** `goesOn`: the move was begun by somebody who is gone. */
  | { readonly is: 'failOver'; readonly why: string; readonly goesOn?: true };

const hold = (why: string, page = false) => ({ is: 'hold', why, page }) as const;
const ask = (why: string): Decision => ({ is: 'ask', why });

/** After so long a step of a move has come to no end: who made it is gone, or waits for something that does not come. */
const STALLED_AFTER_SECONDS = 300;

/**
 * A move to the standby that came to no end is gone on with, whatever the votes say by now, where nobody is at work on it; of any
 * other a person is told.
 */
function moved({ guard, sinceMovedSeconds = 0, plan, isAtWork = false }: Situation): Decision {
  if (!guard?.moving || sinceMovedSeconds < STALLED_AFTER_SECONDS) return { is: 'quiet' };
  const why = `a move to the ${guard.owner} that was begun under epoch ${guard.epoch} is ${guard.moving} since ${guard.at}`;
  return guard.owner === 'standby' && plan.mode === 'automatic' && !isAtWork
    ? { is: 'failOver', why, goesOn: true }
    : { ...hold(why, true), byGuard: true };
}

/** After so long a silence of the witness the plan is not ready. */
const WITNESS_SILENT_SECONDS = 60;

interface Votes {
  readonly standby: Vote;
  readonly witness: Vote;
}
const bothSay = ({ standby, witness }: Votes, vote: Vote): boolean => standby === vote && witness === vote;
const anySays = ({ standby, witness }: Votes, vote: Vote): boolean => standby === vote || witness === vote;

const about = ({ plan: { name, failingSeconds } }: Situation, sign: keyof PlanSeen) => ({
  plan: name,
  sign,
  failingSeconds,
});
const votesOn = (situation: Situation, sign: keyof PlanSeen): Votes => ({
  standby: voteOf(situation.standby, about(situation, sign)),
  witness: voteOf(situation.witness, about(situation, sign)),
});

/** The reason why an automatic plan has to ask all the same. */
function asksInstead(situation: Situation): string | undefined {
  const { plan, unready, lag, pausedBy = [], guard, sinceMovedSeconds = 0 } = situation;
  const back = guard && heldBack(guard, sinceMovedSeconds);
  if (back !== undefined) return back;
  if (pausedBy.length > 0) return `failovers are paused by ${pausedBy.join(', ')}`;
  if (plan.mode === 'approve') return 'the plan asks before it moves';
  if (!plan.fencesAlone) return 'its fence needs the region that is lost';
  if (unready.length > 0) return `the standby is not ready: ${unready.join('; ')}`;
  if (lag === 'unknown') return 'how far the data of the standby is behind cannot be measured';
  if (lag === 'beyond')
    return 'the data of the standby is further behind than the plan allows: its alarm is in ALARM';
  return undefined;
}

/** Both observers see the application fail: what the region's own signs add to it. */
function lost(situation: Situation, region: Votes): Decision {
  const { zones = [] } = situation;
  if (bothSay(region, 'answers')) {
    if (zones.length > 0) return { is: 'shiftZone', zones };
    return ask('the application alone fails, and its region answers: a deployment, or something before it');
  }
  if (!bothSay(region, 'fails'))
    return ask('the application fails, and the observers do not agree that its region does');
  const instead = asksInstead(situation);
  return instead === undefined
    ? { is: 'failOver', why: 'two regions see the application and its region fail' }
    : ask(instead);
}

/**
 * Neither observer sees the application fail for long enough. A word on the region raises the question where something fails by our
 * own signs; one of AWS Health alone raises none, since it tells of issues that the plan may have no part in.
 */
function notLost(situation: Situation, region: Votes): Decision {
  const { standby, witness, zones = [], said } = situation;
  if ((witness.sinceRoseSeconds ?? Number.POSITIVE_INFINITY) >= WITNESS_SILENT_SECONDS)
    return hold('the witness is silent: the plan is not ready', true);
  const and = said ? `, and ${said.why}` : '';
  if (bothSay(region, 'fails')) {
    const why = 'the region fails by its own signs, and the application answers';
    return said ? ask(`${why}${and}`) : hold(why, true);
  }
  const isTorn = [standby, witness].every((seen) => isShaky(seen, about(situation, 'primary')));
  if (said && (isTorn || anySays(region, 'fails')))
    return ask(
      `${isTorn ? 'the application fails and answers by turns' : 'one observer sees the region fail'}${and}`,
    );
  if (said && !said.byAwsAlone) return ask(`the application answers${and}`);
  if (zones.length > 0) return { is: 'shiftZone', zones };
  return isTorn ? hold('the application fails and answers by turns') : { is: 'quiet' };
}

/**
 * Decides, in the standby's region, whether a plan moves. It acts where the standby and the witness agree on the primary by
 * two kinds of signs, and the standby's own address answers. A missing look is never a failure, one observer never enough,
 * and a minority never acts: without a majority of Guard nothing is decided.
 */
export function decideFailover(situation: Situation): Decision {
  const { standby, guard } = situation;
  if (!guard) return hold('Guard does not answer: nobody can tell who owns the plan', true);
  if (guard.owner !== 'primary' || guard.moving) return moved(situation);
  if (!isHeard(standby))
    return hold('the observer of the standby’s region does not see the world itself', true);
  const application = votesOn(situation, 'primary');
  const region = votesOn(situation, 'region');
  if (!anySays(application, 'fails')) return notLost(situation, region);
  const there = votesOn(situation, 'standby');
  if (there.standby !== 'answers' || there.witness === 'fails')
    return hold('the standby’s own address does not answer either: there is nowhere to go', true);
  if (bothSay(application, 'fails')) return lost(situation, region);
  if (anySays(application, 'answers')) {
    const why = 'the observers do not agree on the application';
    return situation.said ? ask(`${why}, and ${situation.said.why}`) : hold(why);
  }
  return ask('one observer sees the application fail, and the other says nothing');
}
