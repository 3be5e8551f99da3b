/** A zone as DescribeAvailabilityZones tells it. */
export interface Zone {
  readonly name: string;
  readonly id: string;
  readonly type: 'availability-zone' | 'local-zone';
  readonly group: string;
  readonly parentZoneName?: string;
  readonly parentZoneId?: string;
}

interface RegionZones {
  /** The prefix of zone ids, for example `use1`. */
  readonly prefix: string;
  /** Letter → number of the zone id. Real accounts each have a mapping of their own; this is one of them. */
  readonly zones: Readonly<Record<string, number>>;
  /** Local zones as `<city>-<number><letter>` → the parent's letter. */
  readonly localZones?: Readonly<Record<string, string>>;
}

/**
 * From the EC2 user guide ("Regions and Zones") and the Local Zones page. Zones that EKS refuses
 * (use1-az3, usw1-az2, cac1-az3) are here as well: EC2 has them, and it is EKS that says no.
 */
const REGIONS: Readonly<Record<string, RegionZones>> = {
  'us-east-1': {
    prefix: 'use1',
    zones: { a: 1, b: 2, c: 4, d: 6, e: 3, f: 5 },
    localZones: { 'atl-2a': 'b', 'bos-1a': 'a', 'chi-2a': 'c', 'dfw-2a': 'd', 'mia-2a': 'f', 'nyc-2a': 'a' },
  },
  'us-east-2': { prefix: 'use2', zones: { a: 1, b: 2, c: 3 } },
  'us-west-1': { prefix: 'usw1', zones: { a: 3, b: 1, c: 2 } },
  'us-west-2': {
    prefix: 'usw2',
    zones: { a: 1, b: 2, c: 3, d: 4 },
    localZones: { 'lax-1a': 'a', 'lax-1b': 'b', 'den-1a': 'b', 'las-1a': 'c', 'phx-2a': 'a', 'sea-1a': 'd' },
  },
  'ca-central-1': { prefix: 'cac1', zones: { a: 1, b: 2, c: 3, d: 4 } },
  'ca-west-1': { prefix: 'caw1', zones: { a: 1, b: 2, c: 3 } },
  'mx-central-1': { prefix: 'mxc1', zones: { a: 1, b: 2, c: 3 } },
  'sa-east-1': { prefix: 'sae1', zones: { a: 1, b: 2, c: 3 } },
  'eu-west-1': { prefix: 'euw1', zones: { a: 1, b: 2, c: 3 } },
  'eu-west-2': { prefix: 'euw2', zones: { a: 2, b: 3, c: 1 } },
  'eu-west-3': { prefix: 'euw3', zones: { a: 1, b: 2, c: 3 } },
  'eu-central-1': {
    prefix: 'euc1',
    zones: { a: 2, b: 3, c: 1 },
    localZones: { 'ham-1a': 'a', 'waw-1a': 'b' },
  },
  'eu-central-2': { prefix: 'euc2', zones: { a: 1, b: 2, c: 3 } },
  'eu-north-1': { prefix: 'eun1', zones: { a: 1, b: 2, c: 3 }, localZones: { 'cph-1a': 'a', 'hel-1a': 'b' } },
  'eu-south-1': { prefix: 'eus1', zones: { a: 1, b: 2, c: 3 } },
  'eu-south-2': { prefix: 'eus2', zones: { a: 1, b: 2, c: 3 } },
  'il-central-1': { prefix: 'ilc1', zones: { a: 1, b: 2, c: 3 } },
  'me-central-1': { prefix: 'mec1', zones: { a: 1, b: 2, c: 3 } },
  'me-south-1': { prefix: 'mes1', zones: { a: 1, b: 2, c: 3 } },
  'af-south-1': { prefix: 'afs1', zones: { a: 1, b: 2, c: 3 } },
  'ap-east-1': { prefix: 'ape1', zones: { a: 1, b: 2, c: 3 } },
  'ap-south-1': { prefix: 'aps1', zones: { a: 1, b: 3, c: 2 }, localZones: { 'del-1a': 'a', 'ccu-1a': 'b' } },
  'ap-south-2': { prefix: 'aps2', zones: { a: 1, b: 2, c: 3 } },
  'ap-northeast-1': { prefix: 'apne1', zones: { a: 4, c: 1, d: 2 }, localZones: { 'tpe-1a': 'a' } },
  'ap-northeast-2': { prefix: 'apne2', zones: { a: 1, b: 2, c: 3, d: 4 } },
  'ap-northeast-3': { prefix: 'apne3', zones: { a: 3, b: 1, c: 2 } },
  'ap-southeast-1': {
    prefix: 'apse1',
    zones: { a: 1, b: 2, c: 3 },
    localZones: { 'bkk-1a': 'a', 'mnl-1a': 'b' },
  },
  'ap-southeast-2': { prefix: 'apse2', zones: { a: 1, b: 3, c: 2 }, localZones: { 'per-1a': 'a' } },
  'ap-southeast-3': { prefix: 'apse3', zones: { a: 1, b: 2, c: 3 } },
  'ap-southeast-4': { prefix: 'apse4', zones: { a: 1, b: 2, c: 3 } },
  'ap-southeast-5': { prefix: 'apse5', zones: { a: 1, b: 2, c: 3 } },
};

/** The zones of a region, availability zones first; undefined for a region that is not in the table. */
export function zonesOf(region: string): readonly Zone[] | undefined {
  const held = REGIONS[region];
  if (!held) return undefined;
  const zones: Zone[] = Object.entries(held.zones).map(([letter, number]) => ({
    name: `${region}${letter}`,
    id: `${held.prefix}-az${number}`,
    type: 'availability-zone',
    group: `${region}-zg-1`,
  }));
  for (const [local, parent] of Object.entries(held.localZones ?? {})) {
    const [, city, number] = /^(\w+)-(\d)\w$/.exec(local) ?? [];
    const letterIndex = local.charCodeAt(local.length - 1) - 96;
    zones.push({
      name: `${region}-${local}`,
      id: `${held.prefix}-${city}${number}-az${letterIndex}`,
      type: 'local-zone',
      group: `${region}-${city}-${number}`,
      parentZoneName: `${region}${parent}`,
      parentZoneId: `${held.prefix}-az${held.zones[parent]}`,
    });
  }
  return zones;
}
