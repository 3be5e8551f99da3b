import {
  type EC2Client,
  type Instance,
  paginateDescribeImages,
  paginateDescribeInstances,
  paginateDescribeInstanceTypes,
  paginateDescribeSubnets,
} from '@aws-sdk/client-ec2';
import {
  type AddonInfo,
  DescribeAddonConfigurationCommand,
  type EKSClient,
  paginateDescribeAddonVersions,
  paginateDescribeClusterVersions,
} from '@aws-sdk/client-eks';
import type { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { ByName } from '../../domain/account-facts/facts.ts';
import { TaskError } from '../../domain/errors.ts';
import type { AddonOffer, OfferedMinor, UpgradeOffersPort } from '../../domain/ports/upgrade-offers.ts';
import { named, unlessMissing } from '../errors.ts';
import { allOf } from './asked.ts';
import { publishedParameters } from './published-images.ts';
import { AccountQuotas } from './quotas.ts';

interface Clients {
  readonly eks: EKSClient;
  readonly ec2: EC2Client;
  readonly ssm: SSMClient;
  readonly quotas: ServiceQuotasClient;
}

const SUPPORT: Readonly<Record<string, OfferedMinor['support']>> = {
  STANDARD_SUPPORT: 'standard',
  EXTENDED_SUPPORT: 'extended',
};
const day = (date: Date | undefined) => date?.toISOString().slice(0, 10);

/** A filter leaves out ids that do not exist; a list of ids would be refused as a whole. */
const byId = (Name: string, Values: readonly string[]) => [{ Name, Values: [...Values] }];

/** The minors that EKS has in the client's region, newest first. */
export async function offeredMinors(client: EKSClient): Promise<readonly OfferedMinor[]> {
  const pages = paginateDescribeClusterVersions({ client }, {});
  const versions = await named(allOf(pages, ({ clusterVersions }) => clusterVersions));
  return versions.map(({ clusterVersion = '', versionStatus = '', ...ends }) => {
    const [standard, extended] = [day(ends.endOfStandardSupportDate), day(ends.endOfExtendedSupportDate)];
    return {
      version: clusterVersion,
      support: SUPPORT[versionStatus] ?? 'none',
      ...(standard === undefined ? {} : { endOfStandardSupport: standard }),
      ...(extended === undefined ? {} : { endOfExtendedSupport: extended }),
    };
  });
}

/** The versions of an add-on, with the minors that each is good for. */
export const addonOffersOf = ({ addonVersions = [] }: AddonInfo): readonly AddonOffer[] =>
  addonVersions.map(({ addonVersion = '', compatibilities = [] }) => ({
    version: addonVersion,
    minors: compatibilities.flatMap(({ clusterVersion }) => clusterVersion ?? []),
    defaultOf: compatibilities.flatMap(({ clusterVersion, defaultVersion }) =>
      defaultVersion === true && clusterVersion !== undefined ? [clusterVersion] : [],
    ),
  }));

/** `UpgradeOffersPort` over the services' own APIs. */
export class AwsUpgradeOffers implements UpgradeOffersPort {
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  kubernetesVersions(): Promise<readonly OfferedMinor[]> {
    return offeredMinors(this.#clients.eks);
  }

  async addonVersions(addonName: string): Promise<readonly AddonOffer[]> {
    const pages = paginateDescribeAddonVersions({ client: this.#clients.eks }, { addonName });
    const addons = (await unlessMissing(allOf(pages, ({ addons: page }) => page))) ?? [];
    return addons.filter((addon) => addon.addonName === addonName).flatMap(addonOffersOf);
  }

  async addonSchema(addonName: string, addonVersion: string): Promise<string | undefined> {
    const command = new DescribeAddonConfigurationCommand({ addonName, addonVersion });
    return (await unlessMissing(this.#clients.eks.send(command)))?.configurationSchema;
  }

  parameters(names: readonly string[]): Promise<ByName<string>> {
    return named(publishedParameters(this.#clients.ssm, names));
  }

  async images(imageIds: readonly string[]): ReturnType<UpgradeOffersPort['images']> {
    if (imageIds.length === 0) return {};
    const Filters = byId('image-id', imageIds);
    const pages = paginateDescribeImages({ client: this.#clients.ec2 }, { Filters });
    const images = await named(allOf(pages, ({ Images }) => Images));
    return Object.fromEntries(
      images.map(({ ImageId = '', Name = '', State = '', Architecture = '', Platform }) => [
        ImageId,
        {
          name: Name,
          state: State,
          architecture: Architecture,
          isWindows: Platform?.toLowerCase() === 'windows',
        },
      ]),
    );
  }

  async instanceTypes(names: readonly string[]): ReturnType<UpgradeOffersPort['instanceTypes']> {
    if (names.length === 0) return {};
    const Filters = byId('instance-type', names);
    const pages = paginateDescribeInstanceTypes({ client: this.#clients.ec2 }, { Filters });
    const infos = await named(allOf(pages, ({ InstanceTypes }) => InstanceTypes));
    return Object.fromEntries(
      infos.map(({ InstanceType = '', ProcessorInfo, VCpuInfo }) => [
        InstanceType,
        {
          architectures: ProcessorInfo?.SupportedArchitectures ?? [],
          vcpus: VCpuInfo?.DefaultVCpus ?? 0,
        },
      ]),
    );
  }

  async freeAddresses(subnetIds: readonly string[]): Promise<ByName<number>> {
    if (subnetIds.length === 0) return {};
    const Filters = byId('subnet-id', subnetIds);
    const pages = paginateDescribeSubnets({ client: this.#clients.ec2 }, { Filters });
    const subnets = await named(allOf(pages, ({ Subnets }) => Subnets));
    return Object.fromEntries(
      subnets.map(({ SubnetId = '', AvailableIpAddressCount = 0 }) => [SubnetId, AvailableIpAddressCount]),
    );
  }

  async vcpuQuota(): Promise<number | undefined> {
    const { quotas, eks, ec2 } = this.#clients;
    const wanted = { quotas: ['onDemandVcpus'], counts: { clusters: false } } as const;
    const { onDemandVcpus: answer } = (await new AccountQuotas(quotas, eks, ec2).read(wanted)).quotas;
    if (answer && 'denied' in answer) throw new TaskError('AccessDenied', `${answer.denied} is denied`);
    return answer?.known;
  }

  async runningInstances(): Promise<ByName<number>> {
    const Filters = [{ Name: 'instance-state-name', Values: ['pending', 'running'] }];
    const pages = paginateDescribeInstances({ client: this.#clients.ec2 }, { Filters });
    const reservations = await named(allOf(pages, ({ Reservations }) => Reservations));
    const counts: Record<string, number> = {};
    for (const { InstanceType = '', InstanceLifecycle } of reservations.flatMap(
      ({ Instances = [] }): readonly Instance[] => Instances,
    ))
      if (InstanceLifecycle === undefined) counts[InstanceType] = (counts[InstanceType] ?? 0) + 1;
    return counts;
  }
}
