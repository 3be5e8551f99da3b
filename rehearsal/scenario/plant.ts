import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DetachNetworkInterfaceCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DescribeClusterCommand, EKSClient, ResourceNotFoundException } from '@aws-sdk/client-eks';
import type { Ec2Service } from '../../simulator/ec2/ec2.ts';
import type { ElasticLoadBalancingService } from '../../simulator/elasticloadbalancing/elasticloadbalancing.ts';
import type { ElasticLoadBalancingV2Service } from '../../simulator/elasticloadbalancingv2/elasticloadbalancingv2.ts';
import type { World } from '../../simulator/world.ts';
import type { GivenNetwork, Plant, Release } from './plant-schema.ts';

/** The cluster's network, as Kubernetes' controllers find it. */
interface Ground {
  readonly ec2: Ec2Service;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly zone: string;
  readonly clusterSecurityGroupId: string;
  /** Ids of planted groups by the scenario's names. */
  readonly groups: Map<string, string>;
}

/** The name by which a scenario finds its interfaces again. */
const interfaceText = (name: string): string => `planted ${name}`;

async function groundOf({ cluster: name, region, maybe }: Plant, world: World): Promise<Ground | undefined> {
  const { cluster } = await new EKSClient({ region })
    .send(new DescribeClusterCommand({ name }))
    .catch((error: unknown) => {
      if (maybe && error instanceof ResourceNotFoundException) return { cluster: undefined };
      throw error;
    });
  if (!cluster) return undefined;
  const { vpcId = '', subnetIds = [], clusterSecurityGroupId = '' } = cluster.resourcesVpcConfig ?? {};
  const ec2 = world.region(region).service('ec2') as Ec2Service;
  const zone = ec2.subnet(subnetIds[0] ?? '')?.availabilityZone ?? '';
  return { ec2, vpcId, subnetIds, zone, clusterSecurityGroupId, groups: new Map() };
}

const groupIdsOf = ({ groups, clusterSecurityGroupId }: Ground, names: readonly string[]): string[] =>
  names.map((name) => {
    const id = name === 'cluster' ? clusterSecurityGroupId : groups.get(name);
    if (id === undefined) throw new Error(`the scenario plants no security group ${name}`);
    return id;
  });

async function plantSecurityGroups(plant: Plant, ground: Ground): Promise<void> {
  const client = new EC2Client({ region: plant.region });
  for (const { name, tags } of plant.securityGroups) {
    const given = tags ?? { 'elbv2.k8s.aws/cluster': plant.cluster };
    const Tags = Object.entries(given).map(([Key, Value]) => ({ Key, Value }));
    const { GroupId = '' } = await client.send(
      new CreateSecurityGroupCommand({
        GroupName: name,
        Description: `[k8s] ${name}`,
        VpcId: ground.vpcId,
        ...(Tags.length > 0 ? { TagSpecifications: [{ ResourceType: 'security-group', Tags }] } : {}),
      }),
    );
    ground.groups.set(name, GroupId);
  }
  for (const { name, mentionedBy } of plant.securityGroups) {
    const [mentioned = ''] = groupIdsOf(ground, [name]);
    for (const GroupId of groupIdsOf(ground, mentionedBy)) {
      const permission = {
        IpProtocol: 'tcp',
        FromPort: 8080,
        ToPort: 8080,
        UserIdGroupPairs: [{ GroupId: mentioned }],
      };
      await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [permission] }));
    }
  }
}

function plantLoadBalancers(plant: Plant, ground: Ground, world: World): void {
  const region = world.region(plant.region);
  const { plants: classic } = region.service('elasticloadbalancing') as ElasticLoadBalancingService;
  const { plants: v2 } = region.service('elasticloadbalancingv2') as ElasticLoadBalancingV2Service;
  const subnetIds = ground.subnetIds.slice(0, 2);
  for (const balancer of plant.loadBalancers) {
    const { name, type, targetGroups, deletionProtection } = balancer;
    const groupIds = groupIdsOf(ground, balancer.securityGroups);
    const cloudProvider = { [`kubernetes.io/cluster/${plant.cluster}`]: 'owned' };
    const controller = { 'elbv2.k8s.aws/cluster': plant.cluster };
    const tags = balancer.tags ?? (type === 'application' ? controller : cloudProvider);
    if (type === 'classic') {
      classic.plantLoadBalancer({ name, subnetIds, groupIds, tags });
      continue;
    }
    const { loadBalancerArn } = v2.plantLoadBalancer({
      name,
      type,
      subnetIds,
      groupIds,
      tags,
      deletionProtection,
    });
    for (const group of targetGroups)
      v2.plantTargetGroup({ name: group, vpcId: ground.vpcId, loadBalancerArns: [loadBalancerArn], tags });
  }
}

