import { elapsedSeconds } from '../phase-contract.ts';
import type { InsightsRefresh } from '../ports/insights.ts';
import type { UpgradeRequest } from './request.ts';

/** The next thing to do about EKS's insights. */
export type RefreshDecision =
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly waitSeconds: number }
  | { readonly do: 'start' };

export interface AskedOfRefresh {
  readonly request: UpgradeRequest;
  /** When the first look was made, and this one; ISO 8601. */
  readonly since: string;
  readonly at: string;
  readonly last: InsightsRefresh | undefined;
}

/** A refresh takes half a minute to five (EKS guide, "Cluster insights": a few minutes). */
const FIRST_LOOK_SECONDS = 30;
const WAIT_SECONDS = 15;
/** A refresh that fails again and again is left: what EKS found before is judged. */
const GIVES_UP_SECONDS = 1200;
/** The time within which EKS is asked once more for what it could not tell. */
const ASKS_AGAIN_SECONDS = 420;

/** True where a request goes by insights: it moves the control plane. */
const needsInsights = (request: UpgradeRequest): boolean =>
  request.action === 'rollBack' || request.only === undefined || request.only === 'controlPlane';

/** The refresh that has ended since the first look, so that it is of now. */
export const isOfNow = ({ since, last }: Pick<AskedOfRefresh, 'since' | 'last'>): boolean =>
  last?.status === 'COMPLETED' && Date.parse(last.startedAt) >= Date.parse(since);

/**
 * Decides whether EKS is asked to look again. A refresh that runs is waited for, though it may have begun before: then
 * one more follows. `isUnknown`: there are checks of which EKS could not tell the outcome.
 */
export function decideRefresh(asked: AskedOfRefresh, isUnknown = false): RefreshDecision {
  const { request, since, at, last } = asked;
  if (!needsInsights(request)) return { do: 'nothing' };
  const elapsed = elapsedSeconds({ since, at });
  if (last?.status === 'IN_PROGRESS') {
    const age = elapsedSeconds({ since: last.startedAt, at });
    return { do: 'wait', waitSeconds: Math.max(WAIT_SECONDS, Math.ceil(FIRST_LOOK_SECONDS - age)) };
  }
  if (isOfNow(asked)) return isUnknown && elapsed < ASKS_AGAIN_SECONDS ? { do: 'start' } : { do: 'nothing' };
  return elapsed < GIVES_UP_SECONDS ? { do: 'start' } : { do: 'nothing' };
}

/** Seconds until a refresh that was just started can have ended. */
export const AFTER_START_SECONDS = FIRST_LOOK_SECONDS;
