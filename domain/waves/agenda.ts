import type { FleetDocument } from '../policy/schema.ts';
import { foretell } from './foretell.ts';
import { currentWave, type FleetUpgrade, isOver } from './record.ts';

/** Something that is to happen to the upgrade of a fleet. */
export interface WaveOnAgenda {
  /** ISO 8601. */
  readonly at: string;
  readonly fleet: string;
  readonly upgrade: string;
  readonly does: string;
  /** The condition that it hangs on, in words. */
  readonly unless?: string;
}

/** The upgrade of a fleet that comes no further by itself, and why. */
export interface StandingUpgrade {
  readonly fleet: string;
  readonly upgrade: string;
  readonly waitsFor: string;
}

export interface WavesAgenda {
  readonly waves: readonly WaveOnAgenda[];
  readonly standing: readonly StandingUpgrade[];
}

/** The approval that the present wave waits for. */
function awaited(upgrade: FleetUpgrade) {
  const { name, approve, approval } = currentWave(upgrade) ?? {};
  if (upgrade.is !== 'running' || !approval || approval.decision) return undefined;
  return { name, approve, ...approval };
}

/**
 * The course of one upgrade from one time to before another (ISO 8601), by the decider that carries it out: where nothing
 * fails, alarms stay quiet, and people approve at once.
 */
export function wavesOnAgenda(
  upgrade: FleetUpgrade,
  document: FleetDocument | undefined,
  { from, until }: { readonly from: string; readonly until: string },
): WavesAgenda {
  if (isOver(upgrade)) return { waves: [], standing: [] };
  const { fleet, id, to } = upgrade;
  const of = { fleet, upgrade: id };
  const asked = awaited(upgrade);
  const { waves, endsAt, stopsFor } = foretell(upgrade, document, from);
  const begun = new Set(upgrade.waves.flatMap((one) => (one.startedAt === undefined ? [] : [one.name])));
  let waiting: string | undefined;
  const items: WaveOnAgenda[] = [];
  for (const { name, startsAt, completedAt, approve } of waves) {
    const isNew = !begun.has(name);
    if (isNew && approve !== undefined) waiting = `${approve} approve wave ${name} later, or not`;
    const unless = waiting === undefined ? {} : { unless: waiting };
    if (isNew && startsAt !== undefined)
      items.push({ at: startsAt, ...of, does: `wave ${name} to ${to} begins`, ...unless });
    if (completedAt !== undefined)
      items.push({ at: completedAt, ...of, does: `wave ${name} has baked`, ...unless });
  }
  if (endsAt !== undefined)
    items.push({
      ...{ at: endsAt, ...of, does: `the upgrade to ${to} ends` },
      ...(waiting === undefined ? {} : { unless: waiting }),
    });
  if (asked)
    items.push({
      ...{ at: asked.expiresAt, ...of, does: `the approval of wave ${asked.name} expires` },
      unless: `${asked.approve} decide: eks-fleet approve ${asked.id} --reason …`,
    });
  const standing = stopsFor === undefined ? [] : [{ ...of, waitsFor: stopsFor }];
  return { waves: items.filter(({ at }) => at >= from && at < until), standing };
}
