import { describe, expect, it } from '@jest/globals';
import { desiredContents } from '../../../domain/contents/kinds.ts';
import { desiredFoundation } from '../../../domain/desired/foundation.ts';
import type { Template } from '../../../domain/desired/template.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { account, configOf } from './fixtures.ts';

const given = {
  vpc: { subnets: { private: { a: { id: 'subnet-1' }, b: { id: 'subnet-2' } } } },
};
const described = ['a', 'b'].map((zone, index) => ({
  SubnetId: `subnet-${index + 1}`,
  VpcId: 'vpc-1',
  AvailabilityZone: `us-west-2${zone}`,
  CidrBlock: `10.0.${index}.0/24`,
}));
const remote = (vpcGatewayID: string) => ({
  remoteNetworkConfig: {
    vpcGatewayID,
    remoteNodeNetworks: [{ cidrs: ['10.200.0.0/16'] }],
    remotePodNetworks: [{ cidrs: ['10.201.0.0/16'] }],
    iam: { provider: 'IRA', caBundleCert: 'PEM' },
  },
});

const DOCUMENTS: readonly [string, Record<string, unknown>][] = [
  ['the least', {}],
  ['no way out', { vpc: { nat: { gateway: 'Disable' } } }],
  [
    'a way out of each zone',
    { vpc: { nat: { gateway: 'HighlyAvailable' } }, localZones: ['us-west-2-lax-1a'] },
  ],
  ['IPv6', { kubernetesNetworkConfig: { ipFamily: 'IPv6' }, iam: { withOIDC: true } }],
  ['IPv6 beside IPv4, and more blocks', { vpc: { autoAllocateIPv6: true, extraCIDRs: ['100.64.0.0/16'] } }],
  ['a private cluster', { privateCluster: { enabled: true, additionalEndpointServices: ['logs'] } }],
  ['a private cluster in a given VPC', { ...given, privateCluster: { enabled: true } }],
  ['hybrid nodes by a transit gateway', remote('tgw-0123456789abcdef0')],
  ['hybrid nodes by a virtual gateway', remote('vgw-0123456789abcdef0')],
  [
    'groups of both kinds',
    {
      managedNodeGroups: [{ name: 'web', ssh: { allow: true }, securityGroups: { attachIDs: ['sg-1'] } }],
      nodeGroups: [
        { name: 'own', ssh: { publicKey: 'ssh-rsa A' } },
        { name: 'bare', securityGroups: { withLocal: false, withShared: false, attachIDs: ['sg-1'] } },
        { name: 'mix', instancesDistribution: { instanceTypes: ['m5.large', 'm5a.large'] } },
      ],
    },
  ],
  [
    'everything that has a role',
    {
      iam: {
        withOIDC: true,
        serviceAccounts: [{ metadata: { name: 'a' }, wellKnownPolicies: { autoScaler: true } }],
        podIdentityAssociations: [
          { namespace: 'a', serviceAccountName: 'b', wellKnownPolicies: { externalDNS: true } },
        ],
      },
      autoModeConfig: { enabled: true },
      capabilities: [
        { name: 'ack', type: 'ACK', attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] },
      ],
      fargateProfiles: [{ name: 'a', selectors: [{ namespace: 'a' }] }],
    },
  ],
];

