import type { Hop } from './hop.ts';
import type { UpgradePlan } from './plan.ts';
import { isBack, type UpgradeStep } from './steps.ts';

/** The versions that a step installs: of its minor, or, on the way back, what was there before the first change. */
export function pinsOf({ hops, former, action }: UpgradePlan, step: UpgradeStep): Hop {
  const hop = hops.find(({ to }) => to === step.to);
  if (hop && (!isBack(step) || action === 'rollBack')) return hop;
  return {
    to: step.to,
    addons: Object.entries(former.addons).map(([name, after]) => ({ name, after })),
    // By itself it goes back only before any node has moved.
    nodeGroups: [],
    autoScalingGroups: [],
    movesControlPlane: true,
    movesFargate: false,
  };
}
