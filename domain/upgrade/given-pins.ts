import type { ByName } from '../account-facts/facts.ts';
import { isNewer } from '../contents/addon/decide.ts';
import type { AddonOffer } from '../ports/upgrade-offers.ts';
import { releaseParameter } from './image-releases.ts';
import type { UpgradeRequest } from './request.ts';

/** The offers that pins choose among. */
interface Offers {
  readonly addonOffers: ByName<readonly AddonOffer[]>;
  readonly parameters: ByName<string>;
}

/** The pins that a request gives, and the minor that they are for; undefined where it gives none. */
export const givenPins = (request: UpgradeRequest) =>
  request.action === 'upgrade' && request.pins !== undefined && request.to !== undefined
    ? { to: request.to, ...request.pins }
    : undefined;

/** The pins of a fleet, and the minor that they are for. */
export type GivenPins = NonNullable<ReturnType<typeof givenPins>>;

/** The pin for the default of the minor; nothing newer is known of. */
const upTo = (pin: string, to: string, offers: readonly AddonOffer[]): readonly AddonOffer[] =>
  offers
    .filter(({ version }) => !isNewer(version, pin))
    .map((offer) => {
      const others = offer.defaultOf.filter((minor) => minor !== to);
      return { ...offer, defaultOf: offer.version === pin ? [...others, to] : others };
    });

/**
 * AWS's offers as they were when the pins of a fleet were resolved: the plan of each cluster comes to the same versions, whatever
 * was released since. What no pin names is as it is offered now.
 */
export function withGivenPins<Looked extends Offers>(request: UpgradeRequest, offers: Looked): Looked {
  const given = givenPins(request);
  if (!given) return offers;
  const { to, addons, releases } = given;
  const addonOffers = Object.fromEntries(
    Object.entries(offers.addonOffers).map(([name, all]) => {
      const pin = addons[name];
      return [name, pin === undefined ? all : upTo(pin, to, all)];
    }),
  );
  const pinned = Object.entries(releases).flatMap(([type, release]) => {
    const name = releaseParameter(type, to);
    return name !== undefined && offers.parameters[name] !== undefined ? [[name, release] as const] : [];
  });
  return { ...offers, addonOffers, parameters: { ...offers.parameters, ...Object.fromEntries(pinned) } };
}
