import type { FleetUpgrade, Wave } from './record.ts';

export const approvalId = ({ id }: Pick<FleetUpgrade, 'id'>, { name }: Pick<Wave, 'name'>): string =>
  `${id}/${name}`;

/**
 * The text whose digest is approved: target, pins, the wave's clusters that have not been skipped, and waivers, each in
 * an order of its own.
 */
export function approvedText(
  { to, pins, members, waivers, signs }: FleetUpgrade,
  { name, clusters, parallel, failures }: Wave,
): string {
  const sorted = (record: Readonly<Record<string, string>>) =>
    Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([
    to,
    sorted(pins.addons),
    sorted(pins.releases),
    name,
    [parallel, failures],
    clusters.filter((key) => members[key]?.is !== 'skipped').toSorted(),
    signs,
    waivers.map(({ finding, until }) => [finding, until]),
  ]);
}
