import { pullThroughCacheRule } from '../../domain/cluster-config/annotations.ts';
import {
  type AnyNodeGroup,
  allNodeGroups,
  type ClusterConfig,
  hasGivenNetwork,
  hasOwnImage,
  isWindows,
} from '../../domain/cluster-config/config.ts';
import { architectureOf, instanceTypesOf } from '../../domain/cluster-config/instance-types.ts';
import type { EcrService } from '../../simulator/ecr/ecr.ts';
import type { ElasticLoadBalancingService } from '../../simulator/elasticloadbalancing/elasticloadbalancing.ts';
import type { ElasticLoadBalancingV2Service } from '../../simulator/elasticloadbalancingv2/elasticloadbalancingv2.ts';
import type { KmsService } from '../../simulator/kms/kms.ts';
import type { World } from '../../simulator/world.ts';
import { ec2Of, givenVpc } from './network.ts';
import { once, type Place, type Prerequisite } from './prerequisite.ts';

const unique = <T>(items: readonly (T | undefined)[]): T[] => [
  ...new Set(items.filter((item) => item !== undefined)),
];

/** The VPC that our network stack makes for the cluster, once it is there. */
async function madeVpc(config: ClusterConfig, place: Place, world: World): Promise<string | undefined> {
  const caller = {
    kind: 'administrator',
    arn: `arn:aws:iam::${place.accountId}:root`,
    accountId: place.accountId,
  } as const;
  const Filters = [
    { Name: 'tag:aws:cloudformation:stack-name', Values: [`eks-fleet-${config.metadata.name}-network`] },
  ];
  const operation = 'DescribeVpcs';
  const found = await ec2Of(world, place).operations[operation]?.(
    { Filters },
    { operation, caller, requestId: '' },
  );
  return (found as { Vpcs: { VpcId?: string }[] }).Vpcs[0]?.VpcId;
}

/**
 * Security groups, in the cluster's own VPC: a group belongs to one VPC, and instances take none of another's. If the
 * VPC is still to be made, they are planted as soon as it is there, as a person would do who then applies the file
 * again.
 */
function securityGroups(config: ClusterConfig, place: Place): Prerequisite[] {
  const { vpc } = config;
  const ids = unique([
    vpc?.securityGroup,
    vpc?.sharedNodeSecurityGroup,
    ...(vpc?.controlPlaneSecurityGroupIDs ?? []),
    ...allNodeGroups(config).flatMap(({ securityGroups: groups, ssh }) => [
      ...(groups?.attachIDs ?? []),
      ...(ssh?.sourceSecurityGroupIds ?? []),
    ]),
  ]);
  const isGiven = hasGivenNetwork(config);
  const where = isGiven ? givenVpc(config) : `the VPC of ${config.metadata.name}, as soon as that is there`;
  return ids.map((groupId) => ({
    text: `security group ${groupId} in ${where}`,
    plant: async (world) => {
      const vpcId = isGiven ? givenVpc(config) : await madeVpc(config, place, world);
      if (vpcId === undefined) return 'later';
      const ec2 = ec2Of(world, place);
      if (!ec2.securityGroup(groupId)) ec2.plants.plantSecurityGroup({ groupId, groupName: groupId, vpcId });
      return 'done';
    },
  }));
}

function launchTemplates(config: ClusterConfig, place: Place): Prerequisite[] {
  const named = config.managedNodeGroups.flatMap(({ launchTemplate }) => launchTemplate ?? []);
  return unique(named.map(({ id }) => id)).map((id) => {
    const versions = Math.max(
      1,
      ...named.filter((one) => one.id === id).map(({ version }) => Number(version ?? 1)),
    );
    const data = { MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 } } as const;
    return once(`launch template ${id} with ${versions} version${versions > 1 ? 's' : ''}`, (world) =>
      ec2Of(world, place).plants.plantLaunchTemplate({
        launchTemplateId: id,
        launchTemplateName: id,
        versions: Array.from({ length: versions }, () => data),
      }),
    );
  });
}

function imageOf(group: AnyNodeGroup, place: Place): Prerequisite[] {
  const { ami } = group;
  if (ami === undefined || !hasOwnImage(group)) return [];
  const [type] = instanceTypesOf(group);
  const architecture = type === undefined ? 'x86_64' : architectureOf(type);
  const platform = isWindows(group) ? { platform: 'Windows' as const } : {};
  return [
    once(`image ${ami} (${isWindows(group) ? 'Windows' : 'Linux'}, ${architecture})`, (world) => {
      const ec2 = ec2Of(world, place);
      if (ec2.imageName(ami) === undefined)
        ec2.plants.plantImage({ imageId: ami, name: ami, architecture, ...platform });
    }),
  ];
}

