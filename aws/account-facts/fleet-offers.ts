import { type EKSClient, paginateDescribeAddonVersions } from '@aws-sdk/client-eks';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { FleetOffersPort } from '../../domain/ports/fleet-offers.ts';
import type { AddonOffer, OfferedMinor } from '../../domain/ports/upgrade-offers.ts';
import { AMI_TYPES, releaseParameter } from '../../domain/upgrade/image-releases.ts';
import type { RegionOffers } from '../../domain/waves/pins.ts';
import { named } from '../errors.ts';
import { allOf } from './asked.ts';
import { publishedParameters } from './published-images.ts';
import { addonOffersOf, offeredMinors } from './upgrade-offers.ts';

/** The clients of any region. */
export interface RegionalClients {
  readonly eks: (region: string) => EKSClient;
  readonly ssm: (region: string) => SSMClient;
}

/** `FleetOffersPort` over EKS and the public parameters of any region. */
export class AwsFleetOffers implements FleetOffersPort {
  readonly #clients: RegionalClients;

  constructor(clients: RegionalClients) {
    this.#clients = clients;
  }

  minors(region: string): Promise<readonly OfferedMinor[]> {
    return offeredMinors(this.#clients.eks(region));
  }

  async offers(region: string, minor: string): Promise<RegionOffers> {
    const [addons, releases] = await Promise.all([
      this.#addons(region, minor),
      this.#releases(region, minor),
    ]);
    return { region, addons, releases };
  }

  async #addons(region: string, kubernetesVersion: string): Promise<Record<string, readonly AddonOffer[]>> {
    const client = this.#clients.eks(region);
    const pages = paginateDescribeAddonVersions({ client }, { kubernetesVersion });
    const addons = await named(allOf(pages, ({ addons: page }) => page));
    return Object.fromEntries(addons.map((addon) => [addon.addonName ?? '', addonOffersOf(addon)]));
  }

  async #releases(region: string, minor: string): Promise<Record<string, string>> {
    const names = AMI_TYPES.flatMap((type) => {
      const name = releaseParameter(type, minor);
      return name === undefined ? [] : [[type, name] as const];
    });
    const asked = [...new Set(names.map(([, name]) => name))];
    const found = await named(publishedParameters(this.#clients.ssm(region), asked));
    return Object.fromEntries(
      names.flatMap(([type, name]) => {
        const release = found[name];
        return release === undefined ? [] : [[type, release]];
      }),
    );
  }
}
