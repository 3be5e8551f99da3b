import type { Claimed } from '../../../domain/failover/claim.ts';
import type { Situation, WatchedPlan } from '../../../domain/failover/decide.ts';
import type { Answer, ObserverSeen, PlanSeen, Slot } from '../../../domain/failover/votes.ts';

export const plan: WatchedPlan = { name: 'shop', mode: 'automatic', failingSeconds: 45, fencesAlone: true };

export const guard: Claimed = {
  plan: 'shop',
  owner: 'primary',
  epoch: 4,
  generation: 'g1',
  claimId: 'first',
  at: '2026-12-01T00:00:00.000Z',
};

export const ALL_WELL: PlanSeen = { primary: 'answers', standby: 'answers', region: 'answers' };
export const LOST: PlanSeen = { primary: 'fails', standby: 'answers', region: 'fails' };

export const slot = (sequence: number, seen: Partial<PlanSeen> = {}, isWell = true): Slot => ({
  sequence,
  isWell,
  plans: { shop: { ...ALL_WELL, ...seen } },
});

/** An observer whose last seven slots saw the same. */
export const steady = (seen: Partial<PlanSeen> = {}, more: Partial<ObserverSeen> = {}): ObserverSeen => ({
  slots: Array.from({ length: 7 }, (_, index) => slot(100 + index, seen)),
  sinceRoseSeconds: 3,
  ...more,
});

export const SILENT: ObserverSeen = { ...steady(), sinceRoseSeconds: 90 };

/** Slots by letters: `f`ails, `a`nswers, `u`nknown, `-` missed, `x` not well; the newest last. */
export function primaryBy(letters: string, sinceRoseSeconds = 3): ObserverSeen {
  const answers: Readonly<Record<string, Answer>> = { f: 'fails', a: 'answers', u: 'unknown', x: 'fails' };
  const slots = [...letters].flatMap((letter, index) => {
    const primary = answers[letter];
    return primary === undefined ? [] : [slot(100 + index, { primary, region: primary }, letter !== 'x')];
  });
  return { slots, sinceRoseSeconds };
}

export const situation = (more: Partial<Situation> = {}): Situation => ({
  plan,
  standby: steady(),
  witness: steady(),
  guard,
  unready: [],
  ...more,
});
