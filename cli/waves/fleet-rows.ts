import type { Fleet } from '../../aws/fleet.ts';
import { currentWave, type FleetUpgrade, isUnderWay } from '../../domain/waves/record.ts';
import { countsOf } from '../../domain/waves/told.ts';
import { regionOf } from '../fleet.ts';
import { columns } from '../output.ts';

/** One upgrade of a fleet, as `get upgrades` shows it. Times are ISO 8601. */
export interface FleetUpgradeRow {
  readonly id: string;
  readonly fleet: string;
  readonly to: string;
  readonly home: string;
  readonly is: FleetUpgrade['is'];
  readonly since: string;
  readonly requestedBy: string;
  /** The wave that it is in, and the number of all. */
  readonly wave?: string;
  readonly waves: number;
  readonly upgraded: number;
  readonly clusters: number;
  readonly underWay: readonly string[];
  readonly failed: readonly string[];
  readonly bakingSince?: string;
  readonly waitsFor?: string;
  /** A decision that a person owes, by its id. */
  readonly approval?: { readonly id: string; readonly by: string; readonly expiresAt: string };
}

function approvalOf(upgrade: FleetUpgrade): FleetUpgradeRow['approval'] {
  const { approval, approve } = currentWave(upgrade) ?? {};
  if (upgrade.is !== 'running' || !approval || approval.decision || approve === undefined) return undefined;
  return { id: approval.id, by: approve, expiresAt: approval.expiresAt };
}

function waitsFor(upgrade: FleetUpgrade, approval: FleetUpgradeRow['approval']): string | undefined {
  const wave = currentWave(upgrade);
  if (upgrade.paused) return `a person: ${upgrade.paused.reason}`;
  if (approval) return `${approval.by}: eks-fleet approve ${approval.id} --reason …`;
  return wave?.bakingSince === undefined ? undefined : `its bake of ${wave.bakeSeconds / 3600} h`;
}

/** A record as a person reads it. */
export function fleetUpgradeRow(upgrade: FleetUpgrade): FleetUpgradeRow {
  const { id, fleet, to, home, is, startedAt, requestedBy, waves, members } = upgrade;
  const wave = currentWave(upgrade);
  const keysOf = (holds: (key: keyof typeof members) => boolean) =>
    (Object.keys(members) as (keyof typeof members)[]).filter(holds);
  const approval = approvalOf(upgrade);
  const waiting = waitsFor(upgrade, approval);
  return {
    ...{ id, fleet, to, home, is, since: startedAt, requestedBy },
    ...(wave && is !== 'ended' ? { wave: wave.name } : {}),
    waves: waves.length,
    upgraded: waves.reduce((sum, one) => sum + countsOf(upgrade, one).upgraded, 0),
    clusters: waves.reduce((sum, { clusters }) => sum + clusters.length, 0),
    underWay: keysOf((key) => isUnderWay(members[key])),
    failed: keysOf((key) => members[key]?.is === 'failed'),
    ...(wave?.bakingSince === undefined ? {} : { bakingSince: wave.bakingSince }),
    ...(waiting === undefined ? {} : { waitsFor: waiting }),
    ...(approval ? { approval } : {}),
  };
}

/** The upgrades of fleets, newest first, of some fleets or by id, or all. */
export async function fleetUpgradeRows(
  fleet: Fleet,
  region: string,
  names: readonly string[],
): Promise<readonly FleetUpgradeRow[]> {
  const all = await regionOf(fleet, region).fleetUpgrades.list();
  return all
    .filter((one) => names.length === 0 || names.includes(one.fleet) || names.includes(one.id))
    .map(fleetUpgradeRow);
}

const MOST = 3;
const shortened = (keys: readonly string[]): string =>
  keys.length > MOST ? `${keys.slice(0, MOST).join(', ')} and ${keys.length - MOST} more` : keys.join(', ');

export function fleetUpgradesTable(rows: readonly FleetUpgradeRow[]): string {
  return columns(
    ['FLEET', 'TO', 'IS', 'WAVE', 'CLUSTERS', 'UNDER WAY', 'FAILED', 'SINCE', 'WAITS FOR', 'ID'],
    rows.map((row) => [
      row.fleet,
      row.to,
      row.is,
      row.wave ?? '-',
      `${row.upgraded}/${row.clusters}`,
      shortened(row.underWay) || '-',
      shortened(row.failed) || '-',
      row.since,
      row.waitsFor ?? '-',
      row.id,
    ]),
  );
}
