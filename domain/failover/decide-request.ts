import type { Claimed, Side } from './claim.ts';
import type { Decision } from './decide.ts';

/** A request to move a plan, and what stands. */
export interface AskedMove {
  readonly to: Side;
  readonly planned: boolean;
  /** The decision by the votes, of an observer's request; undefined where a person asks. */
  readonly decision: Decision | undefined;
  /** The plan's item; undefined where it was never prepared. */
  readonly guard: Claimed | undefined;
  /** Seconds that the standby has to have served before a way back, and seconds that it has. */
  readonly soakSeconds: number;
  readonly servedSeconds: number;
}

export type MoveVerdict =
  | { readonly do: 'go'; readonly why?: string }
  | { readonly do: 'skip'; readonly reason: string }
  | { readonly do: 'refuse'; readonly path: string; readonly message: string };

const told = (decision: Decision): string => {
  switch (decision.is) {
    case 'quiet':
      return 'quiet: nothing is to be done by now';
    case 'shiftZone':
      return `shift zone: ${decision.zones.join(', ')} is to be left, not the region`;
    case 'hold':
    case 'ask':
      return `${decision.is}: ${decision.why}`;
    case 'failOver':
      return decision.why;
  }
};

/** Decides whether a request goes on to its claim. An observer's question is decided anew; nothing but facts refuses a person. */
export function decideMoveRequest(asked: AskedMove): MoveVerdict {
  const { to, planned, decision, guard, soakSeconds, servedSeconds } = asked;
  if (!guard)
    return {
      do: 'refuse',
      path: 'detail.plan',
      message:
        'Guard has no item of the plan: it was not prepared yet, which follows a minute or two after its document is applied',
    };
  if (decision) {
    if (to !== 'standby')
      return {
        do: 'refuse',
        path: 'detail.raised',
        message: 'found a question of an observer, allowed none: a way back is a person’s',
      };
    if (decision.is === 'failOver') return { do: 'go', why: decision.why };
    return { do: 'skip', reason: told(decision) };
  }
  if (guard.owner === to && !guard.moving)
    return {
      do: 'skip',
      reason: `the ${to} owns the plan already, since ${guard.at} (epoch ${guard.epoch})`,
    };
  if (to === 'primary' && !planned)
    return {
      do: 'refuse',
      path: 'detail.planned',
      message: 'found none, allowed true: a way back is planned, always',
    };
  if (to === 'primary' && !guard.moving && servedSeconds < soakSeconds)
    return {
      do: 'refuse',
      path: 'detail.to',
      message: `the standby has served for ${Math.floor(servedSeconds)} s, and soaks for ${soakSeconds} s before a way back; ask again after that`,
    };
  return { do: 'go' };
}
