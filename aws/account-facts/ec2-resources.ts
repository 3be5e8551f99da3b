import {
  DescribeKeyPairsCommand,
  DescribePlacementGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  paginateDescribeImages,
  paginateDescribeLaunchTemplateVersions,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  type RouteTable,
} from '@aws-sdk/client-ec2';
import { knownOf } from '../../domain/account-facts/answer.ts';
import type {
  AccountFacts,
  ByName,
  ImageFacts,
  LaunchTemplateFacts,
} from '../../domain/account-facts/facts.ts';
import type { FactsWanted } from '../../domain/account-facts/wanted.ts';
import type { DescribedSubnet } from '../../domain/desired/network/facts.ts';
import { toDescribedSubnet } from '../ec2/network.ts';
import { allOf, asked, unasked } from './asked.ts';

type Resources = Pick<
  AccountFacts,
  | 'subnets'
  | 'vpcCidrs'
  | 'openSubnets'
  | 'securityGroups'
  | 'keyPairs'
  | 'placementGroups'
  | 'images'
  | 'launchTemplates'
>;

/** A filter leaves out ids that do not exist; a list of ids would be refused as a whole. */
const byId = (Name: string, Values: readonly string[]) => [{ Name, Values: [...Values] }];

const leadsOut = ({ Routes = [] }: RouteTable): boolean =>
  Routes.some(({ GatewayId }) => GatewayId?.startsWith('igw-') === true);

/** EC2's things that a document names: networks, security groups, keys, images and launch templates. */
export class Ec2Resources {
  readonly #client: EC2Client;

  constructor(client: EC2Client) {
    this.#client = client;
  }

