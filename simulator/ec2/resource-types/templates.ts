import type { LaunchTemplateVersion } from '@aws-sdk/client-ec2';
import { booleanOf, generatedName, listOf, numberOf } from '../../resource-calls.ts';
import type { Provisioned } from '../../service.ts';
import type { Ec2State } from '../state.ts';
import { type Ec2Type, type Making, specifications } from './provider.ts';

const POLL_MS = 5_000;

function templateAnswer(ec2: Ec2State, id: string): Provisioned {
  const template = ec2.launchTemplates.get(id);
  return {
    physicalId: id,
    attributes: {
      LaunchTemplateId: id,
      LaunchTemplateName: template?.LaunchTemplateName,
      DefaultVersionNumber: String(template?.DefaultVersionNumber),
      LatestVersionNumber: String(template?.LatestVersionNumber),
    },
  };
}

export const launchTemplate: Ec2Type = {
  modelled: ['LaunchTemplateData', 'LaunchTemplateName', 'TagSpecifications', 'VersionDescription'],
  replaced: ['LaunchTemplateName'],
  create: async (properties, { ec2, act, pause, context }) => {
    const { LaunchTemplate } = await act<{ LaunchTemplate: { LaunchTemplateId: string } }>(
      'CreateLaunchTemplate',
      {
        LaunchTemplateName: properties.LaunchTemplateName ?? generatedName(ec2.region.kernel, context),
        LaunchTemplateData: properties.LaunchTemplateData,
        VersionDescription: properties.VersionDescription,
        TagSpecifications: properties.TagSpecifications,
      },
    );
    await pause('ec2/small-resource');
    return templateAnswer(ec2, LaunchTemplate.LaunchTemplateId);
  },
  update: async (id, properties, previous, { ec2, act, pause }) => {
    const changed = ['LaunchTemplateData', 'VersionDescription'].some(
      (name) => JSON.stringify(properties[name]) !== JSON.stringify(previous[name]),
    );
    if (changed) {
      await act<{ LaunchTemplateVersion: LaunchTemplateVersion }>('CreateLaunchTemplateVersion', {
        LaunchTemplateId: id,
        LaunchTemplateData: properties.LaunchTemplateData,
        VersionDescription: properties.VersionDescription,
      });
    }
    await pause('ec2/small-resource');
    return templateAnswer(ec2, id);
  },
  delete: async (id, _properties, { act, pause }) => {
    await act('DeleteLaunchTemplate', { LaunchTemplateId: id });
    await pause('cloudformation/resource');
  },
  taggedId: ({ physicalId }) => physicalId,
};

function endpointAnswer(ec2: Ec2State, id: string): Provisioned {
  const endpoint = ec2.vpcEndpoints.get(id);
  return {
    physicalId: id,
    attributes: {
      Id: id,
      CreationTimestamp: endpoint?.CreationTimestamp?.toISOString(),
      DnsEntries: (endpoint?.DnsEntries ?? []).map((held) => `${held.HostedZoneId ?? ''}:${held.DnsName}`),
      NetworkInterfaceIds: endpoint?.NetworkInterfaceIds ?? [],
    },
  };
}

async function whilePending(id: string, state: string, { act, ec2 }: Making): Promise<void> {
  for (;;) {
    const { VpcEndpoints } = await act<{ VpcEndpoints: { State: string }[] }>('DescribeVpcEndpoints', {
      VpcEndpointIds: [id],
    });
    if (VpcEndpoints[0]?.State !== state) return;
    await ec2.region.kernel.sleep(POLL_MS);
  }
}

