import type { ByName } from '../account-facts/facts.ts';
import type { ObservedAddon } from '../contents/addon/decide.ts';
import { isNewer } from '../contents/addon/decide.ts';
import type { AddonOffer } from '../ports/upgrade-offers.ts';
import type { AddonPin } from './hop.ts';

const serves = ({ minors }: AddonOffer, minor: string): boolean => minors.includes(minor);

/** Newest first, whatever order EKS gave. */
const sorted = (offers: readonly AddonOffer[]): readonly AddonOffer[] =>
  [...offers].sort((left, right) => (isNewer(left.version, right.version) ? -1 : 1));

/** The default of a minor where it is among them, else the newest. */
const chosen = (offers: readonly AddonOffer[], minor: string): AddonOffer | undefined =>
  offers.find(({ defaultOf }) => defaultOf.includes(minor)) ?? offers[0];

/** True where the version that is installed is good for a minor, by what EKS offers for it. */
export const isGoodFor = (version: string, minor: string, offers: readonly AddonOffer[]): boolean =>
  offers.some((offer) => offer.version === version && serves(offer, minor));

/** The versions of one add-on on the way over one minor, from the version that it has by then. */
export interface AddonWay {
  readonly pin: AddonPin;
  /** The version that it has at the end. */
  readonly version: string;
  /** `none`: no version is good for the minor. `notForBoth`: none is good for both. */
  readonly lacks?: 'none' | 'notForBoth';
}

/**
 * The versions of one add-on over one minor: before the control plane one that is good for both minors, where the one
 * that it has is not; after it the minor's default, or the newest, where that is newer. It is never made older without
 * need.
 */
export function addonWay(
  name: string,
  version: string,
  { from, to }: { readonly from: string; readonly to: string },
  given: readonly AddonOffer[],
): AddonWay {
  const offers = sorted(given);
  const good = offers.filter((offer) => serves(offer, to));
  if (good.length === 0) return { pin: { name }, version, lacks: 'none' };
  const both = good.filter((offer) => serves(offer, from));
  const isGood = isGoodFor(version, to, offers);
  const before = isGood ? undefined : chosen(both, to)?.version;
  const now = before ?? version;
  const last = chosen(good, to)?.version ?? now;
  const after = isNewer(last, now) || !isGoodFor(now, to, offers) ? last : undefined;
  return {
    pin: {
      name,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
    version: after ?? now,
    ...(isGood || before !== undefined ? {} : { lacks: 'notForBoth' as const }),
  };
}

/** The ways of all add-ons over all minors: of each minor, by add-on. */
export function addonWays(
  addons: readonly Pick<ObservedAddon, 'addonName' | 'addonVersion'>[],
  from: string,
  minors: readonly string[],
  offers: ByName<readonly AddonOffer[]>,
): readonly (readonly AddonWay[])[] {
  let versions = addons.map(({ addonName, addonVersion }) => ({ name: addonName, version: addonVersion }));
  return minors.map((to, index) => {
    const over = { from: minors[index - 1] ?? from, to };
    const ways = versions.map(({ name, version }) => addonWay(name, version, over, offers[name] ?? []));
    versions = ways.map(({ pin, version }) => ({ name: pin.name, version }));
    return ways;
  });
}