function plantNetworkInterfaces(plant: Plant, { ec2, ...ground }: Ground, accountId: string): void {
  for (const { name, status, securityGroups, tags } of plant.networkInterfaces) {
    const attachment = {
      kind: 'eni-attach',
      ownerId: accountId,
      deviceIndex: 1,
      deleteOnTermination: false,
    } as const;
    ec2.plants.plantNetworkInterface({
      subnetId: ground.subnetIds[0] ?? '',
      groupIds: groupIdsOf({ ec2, ...ground }, securityGroups),
      description: interfaceText(name),
      // The VPC CNI's own tag ("Amazon VPC CNI plugin", ENI tags).
      tags: tags ?? { 'cluster.k8s.amazonaws.com/name': plant.cluster },
      ...(status === 'in-use' ? { attachment } : {}),
    });
  }
}

/** IAM is one for all regions, and its own endpoint may be in a region that the world does not have. */
function callIam(
  region: string,
  world: World,
  operation: string,
  input: Record<string, string>,
): Promise<unknown> {
  const { accountId } = world;
  const arn = `arn:aws:iam::${accountId}:user/administrator`;
  return world.region(region).call('iam', operation, input, { kind: 'administrator', arn, accountId });
}

async function plantInstanceProfiles({ region, instanceProfiles = [] }: Plant, world: World): Promise<void> {
  for (const { name: InstanceProfileName, role: RoleName } of instanceProfiles) {
    await callIam(region, world, 'CreateInstanceProfile', { InstanceProfileName });
    await callIam(region, world, 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
  }
}

/** Puts leftovers of Kubernetes into the cluster's network. */
export async function plantLeftovers(plant: Plant, world: World): Promise<void> {
  const ground = await groundOf(plant, world);
  if (!ground) return;
  await plantSecurityGroups(plant, ground);
  plantLoadBalancers(plant, ground, world);
  plantNetworkInterfaces(plant, ground, world.accountId);
  await plantInstanceProfiles(plant, world);
  const owned = { [`kubernetes.io/cluster/${plant.cluster}`]: 'owned' };
  for (const volumeId of plant.volumes)
    ground.ec2.plants.plantVolume({ volumeId, availabilityZone: ground.zone, tags: owned });
  await launch(plant.instances, { ...owned, 'karpenter.sh/nodepool': 'default' }, ground);
  await launch(plant.guests ?? 0, { Name: 'someone else' }, ground);
}

async function launch(count: number, tags: Readonly<Record<string, string>>, ground: Ground): Promise<void> {
  if (count === 0) return;
  await ground.ec2.launchInstances({
    count,
    instanceTypes: ['m5.large'],
    subnetIds: ground.subnetIds.slice(0, 1),
    groupIds: [ground.clusterSecurityGroupId],
    tags,
    spot: false,
  });
}

/** Puts a network of the user's own into a region. */
export function plantGivenNetwork(given: GivenNetwork, world: World): void {
  const { plants } = world.region(given.region).service('ec2') as Ec2Service;
  const { vpcId, cidrBlock, domainNameServers, subnets } = given;
  plants.plantVpc({ vpcId, cidrBlock, ...(domainNameServers && { domainNameServers }) });
  for (const subnet of subnets) plants.plantSubnet({ ...subnet, vpcId });
  for (const group of given.securityGroups) plants.plantSecurityGroup({ ...group, vpcId });
  for (const description of given.networkInterfaces)
    plants.plantNetworkInterface({ subnetId: subnets[0]?.subnetId ?? '', groupIds: [], description });
}

async function detachInterfaces(region: string, names: readonly string[]): Promise<void> {
  const client = new EC2Client({ region });
  for (const name of names) {
    const Filters = [{ Name: 'description', Values: [interfaceText(name)] }];
    const { NetworkInterfaces = [] } = await client.send(new DescribeNetworkInterfacesCommand({ Filters }));
    const AttachmentId = NetworkInterfaces[0]?.Attachment?.AttachmentId;
    if (AttachmentId === undefined) throw new Error(`no planted interface ${name} is in use`);
    await client.send(new DetachNetworkInterfaceCommand({ AttachmentId }));
  }
}

/** Takes planted things out of the way of a deletion. */
export async function releasePlanted(release: Release, world: World): Promise<void> {
  const { region, networkInterfaces, instanceProfiles } = release;
  await detachInterfaces(region, networkInterfaces);
  for (const { name: InstanceProfileName, role: RoleName } of instanceProfiles) {
    await callIam(region, world, 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName });
    await callIam(region, world, 'DeleteInstanceProfile', { InstanceProfileName });
  }
}