  async read(wanted: FactsWanted): Promise<Resources> {
    const { securityGroupIds, keyPairs, placementGroups, imageIds, launchTemplates } = wanted;
    const [network, groups, keys, placements, images, templates] = await Promise.all([
      this.#network(wanted),
      securityGroupIds.length === 0
        ? unasked({})
        : asked('ec2:DescribeSecurityGroups', () => this.#securityGroups(securityGroupIds)),
      // All of them: a name that is nearly right is told from the others.
      keyPairs.length === 0 ? unasked([]) : asked('ec2:DescribeKeyPairs', () => this.#keyPairs()),
      placementGroups.length === 0
        ? unasked([])
        : asked('ec2:DescribePlacementGroups', () => this.#placementGroups()),
      imageIds.length === 0 ? unasked({}) : asked('ec2:DescribeImages', () => this.#images(imageIds)),
      launchTemplates.length === 0
        ? unasked({})
        : asked('ec2:DescribeLaunchTemplateVersions', () => this.#launchTemplates(launchTemplates)),
    ]);
    return {
      ...network,
      securityGroups: groups,
      keyPairs: keys,
      placementGroups: placements,
      images,
      launchTemplates: templates,
    };
  }

  async #network({
    subnetIds,
    vpcId,
    needsVpc,
  }: FactsWanted): Promise<Pick<Resources, 'subnets' | 'vpcCidrs' | 'openSubnets'>> {
    const subnets = await (subnetIds.length === 0
      ? unasked<ByName<DescribedSubnet>>({})
      : asked('ec2:DescribeSubnets', () => this.#subnets(subnetIds)));
    const vpc = vpcId ?? Object.values(knownOf(subnets) ?? {})[0]?.VpcId;
    if (!needsVpc || vpc === undefined)
      return { subnets, vpcCidrs: await unasked(undefined), openSubnets: await unasked([]) };
    const [vpcCidrs, openSubnets] = await Promise.all([
      asked('ec2:DescribeVpcs', () => this.#vpcCidrs(vpc)),
      asked('ec2:DescribeRouteTables', () => this.#openSubnets(vpc, subnetIds)),
    ]);
    return { subnets, vpcCidrs, openSubnets };
  }

  async #subnets(ids: readonly string[]): Promise<ByName<DescribedSubnet>> {
    const { Subnets = [] } = await this.#client.send(
      new DescribeSubnetsCommand({ Filters: byId('subnet-id', ids) }),
    );
    return Object.fromEntries(Subnets.map((subnet) => [subnet.SubnetId ?? '', toDescribedSubnet(subnet)]));
  }

  async #vpcCidrs(vpcId: string): Promise<readonly string[] | undefined> {
    const { Vpcs = [] } = await this.#client.send(
      new DescribeVpcsCommand({ Filters: byId('vpc-id', [vpcId]) }),
    );
    return Vpcs[0]?.CidrBlockAssociationSet?.map(({ CidrBlock = '' }) => CidrBlock);
  }

  /** A subnet without a route table of its own has the VPC's main one. */
  async #openSubnets(vpcId: string, subnetIds: readonly string[]): Promise<readonly string[]> {
    const tables = await allOf(
      paginateDescribeRouteTables({ client: this.#client }, { Filters: byId('vpc-id', [vpcId]) }),
      ({ RouteTables }) => RouteTables,
    );
    const main = tables.find(({ Associations }) => Associations?.some(({ Main }) => Main === true));
    return subnetIds.filter((id) => {
      const own = tables.find(({ Associations }) => Associations?.some(({ SubnetId }) => SubnetId === id));
      const table = own ?? main;
      return table !== undefined && leadsOut(table);
    });
  }

  async #securityGroups(ids: readonly string[]): Promise<ByName<string>> {
    const groups = await allOf(
      paginateDescribeSecurityGroups({ client: this.#client }, { Filters: byId('group-id', ids) }),
      ({ SecurityGroups }) => SecurityGroups,
    );
    return Object.fromEntries(groups.map(({ GroupId = '', VpcId = '' }) => [GroupId, VpcId]));
  }

  async #keyPairs(): Promise<readonly string[]> {
    const { KeyPairs = [] } = await this.#client.send(new DescribeKeyPairsCommand({}));
    return KeyPairs.map(({ KeyName = '' }) => KeyName);
  }

  async #placementGroups(): Promise<readonly string[]> {
    const { PlacementGroups = [] } = await this.#client.send(new DescribePlacementGroupsCommand({}));
    return PlacementGroups.map(({ GroupName = '' }) => GroupName);
  }

  async #images(ids: readonly string[]): Promise<ByName<ImageFacts>> {
    const images = await allOf(
      paginateDescribeImages({ client: this.#client }, { Filters: byId('image-id', ids) }),
      ({ Images }) => Images,
    );
    return Object.fromEntries(
      images.map(({ ImageId = '', State = '', Architecture = '', Platform }) => [
        ImageId,
        { state: State, architecture: Architecture, isWindows: Platform?.toLowerCase() === 'windows' },
      ]),
    );
  }

  /** By `id` for the default version, by `id:version` for each. */
  async #launchTemplates(named: readonly string[]): Promise<ByName<LaunchTemplateFacts>> {
    const ids = [...new Set(named.map((one) => one.split(':')[0] ?? one))];
    const found = await Promise.all(ids.map((id) => this.#versionsOf(id)));
    return Object.assign({}, ...found);
  }

  async #versionsOf(id: string): Promise<ByName<LaunchTemplateFacts>> {
    const pages = paginateDescribeLaunchTemplateVersions({ client: this.#client }, { LaunchTemplateId: id });
    const versions = await allOf(pages, ({ LaunchTemplateVersions }) => LaunchTemplateVersions).catch(
      (error: Error) => {
        if (error.name === 'InvalidLaunchTemplateId.NotFound') return [];
        throw error;
      },
    );
    return Object.fromEntries(
      versions.flatMap(({ VersionNumber, DefaultVersion, LaunchTemplateData = {} }) => {
        const { InstanceMarketOptions, InstanceType, ImageId } = LaunchTemplateData;
        const facts: LaunchTemplateFacts = {
          ...(InstanceMarketOptions?.MarketType ? { marketType: InstanceMarketOptions.MarketType } : {}),
          ...(InstanceType ? { instanceType: InstanceType } : {}),
          ...(ImageId ? { imageId: ImageId } : {}),
        };
        return [[`${id}:${VersionNumber}`, facts], ...(DefaultVersion ? [[id, facts]] : [])];
      }),
    );
  }
}
