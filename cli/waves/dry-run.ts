import { SSMClient } from '@aws-sdk/client-ssm';
import { AwsFleetOffers } from '../../aws/account-facts/fleet-offers.ts';
import type { Fleet } from '../../aws/fleet.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import type { FleetDocument } from '../../domain/policy/schema.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import type { Waiver } from '../../domain/upgrade/request.ts';
import { type Foretold, foretell } from '../../domain/waves/foretell.ts';
import type { FleetPins } from '../../domain/waves/pins.ts';
import type { ClusterKey } from '../../domain/waves/record.ts';
import { resolveFleetUpgrade } from '../../domain/waves/resolve.ts';
import { nowOf, regionOf } from '../fleet.ts';
import { columns } from '../output.ts';
import { type Met, metNow, metTable } from './blockers.ts';

/** A fleet upgrade as it would go, or all that stands in its way. */
export type FleetDryRun =
  | { readonly outcome: 'refused'; readonly fleet: string; readonly problems: readonly RequestProblem[] }
  | {
      readonly outcome: 'planned';
      readonly fleet: string;
      readonly to: string;
      readonly pins: FleetPins;
      readonly waves: readonly (Foretold['waves'][number] & { readonly members: readonly ClusterKey[] })[];
      readonly endsAt?: string;
      readonly stopsFor?: string;
      readonly warnings: readonly string[];
      /** By now: later waves are looked at again when they come. */
      readonly now: Met;
    };

/** Resolves what the workflow would, and foretells it by the decider that carries it out. It changes nothing. */
export async function fleetDryRun(
  fleet: Fleet,
  { name, home, document }: StoredFleet,
  request: { readonly to?: string; readonly waivers: readonly Waiver[] },
  others: readonly FleetDocument[],
): Promise<FleetDryRun> {
  if (!document)
    return { outcome: 'refused', fleet: name, problems: [{ path: 'fleet', message: 'it was deleted' }] };
  const at = new Date(nowOf(fleet)).toISOString();
  const ports = {
    fleetOffers: new AwsFleetOffers({
      eks: (region) => regionOf(fleet, region).eksClient,
      ssm: (region) => new SSMClient({ region }),
    }),
    registry: regionOf(fleet, home).registry,
  };
  const asked = {
    id: 'dry-run',
    home,
    at,
    requestedBy: fleet.callerArn,
    deployed: fleet.regions,
    others,
    request,
  };
  const resolved = await resolveFleetUpgrade(document, asked, ports);
  if (resolved.problems) return { outcome: 'refused', fleet: name, problems: resolved.problems };
  const { upgrade, warnings } = resolved;
  const { waves, ...end } = foretell(upgrade, document, at);
  const now = await metNow(fleet, upgrade);
  return {
    outcome: 'planned',
    fleet: name,
    to: upgrade.to,
    pins: upgrade.pins,
    waves: waves.map((wave, index) => ({ ...wave, members: upgrade.waves[index]?.clusters ?? [] })),
    ...end,
    warnings,
    now,
  };
}

const MOST_NAMES = 6;
const shortened = (keys: readonly string[]): string =>
  keys.length > MOST_NAMES
    ? `${keys.slice(0, MOST_NAMES).join(', ')} and ${keys.length - MOST_NAMES} more`
    : keys.join(', ');

export function fleetDryRunTable(found: FleetDryRun): string {
  if (found.outcome === 'refused')
    return [
      `fleet ${found.fleet} would not be upgraded:`,
      ...found.problems.map(({ path, message }) => `  ${path}: ${message}`),
    ].join('\n');
  const { fleet, to, waves, endsAt, stopsFor, pins, warnings, now } = found;
  const pinned = [
    ...Object.entries(pins.releases).map(([type, release]) => `${type} ${release}`),
    ...Object.entries(pins.addons).map(([name, version]) => `${name} ${version}`),
  ];
  return [
    `fleet ${fleet} to ${to}, in ${waves.length} waves:`,
    columns(
      ['WAVE', 'CLUSTERS', 'STARTS', 'BAKED', 'APPROVED BY', 'WHICH'],
      waves.map(({ name, clusters, startsAt, completedAt, approve, members }) => [
        name,
        clusters,
        startsAt ?? '-',
        completedAt ?? '-',
        approve ?? '-',
        shortened(members),
      ]),
    ),
    endsAt === undefined
      ? `it comes to no end: ${stopsFor}`
      : `it ends at ${endsAt}, where nothing fails and people approve at once`,
    `pinned: ${shortened(pinned)} (--output json has all)`,
    ...warnings.map((warning) => `warning: ${warning}`),
    ...metTable(now),
  ].join('\n');
}