function keyPairs(config: ClusterConfig, place: Place): Prerequisite[] {
  return unique(allNodeGroups(config).map(({ ssh }) => ssh?.publicKeyName)).map((name) =>
    once(`key pair ${name}`, (world) => ec2Of(world, place).plants.plantKeyPair(name)),
  );
}

function placementGroups(config: ClusterConfig, place: Place): Prerequisite[] {
  const { accountId } = place;
  const caller = { kind: 'administrator', arn: `arn:aws:iam::${accountId}:root`, accountId } as const;
  const operation = 'CreatePlacementGroup';
  return unique(allNodeGroups(config).map(({ placement }) => placement?.groupName)).map((GroupName) =>
    once(`placement group ${GroupName}`, async (world) => {
      await ec2Of(world, place).operations[operation]?.({ GroupName }, { operation, caller, requestId: '' });
    }),
  );
}

/** Keys by id, ARN or alias; keys of another account or region are left to that account. */
function keys(config: ClusterConfig, { accountId, region }: Place): Prerequisite[] {
  const volumes = allNodeGroups(config).flatMap(({ volumeKmsKeyID, additionalVolumes = [] }) => [
    volumeKmsKeyID,
    ...additionalVolumes.map((volume) => volume.volumeKmsKeyID),
  ]);
  const isOurs = (key: string): boolean =>
    !key.startsWith('arn:') || key.startsWith(`arn:aws:kms:${region}:${accountId}:`);
  return unique([config.secretsEncryption?.keyARN, ...volumes])
    .filter(isOurs)
    .map((key) =>
      once(`KMS key ${key}`, (world) => {
        const kms = world.region(region).service('kms') as KmsService;
        if (kms.key(key)) return;
        const alias = /(alias\/.+)$/.exec(key)?.[1];
        if (alias === undefined) kms.plants.plantKey({ keyId: key });
        else
          kms.plants.plantKey({ keyId: world.kernel.random('prerequisites/keys').uuid(), aliases: [alias] });
      }),
    );
}

function secrets(config: ClusterConfig, { region }: Place): Prerequisite[] {
  const rule = pullThroughCacheRule(config);
  const arn = rule === 'invalid' ? undefined : rule?.credentialArn;
  if (arn === undefined) return [];
  return [
    once(`secret ${arn}`, (world) =>
      (world.region(region).service('ecr') as EcrService).plants.plantSecret(arn),
    ),
  ];
}

function loadBalancers(config: ClusterConfig, { region }: Place): Prerequisite[] {
  return unique(
    config.nodeGroups.flatMap(({ classicLoadBalancerNames = [] }) => classicLoadBalancerNames),
  ).map((name) =>
    once(`Classic Load Balancer ${name}`, (world) => {
      const elb = world.region(region).service('elasticloadbalancing') as ElasticLoadBalancingService;
      elb.plants.plantLoadBalancer({ name, subnetIds: [] });
    }),
  );
}

/** Target groups by ARN; those of another account or region are left to that account. */
function targetGroups(config: ClusterConfig, { accountId, region }: Place): Prerequisite[] {
  const ours = `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/`;
  return unique(config.nodeGroups.flatMap(({ targetGroupARNs = [] }) => targetGroupARNs))
    .filter((arn) => arn.startsWith(ours))
    .map((targetGroupArn) =>
      once(`target group ${targetGroupArn}`, (world) => {
        const elb = world.region(region).service('elasticloadbalancingv2') as ElasticLoadBalancingV2Service;
        const [name = ''] = targetGroupArn.slice(ours.length).split('/');
        elb.plants.plantTargetGroup({ name, targetGroupArn, vpcId: givenVpc(config) });
      }),
    );
}

/** Prerequisites of a document in EC2, KMS, Secrets Manager and ELB, besides the network itself. */
export function resources(config: ClusterConfig, place: Place): Prerequisite[] {
  return [
    ...securityGroups(config, place),
    ...launchTemplates(config, place),
    ...allNodeGroups(config).flatMap((group) => imageOf(group, place)),
    ...keyPairs(config, place),
    ...placementGroups(config, place),
    ...keys(config, place),
    ...secrets(config, place),
    ...loadBalancers(config, place),
    ...targetGroups(config, place),
  ];
}
