import {
  type AnyNodeGroup,
  type ClusterConfig,
  hasImageInTemplate,
  isUbuntu,
} from '../../cluster-config/config.ts';
import type { ContentFacts } from '../../desired/cluster-facts.ts';
import { bounded, ownTags } from '../../desired/names.ts';
import {
  base64,
  getAtt,
  present,
  type Resources,
  ref,
  type StackImage,
  tagList,
  type Value,
} from '../../desired/template.ts';
import { blockDevices } from './block-devices.ts';
import { imageId, namedImage } from './node-image.ts';
import { userData } from './user-data/user-data.ts';

/** The name that a group's generated launch template and key pair have. */
export function launchTemplateName(config: ClusterConfig, group: AnyNodeGroup): string {
  return bounded(`eks-fleet-${config.metadata.name}-${group.name}`, 128);
}

/** True where somebody may log in by SSH with a key. */
export function allowsSsh({ ssh }: AnyNodeGroup): boolean {
  return ssh?.allow === true || ssh?.publicKey !== undefined || ssh?.publicKeyName !== undefined;
}

/** A key that is given as text, or (for `allow` alone) one that EC2 makes and keeps in SSM Parameter Store. */
function keyPair(config: ClusterConfig, group: AnyNodeGroup): Resources {
  if (!allowsSsh(group) || group.ssh?.publicKeyName) return {};
  const properties = present({
    KeyName: launchTemplateName(config, group),
    PublicKeyMaterial: group.ssh?.publicKey?.trim(),
  });
  return { KeyPair: { Type: 'AWS::EC2::KeyPair', Properties: properties } };
}

/** SSH from where the document allows it: from the groups it names, else from the VPC or from anywhere, as eksctl. */
function sshGroup(facts: ContentFacts, group: AnyNodeGroup): Resources {
  if (!allowsSsh(group)) return {};
  const port = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
  const sources = group.ssh?.sourceSecurityGroupIds;
  const blocks = group.privateNetworking ? facts.networkCidrs : ['0.0.0.0/0'];
  const ingress: Value[] = sources?.length
    ? sources.map((SourceSecurityGroupId) => ({ ...port, SourceSecurityGroupId }))
    : blocks.map((CidrIp) => ({ ...port, CidrIp }));
  return {
    SSH: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'Allow SSH access',
        VpcId: facts.network.vpcId,
        SecurityGroupIngress: ingress,
      },
    },
  };
}

function instanceName(config: ClusterConfig, group: AnyNodeGroup): string {
  const base = group.instanceName ?? `${config.metadata.name}-${group.name}-Node`;
  return group.instancePrefix ? `${group.instancePrefix}-${base}` : base;
}

/** Tags of instances, volumes and interfaces. */
function tagSpecifications(config: ClusterConfig, group: AnyNodeGroup): Value[] {
  const Tags = tagList({ ...ownTags(config), ...group.tags, Name: instanceName(config, group) });
  return ['instance', 'volume', 'network-interface'].map((ResourceType) => ({ ResourceType, Tags }));
}

function capacityReservation(group: AnyNodeGroup): Value | undefined {
  const { capacityReservationPreference: preference, capacityReservationTarget: target } =
    group.capacityReservation ?? {};
  if (!preference && !target) return undefined;
  return present({
    CapacityReservationPreference: preference,
    CapacityReservationTarget: target
      ? present({
          CapacityReservationId: target.capacityReservationID,
          CapacityReservationResourceGroupArn: target.capacityReservationResourceGroupARN,
        })
      : undefined,
  });
}

/** Session Manager's agent is on EKS's Linux images; Ubuntu and images of the user's own are asked to start it. */
function withSsm(group: AnyNodeGroup): AnyNodeGroup {
  if (group.ssh?.enableSsm !== true) return group;
  const start = ['systemctl enable amazon-ssm-agent', 'systemctl start amazon-ssm-agent'];
  const linux = group.amiFamily.startsWith('AmazonLinux') || isUbuntu(group);
  return linux
    ? { ...group, preBootstrapCommands: [...start, ...(group.preBootstrapCommands ?? [])] }
    : group;
}

export interface LaunchTemplateParts {
  readonly config: ClusterConfig;
  readonly facts: ContentFacts;
  readonly group: AnyNodeGroup;
  readonly managed: boolean;
  readonly securityGroupIds: readonly Value[];
  readonly instanceType?: string;
  readonly extra?: Readonly<Record<string, Value>>;
}

function launchTemplateData({
  config,
  facts,
  group,
  managed,
  securityGroupIds,
  instanceType,
  extra,
}: LaunchTemplateParts) {
  const text = userData({ config, group: withSsm(group), cluster: facts.cluster }, managed);
  const needsImage = !managed || hasImageInTemplate(group);
  const named = group.ssh?.publicKeyName ?? ref('KeyPair');
  return present({
    ImageId: needsImage ? imageId(group, facts.cluster.version, facts.account.instanceTypes) : undefined,
    InstanceType: instanceType,
    KeyName: allowsSsh(group) ? named : undefined,
    UserData: text === undefined ? undefined : base64(text),
    SecurityGroupIds: securityGroupIds.length > 0 ? securityGroupIds : undefined,
    MetadataOptions: {
      HttpTokens: group.disableIMDSv1 === false ? 'optional' : 'required',
      // One hop does not reach pods, which are behind a bridge; two do.
      HttpPutResponseHopLimit: group.disablePodIMDS ? 1 : 2,
    },
    BlockDeviceMappings: blockDevices(group),
    EbsOptimized: group.ebsOptimized,
    Monitoring:
      group.enableDetailedMonitoring === undefined ? undefined : { Enabled: group.enableDetailedMonitoring },
    Placement: group.placement ? { GroupName: group.placement.groupName } : undefined,
    CapacityReservationSpecification: capacityReservation(group),
    InstanceMarketOptions: group.instanceMarketOptions?.marketType
      ? { MarketType: group.instanceMarketOptions.marketType }
      : undefined,
    TagSpecifications: tagSpecifications(config, group),
    ...extra,
  });
}

/** A launch template with the resources that it needs (key pair, group for SSH). */
export function launchTemplateResources(parts: LaunchTemplateParts): Resources {
  const { config, facts, group } = parts;
  const ssh = sshGroup(facts, group);
  const securityGroupIds = [...parts.securityGroupIds, ...('SSH' in ssh ? [getAtt('SSH', 'GroupId')] : [])];
  return {
    ...keyPair(config, group),
    ...ssh,
    LaunchTemplate: {
      Type: 'AWS::EC2::LaunchTemplate',
      Properties: {
        LaunchTemplateName: launchTemplateName(config, group),
        LaunchTemplateData: launchTemplateData({ ...parts, securityGroupIds }),
      },
    },
  };
}

/** The image of a group's stack; absent where EKS chooses it. */
export function stackImage(facts: ContentFacts, group: AnyNodeGroup): { readonly image: StackImage } {
  const present = facts.images?.[group.name];
  const named = namedImage(group, facts.account.instanceTypes);
  return { image: { named, ...(present === undefined ? {} : { present }) } };
}