export const vpcEndpoint: Ec2Type = {
  modelled: [
    'VpcId',
    'ServiceName',
    'VpcEndpointType',
    'SubnetIds',
    'SecurityGroupIds',
    'RouteTableIds',
    'PrivateDnsEnabled',
    'PolicyDocument',
    'Tags',
  ],
  // Subnets, groups, route tables and policies change in place on AWS; ModifyVpcEndpoint is not modelled.
  replaced: [
    'VpcId',
    'ServiceName',
    'VpcEndpointType',
    'SubnetIds',
    'SecurityGroupIds',
    'RouteTableIds',
    'PrivateDnsEnabled',
    'PolicyDocument',
  ],
  create: async (properties, making) => {
    const policy = properties.PolicyDocument;
    const { VpcEndpoint: made } = await making.act<{ VpcEndpoint: { VpcEndpointId: string } }>(
      'CreateVpcEndpoint',
      {
        VpcId: properties.VpcId,
        ServiceName: properties.ServiceName,
        VpcEndpointType: properties.VpcEndpointType,
        SubnetIds: listOf(properties.SubnetIds),
        SecurityGroupIds: listOf(properties.SecurityGroupIds),
        RouteTableIds: listOf(properties.RouteTableIds),
        PrivateDnsEnabled: booleanOf(properties.PrivateDnsEnabled) ?? false,
        PolicyDocument: policy === undefined || typeof policy === 'string' ? policy : JSON.stringify(policy),
        TagSpecifications: specifications('vpc-endpoint', properties.Tags),
      },
    );
    await whilePending(made.VpcEndpointId, 'pending', making);
    return endpointAnswer(making.ec2, made.VpcEndpointId);
  },
  delete: async (id, _properties, making) => {
    await making.act('DeleteVpcEndpoints', { VpcEndpointIds: [id] });
    await whilePending(id, 'deleting', making);
  },
  taggedId: ({ physicalId }) => physicalId,
  describe: (id, _properties, ec2) => endpointAnswer(ec2, id),
};

export const placementGroup: Ec2Type = {
  modelled: ['Strategy', 'PartitionCount', 'SpreadLevel', 'Tags'],
  replaced: ['Strategy', 'PartitionCount', 'SpreadLevel', 'Tags'],
  create: async (properties, { ec2, act, pause, context }) => {
    const GroupName = generatedName(ec2.region.kernel, context, 255);
    await act('CreatePlacementGroup', {
      GroupName,
      Strategy: properties.Strategy,
      PartitionCount: numberOf(properties.PartitionCount),
      SpreadLevel: properties.SpreadLevel,
      TagSpecifications: specifications('placement-group', properties.Tags),
    });
    await pause('ec2/small-resource');
    return { physicalId: GroupName, attributes: { GroupName } };
  },
  delete: async (id, _properties, { act, pause }) => {
    await act('DeletePlacementGroup', { GroupName: id });
    await pause('cloudformation/resource');
  },
  taggedId: ({ physicalId }) => physicalId,
};

/**
 * The permission to keep the private half of a key that EC2 makes, in a parameter. CloudFormation does so with the
 * stack's identity (CloudFormation guide, "AWS::EC2::KeyPair"); the parameter itself is not simulated.
 */
const keptKey = (operation: string, keyPairId: string, { region }: Ec2State) => ({
  action: `ssm:${operation}`,
  resource: region.arn('ssm', `parameter/ec2/keypair/${keyPairId}`),
});

export const keyPair: Ec2Type = {
  modelled: ['KeyName', 'KeyType', 'PublicKeyMaterial', 'Tags'],
  replaced: ['KeyName', 'KeyType', 'PublicKeyMaterial', 'Tags'],
  create: async (properties, { act, pause, context, ec2 }) => {
    const tagging = { TagSpecifications: specifications('key-pair', properties.Tags) };
    const material = properties.PublicKeyMaterial;
    const made = await act<{ KeyPairId: string; KeyFingerprint: string }>(
      material === undefined ? 'CreateKeyPair' : 'ImportKeyPair',
      material === undefined
        ? { KeyName: properties.KeyName, KeyType: properties.KeyType, ...tagging }
        : { KeyName: properties.KeyName, PublicKeyMaterial: Buffer.from(String(material)), ...tagging },
    );
    if (material === undefined) context.authorize(keptKey('PutParameter', made.KeyPairId, ec2));
    await pause('ec2/small-resource');
    return {
      physicalId: String(properties.KeyName),
      attributes: { KeyPairId: made.KeyPairId, KeyFingerprint: made.KeyFingerprint },
    };
  },
  delete: async (id, properties, { act, pause, context, ec2 }) => {
    const made = ec2.keyPairs.get(id);
    if (made && properties.PublicKeyMaterial === undefined)
      context.authorize(keptKey('DeleteParameter', made.KeyPairId, ec2));
    await act('DeleteKeyPair', { KeyName: id });
    await pause('cloudformation/resource');
  },
};
