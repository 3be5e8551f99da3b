import type {
  Address,
  EgressOnlyInternetGateway,
  Image,
  Instance,
  InternetGateway,
  KeyPairInfo,
  NatGateway,
  NetworkInterface,
  PlacementGroup,
  ResponseLaunchTemplateData,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Tag,
  Volume,
  Vpc,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { parseCidr, usableAddresses } from './cidr.ts';
import { notFound } from './errors.ts';
import { type Zone, zonesOf } from './zones.ts';

/** A record with tags, as every EC2 record has them: always a list. */
export interface Tagged {
  Tags: Tag[];
}

export type VpcRecord = Omit<Vpc, 'Tags'> &
  Tagged & {
    VpcId: string;
    CidrBlock: string;
    dnsHostnames: boolean;
    dnsSupport: boolean;
    /** `domain-name-servers` of the VPC's DHCP options. */
    domainNameServers: readonly string[];
    defaultNetworkAclId: string;
  };
export type SubnetRecord = Omit<Subnet, 'Tags'> &
  Tagged & {
    SubnetId: string;
    VpcId: string;
    CidrBlock: string;
    AvailabilityZone: string;
    AvailabilityZoneId: string;
    /** Offsets of the addresses in use, from the block's first. */
    used: Set<number>;
  };
export type SecurityGroupRecord = Omit<SecurityGroup, 'Tags' | 'IpPermissions' | 'IpPermissionsEgress'> &
  Tagged & {
    GroupId: string;
    GroupName: string;
    VpcId: string;
    rules: (SecurityGroupRule & { SecurityGroupRuleId: string; IsEgress: boolean } & Tagged)[];
    managedBy?: string;
  };
export type NetworkInterfaceRecord = Omit<NetworkInterface, 'TagSet'> &
  Tagged & { NetworkInterfaceId: string; SubnetId: string; VpcId: string; addressOffset: number };
export type InternetGatewayRecord = Omit<InternetGateway, 'Tags' | 'Attachments'> &
  Tagged & { InternetGatewayId: string; Attachments: { State: 'available'; VpcId: string }[] };
export type EgressOnlyRecord = Omit<EgressOnlyInternetGateway, 'Tags'> &
  Tagged & { EgressOnlyInternetGatewayId: string; vpcId: string };
export type AddressRecord = Omit<Address, 'Tags'> & Tagged & { AllocationId: string; PublicIp: string };
export type NatGatewayRecord = Omit<NatGateway, 'Tags'> &
  Tagged & { NatGatewayId: string; SubnetId: string; VpcId: string };
export type RouteTableRecord = Omit<RouteTable, 'Tags'> &
  Tagged & {
    RouteTableId: string;
    VpcId: string;
    Routes: NonNullable<RouteTable['Routes']>;
    Associations: NonNullable<RouteTable['Associations']>;
  };
export type InstanceRecord = Omit<Instance, 'Tags' | 'InstanceType'> &
  Tagged & {
    InstanceId: string;
    SubnetId: string;
    VpcId: string;
    InstanceType: string;
    spot: boolean;
    reservation: string;
  };
export type VolumeRecord = Omit<Volume, 'Tags'> & Tagged & { VolumeId: string };
/** The SDK spells the states with capitals, the service without (EC2 API reference, examples). */
export type VpcEndpointRecord = Omit<VpcEndpoint, 'Tags' | 'State'> &
  Tagged & {
    VpcEndpointId: string;
    VpcId: string;
    ServiceName: string;
    State: 'pending' | 'available' | 'deleting';
  };
export type KeyPairRecord = Omit<KeyPairInfo, 'Tags'> & Tagged & { KeyName: string; KeyPairId: string };
export type PlacementGroupRecord = Omit<PlacementGroup, 'Tags'> &
  Tagged & { GroupId: string; GroupName: string };
export type ImageRecord = Omit<Image, 'Tags'> & Tagged & { ImageId: string };
export interface LaunchTemplateRecord extends Tagged {
  LaunchTemplateId: string;
  LaunchTemplateName: string;
  CreateTime: Date;
  CreatedBy: string;
  DefaultVersionNumber: number;
  LatestVersionNumber: number;
  versions: Map<number, { data: ResponseLaunchTemplateData; description?: string; CreateTime: Date }>;
}

/** Settings of a region's EC2 that a scenario may change. */
export interface Ec2Scenario {
  /** Local-zone groups that the account has opted in to, for example `us-west-2-lax-1`. */
  readonly optedInZoneGroups: Set<string>;
}

/** The tag by which an instance of an Auto Scaling group names it. */
export const GROUP_TAG = 'aws:autoscaling:groupName';

const groupOf = ({ Tags }: InstanceRecord): string | undefined =>
  Tags.find(({ Key }) => Key === GROUP_TAG)?.Value;

/** EC2's records of one region and account. */
export class Ec2State {
  readonly region: Region;
  readonly zones: readonly Zone[];
  readonly scenario: Ec2Scenario = { optedInZoneGroups: new Set() };
  readonly vpcs = new Map<string, VpcRecord>();
  readonly subnets = new Map<string, SubnetRecord>();
  readonly securityGroups = new Map<string, SecurityGroupRecord>();
  readonly networkInterfaces = new Map<string, NetworkInterfaceRecord>();
  /** Instance id → the interfaces attached to it. */
  readonly interfacesOfInstances = new Map<string, Set<NetworkInterfaceRecord>>();
  readonly internetGateways = new Map<string, InternetGatewayRecord>();
  readonly egressOnlyGateways = new Map<string, EgressOnlyRecord>();
  readonly addresses = new Map<string, AddressRecord>();
  readonly natGateways = new Map<string, NatGatewayRecord>();
  readonly routeTables = new Map<string, RouteTableRecord>();
  readonly instances = new Map<string, InstanceRecord>();
  /** Auto Scaling group → its instances, by the tag that Auto Scaling puts on them and nobody takes off. */
  readonly instancesOfGroups = new Map<string, Set<InstanceRecord>>();
  readonly volumes = new Map<string, VolumeRecord>();
  readonly vpcEndpoints = new Map<string, VpcEndpointRecord>();
  readonly keyPairs = new Map<string, KeyPairRecord>();
  readonly placementGroups = new Map<string, PlacementGroupRecord>();
  readonly images = new Map<string, ImageRecord>();
  readonly launchTemplates = new Map<string, LaunchTemplateRecord>();

  constructor(region: Region) {
    this.region = region;
    const zones = zonesOf(region.name);
    if (!zones) throw new AwsError('InvalidRegion', `the simulator has no zones for ${region.name}`);
    this.zones = zones;
  }

  /** A new id: `<prefix>-` and 17 hexadecimal digits, the first of which is 0. */
  newId(prefix: string): string {
    return `${prefix}-0${this.region.kernel.random(`ec2/${this.region.name}/ids`).text(16, '0123456789abcdef')}`;
  }

  now(): Date {
    return new Date(this.region.kernel.now());
  }

  /** A quota by `ec2/<name>` of the settings, else AWS's default. */
  quota(name: string, awsDefault: number): number {
    return this.region.settings.quotas[`ec2/${name}`] ?? awsDefault;
  }

  vpc(id: string): VpcRecord {
    return this.#get(this.vpcs, 'vpc', id);
  }

  subnet(id: string): SubnetRecord {
    return this.#get(this.subnets, 'subnet', id);
  }

  securityGroup(id: string): SecurityGroupRecord {
    return this.#get(this.securityGroups, 'sg', id);
  }

  networkInterface(id: string): NetworkInterfaceRecord {
    return this.#get(this.networkInterfaces, 'eni', id);
  }

  routeTable(id: string): RouteTableRecord {
    return this.#get(this.routeTables, 'rtb', id);
  }

  addInstance(instance: InstanceRecord): void {
    this.instances.set(instance.InstanceId, instance);
    const group = groupOf(instance);
    if (group === undefined) return;
    const held = this.instancesOfGroups.get(group);
    if (held) held.add(instance);
    else this.instancesOfGroups.set(group, new Set([instance]));
  }

  deleteInstance(instance: InstanceRecord): void {
    this.instances.delete(instance.InstanceId);
    const group = groupOf(instance) ?? '';
    const held = this.instancesOfGroups.get(group);
    held?.delete(instance);
    if (held?.size === 0) this.instancesOfGroups.delete(group);
  }

  #get<T>(records: ReadonlyMap<string, T>, prefix: string, id: string): T {
    const record = records.get(id);
    if (!record) throw notFound(prefix, id);
    return record;
  }

  /** The record of a taggable resource, whatever its kind. */
  tagged(id: string): Tagged | undefined {
    for (const records of this.#taggable()) {
      const record = records.get(id);
      if (record) return record;
    }
    for (const group of id.startsWith('sgr-') ? this.securityGroups.values() : []) {
      const rule = group.rules.find((held) => held.SecurityGroupRuleId === id);
      if (rule) return rule;
    }
    const byKeyPairId = [...this.keyPairs.values()].find((pair) => pair.KeyPairId === id);
    return byKeyPairId ?? [...this.placementGroups.values()].find((group) => group.GroupId === id);
  }

  /** Every taggable resource as [id, record]. */
  *allTagged(): Generator<[string, Tagged]> {
    for (const records of this.#taggable()) yield* records.entries();
    for (const pair of this.keyPairs.values()) yield [pair.KeyPairId, pair];
    for (const group of this.placementGroups.values()) yield [group.GroupId, group];
  }

  #taggable(): readonly ReadonlyMap<string, Tagged>[] {
    return [
      this.vpcs,
      this.subnets,
      this.securityGroups,
      this.networkInterfaces,
      this.internetGateways,
      this.egressOnlyGateways,
      this.addresses,
      this.natGateways,
      this.routeTables,
      this.instances,
      this.volumes,
      this.vpcEndpoints,
      this.images,
      this.launchTemplates,
    ];
  }

  freeAddresses(subnet: SubnetRecord): number {
    const cidr = parseCidr(subnet.CidrBlock);
    return cidr ? usableAddresses(cidr) - subnet.used.size : 0;
  }
}