/** Properties that CloudFormation's reference requires of a type, and others that each of ours has. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::VPC': ['CidrBlock', 'EnableDnsSupport', 'EnableDnsHostnames', 'Tags'],
  'AWS::EC2::VPCCidrBlock': ['VpcId'],
  'AWS::EC2::Subnet': ['VpcId', 'AvailabilityZone', 'CidrBlock', 'Tags'],
  'AWS::EC2::RouteTable': ['VpcId', 'Tags'],
  'AWS::EC2::Route': ['RouteTableId'],
  'AWS::EC2::SubnetRouteTableAssociation': ['SubnetId', 'RouteTableId'],
  'AWS::EC2::InternetGateway': ['Tags'],
  'AWS::EC2::EgressOnlyInternetGateway': ['VpcId'],
  'AWS::EC2::VPCGatewayAttachment': ['VpcId'],
  'AWS::EC2::EIP': ['Domain'],
  'AWS::EC2::NatGateway': ['SubnetId', 'AllocationId', 'Tags'],
  'AWS::EC2::TransitGatewayAttachment': ['VpcId', 'TransitGatewayId', 'SubnetIds'],
  'AWS::EC2::VPNGatewayRoutePropagation': ['VpnGatewayId', 'RouteTableIds'],
  'AWS::EC2::VPCEndpoint': ['VpcId', 'ServiceName', 'VpcEndpointType'],
  'AWS::EC2::SecurityGroup': ['VpcId', 'GroupDescription'],
  'AWS::EC2::SecurityGroupIngress': ['GroupId', 'IpProtocol'],
  'AWS::EC2::LaunchTemplate': ['LaunchTemplateName', 'LaunchTemplateData'],
  'AWS::EC2::KeyPair': ['KeyName'],
  'AWS::AutoScaling::AutoScalingGroup': [
    'MinSize',
    'MaxSize',
    'DesiredCapacity',
    'VPCZoneIdentifier',
    'Tags',
  ],
  'AWS::IAM::Role': ['RoleName', 'Path', 'AssumeRolePolicyDocument', 'PermissionsBoundary', 'Tags'],
  'AWS::IAM::InstanceProfile': ['Path', 'Roles'],
  'AWS::IAM::OIDCProvider': ['Url', 'ClientIdList'],
  'AWS::RolesAnywhere::TrustAnchor': ['Name', 'Enabled', 'Source'],
  'AWS::RolesAnywhere::Profile': ['Name', 'Enabled', 'RoleArns'],
};

/** The logical ids that a part of a template leans on. */
function leansOn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(leansOn);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === 'Ref' || key === 'DependsOn') return [value].flat() as string[];
    return key === 'Fn::GetAtt' ? [(value as string[])[0] ?? ''] : leansOn(value);
  });
}

function templatesOf(more: Record<string, unknown>): readonly Template[] {
  const config = configOf(more, { version: '1.35' });
  const { network, roles } = desiredFoundation(config, account, described);
  const contents = desiredContents(config, plannedFacts(config, account, '2026-11-24', described));
  const stacks = contents.flatMap((resource) => (resource.kind === 'stack' ? resource.stack : []));
  return [network, roles, ...stacks].flatMap((stack) => stack?.template ?? []);
}

describe.each(DOCUMENTS)('the stacks of a document with %s', (_, more) => {
  const templates = templatesOf(more);

  it('lean on nothing but what is in them', () => {
    expect(templates.length).toBeGreaterThan(0);
    for (const { Resources, Outputs } of templates) {
      const ids = [...Object.keys(Resources), 'AWS::Region', 'AWS::AccountId', 'AWS::Partition'];
      expect(ids).toEqual(expect.arrayContaining(leansOn([Resources, Outputs])));
    }
  });

  it('have a type and what is needed of each resource, by names that CloudFormation takes', () => {
    for (const { Resources } of templates) {
      for (const [id, { Type, Properties }] of Object.entries(Resources)) {
        expect(id).toMatch(/^[A-Za-z0-9]{1,255}$/);
        expect(Object.keys(REQUIRED)).toContain(Type);
        expect(Object.keys(Properties ?? {})).toEqual(expect.arrayContaining([...(REQUIRED[Type] ?? [])]));
        expect(JSON.stringify(Properties ?? {})).not.toMatch(/undefined|:""|\[""/);
      }
    }
  });

  it('give each zone of a network a block of its own', () => {
    const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
    const blocks = resources.flatMap(({ Type, Properties }) =>
      Type === 'AWS::EC2::Subnet' ? [String(Properties?.CidrBlock)] : [],
    );
    expect(new Set(blocks).size).toBe(blocks.length);
    const tables = resources.filter(({ Type }) => Type === 'AWS::EC2::SubnetRouteTableAssociation');
    expect(tables).toHaveLength(blocks.length);
  });
});
