import {
  DescribeAvailabilityZonesCommand,
  type EC2Client,
  type InstanceTypeInfo,
  paginateDescribeInstanceTypeOfferings,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import type { AccountFacts, ByName, ZoneFacts } from '../../domain/account-facts/facts.ts';
import type {
  InstanceTypeFacts,
  OfferedInstanceTypes,
} from '../../domain/account-facts/instance-type-facts.ts';
import type { FactsWanted } from '../../domain/account-facts/wanted.ts';
import { ZONE_IDS_TO_AVOID } from '../../domain/desired/network/subnets.ts';
import { allOf, asked, unasked } from './asked.ts';

function factsOf(info: InstanceTypeInfo): InstanceTypeFacts {
  const { ProcessorInfo, GpuInfo, NeuronInfo, Hypervisor, SupportedUsageClasses = [] } = info;
  const architectures: readonly string[] = ProcessorInfo?.SupportedArchitectures ?? [];
  return {
    // Some older types also run 32 bits, for which there are no images.
    architectures: architectures.filter((one) => one === 'x86_64' || one === 'arm64'),
    vcpus: info.VCpuInfo?.DefaultVCpus ?? 0,
    hasNvidiaGpu: GpuInfo?.Gpus?.some(({ Manufacturer }) => Manufacturer === 'NVIDIA') === true,
    hasNeuron: (NeuronInfo?.NeuronDevices?.length ?? 0) > 0,
    isNitro: Hypervisor !== 'xen',
    isBurstable: info.BurstablePerformanceSupported === true,
    usageClasses: SupportedUsageClasses,
  };
}

/** EC2's offers in a region: zones, instance types, and where it has them. */
export class Ec2Offers {
  readonly #client: EC2Client;

  constructor(client: EC2Client) {
    this.#client = client;
  }

  async read({
    instanceTypes,
  }: FactsWanted): Promise<Pick<AccountFacts, 'zones' | 'instanceTypes' | 'offered'>> {
    const none = instanceTypes.length === 0;
    const [zones, known, offered] = await Promise.all([
      asked('ec2:DescribeAvailabilityZones', () => this.#zones()),
      none ? unasked({}) : asked('ec2:DescribeInstanceTypes', () => this.#instanceTypes(instanceTypes)),
      none
        ? unasked<OfferedInstanceTypes>(new Map())
        : asked('ec2:DescribeInstanceTypeOfferings', () => this.#offered(instanceTypes)),
    ]);
    return { zones, instanceTypes: known, offered };
  }

  async #zones(): Promise<readonly ZoneFacts[]> {
    const command = new DescribeAvailabilityZonesCommand({ AllAvailabilityZones: true });
    const { AvailabilityZones = [] } = await this.#client.send(command);
    return AvailabilityZones.map(({ ZoneName = '', ZoneId = '', ZoneType = '', State, OptInStatus }) => ({
      zone: ZoneName,
      type: ZoneType,
      isUsable:
        State === 'available' && OptInStatus !== 'not-opted-in' && !ZONE_IDS_TO_AVOID.includes(ZoneId),
    }));
  }

  /** By a filter: one name that does not exist would fail a request for names. */
  async #instanceTypes(names: readonly string[]): Promise<ByName<InstanceTypeFacts>> {
    const Filters = [{ Name: 'instance-type', Values: [...names] }];
    const infos = await allOf(
      paginateDescribeInstanceTypes({ client: this.#client }, { Filters }),
      ({ InstanceTypes }) => InstanceTypes,
    );
    return Object.fromEntries(infos.map((info) => [info.InstanceType ?? '', factsOf(info)]));
  }

  /** With all sizes of the families that are named, among which a mistyped size is told. */
  async #offered(names: readonly string[]): Promise<OfferedInstanceTypes> {
    const families = names.map((name) => `${name.split('.')[0]}.*`);
    const pages = paginateDescribeInstanceTypeOfferings(
      { client: this.#client },
      {
        LocationType: 'availability-zone',
        Filters: [{ Name: 'instance-type', Values: [...new Set([...names, ...families])] }],
      },
    );
    const offered = new Map<string, string[]>();
    for (const { InstanceType = '', Location = '' } of await allOf(
      pages,
      ({ InstanceTypeOfferings }) => InstanceTypeOfferings,
    ))
      offered.set(InstanceType, [...(offered.get(InstanceType) ?? []), Location].sort());
    return offered;
  }
}
