import type { ByName } from '../account-facts/facts.ts';
import { isNewer } from '../contents/addon/decide.ts';
import type { AddonOffer } from '../ports/upgrade-offers.ts';

/** The versions that every cluster of a fleet upgrade comes to, resolved once. */
export interface FleetPins {
  /** The version of each add-on. */
  readonly addons: Readonly<Record<string, string>>;
  /** The release of each AMI type. */
  readonly releases: Readonly<Record<string, string>>;
}

/** One region's offers for the minor. */
export interface RegionOffers {
  readonly region: string;
  /** By add-on. */
  readonly addons: ByName<readonly AddonOffer[]>;
  /** The newest release by AMI type. */
  readonly releases: ByName<string>;
}

const older = (one: string, other: string): string => (isNewer(one, other) ? other : one);

/** The version that a region would install for a minor: its default, else the newest that serves it. */
function chosenIn(offers: readonly AddonOffer[], to: string): string | undefined {
  const good = offers.filter(({ minors }) => minors.includes(to));
  const byDefault = good.find(({ defaultOf }) => defaultOf.includes(to));
  return (byDefault ?? good.toSorted((one, other) => (isNewer(one.version, other.version) ? -1 : 1))[0])
    ?.version;
}

/** The newest version that all of these regions offer for the minor, and that none of them would think too new. */
function sharedVersion(offers: readonly (readonly AddonOffer[])[], to: string): string | undefined {
  const lowest = offers
    .map((one) => chosenIn(one, to))
    .reduce((one, other) => one && other && older(one, other));
  if (lowest === undefined) return undefined;
  const [first = [], ...others] = offers.map((one) =>
    one.filter(({ minors }) => minors.includes(to)).map(({ version }) => version),
  );
  return first
    .filter((version) => others.every((versions) => versions.includes(version)) && !isNewer(version, lowest))
    .reduce<string | undefined>(
      (one, other) => (one === undefined || isNewer(other, one) ? other : one),
      undefined,
    );
}

const namesIn = <Offer>(regions: readonly ByName<Offer>[]): readonly string[] =>
  [...new Set(regions.flatMap((one) => Object.keys(one)))].sort();

/**
 * The pins of a minor over all regions. A region that does not offer an add-on or type at all has no say: no cluster
 * there can have it. One that no version is common to has no pin, so that clusters plan it by themselves.
 */
export function resolvePins(to: string, regions: readonly RegionOffers[]): FleetPins {
  const addons = namesIn(regions.map((one) => one.addons)).flatMap((name) => {
    const offering = regions.flatMap((one) => {
      const offers = one.addons[name] ?? [];
      return chosenIn(offers, to) === undefined ? [] : [offers];
    });
    const version = offering.length === 0 ? undefined : sharedVersion(offering, to);
    return version === undefined ? [] : [[name, version] as const];
  });
  // Releases that are not the newest any more are offered still, so that the oldest of the newest is everywhere.
  const releases = namesIn(regions.map((one) => one.releases)).flatMap((type) => {
    const found = regions.flatMap((one) => one.releases[type] ?? []);
    return found.length === 0 ? [] : [[type, found.reduce(older)] as const];
  });
  return { addons: Object.fromEntries(addons), releases: Object.fromEntries(releases) };
}
