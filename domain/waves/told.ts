import type { FleetUpgrade, FleetUpgradeFact, Untold, Wave } from './record.ts';

/** The upgrade with one more fact that is to be published; told once, whoever looks again. */
export function telling(
  upgrade: FleetUpgrade,
  detailType: FleetUpgradeFact,
  subject: string,
  more: Readonly<Record<string, unknown>>,
): FleetUpgrade {
  const { id, fleet, to, home } = upgrade;
  const fact: Untold = {
    id: `${id}/${detailType}/${subject}`,
    detailType,
    detail: { version: '1', fleet: { name: fleet, home }, upgrade: id, to, ...more },
  };
  return { ...upgrade, untold: [...upgrade.untold.filter((one) => one.id !== fact.id), fact] };
}

/** The upgrade without the facts that have been published. */
export const withoutTold = (upgrade: FleetUpgrade, told: readonly string[]): FleetUpgrade => ({
  ...upgrade,
  untold: upgrade.untold.filter(({ id }) => !told.includes(id)),
});

/** Stops all starts until somebody decides. What runs goes on to its end. */
export function pausing(upgrade: FleetUpgrade, at: string, reason: string): FleetUpgrade {
  const paused: FleetUpgrade = { ...upgrade, is: 'paused', paused: { at, reason } };
  return telling(paused, 'FleetUpgradePaused', at, { reason });
}

/** The counts of a wave's clusters by what became of them. */
export function countsOf({ members }: Pick<FleetUpgrade, 'members'>, { clusters }: Wave) {
  const of = (...is: readonly string[]): number =>
    clusters.filter((key) => is.includes(members[key]?.is ?? 'waiting')).length;
  return {
    upgraded: of('upgraded'),
    failed: of('failed'),
    skipped: of('skipped'),
    back: of('back'),
    underWay: of('asked', 'running', 'askedBack', 'goingBack'),
    waiting: of('waiting'),
  };
}
