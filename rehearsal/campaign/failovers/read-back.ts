import type { FailoverPlan } from '../../../domain/policy/failover.ts';
import type { Drawn } from '../draw.ts';

/** The failover plan of the document that a story applies. */
export function planIn({ steps }: Pick<Drawn, 'steps'>): FailoverPlan | undefined {
  const fleets = steps.flatMap((step) => ('applyFleet' in step ? [step.applyFleet] : []));
  return fleets.flatMap(({ spec }) => (spec.failover as readonly FailoverPlan[] | undefined) ?? [])[0];
}

/** The seconds that the user's machines take on the way to traffic: the fence, and steps before. */
export function hookSecondsIn({ steps }: Pick<Drawn, 'steps'>): number {
  const calls = steps.flatMap((step) => ('administrator' in step ? step.administrator.calls : []));
  const seconds = calls.map(({ request: { name, definition } }) => {
    if (!/-(fence|before)$/.test(String(name))) return 0;
    return Number(/"Seconds":(\d+)/.exec(String(definition))?.[1] ?? 0);
  });
  return seconds.reduce((sum, one) => sum + one, 0);
}
