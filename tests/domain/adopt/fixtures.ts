import type { SeenCluster } from '../../../domain/adopt/observed.ts';

const account = '111122223333';
export const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const arn = (rest: string) => `arn:aws:eks:eu-west-1:${account}:${rest}`;

const NONE: SeenCluster['contents'] = {
  nodeGroup: [],
  fargateProfile: [],
  addon: [],
  accessEntry: [],
  podIdentityAssociation: [],
  identityProviderConfig: [],
  capability: [],
};

/** A small cluster as EKS shows it, made by nobody that we know. */
export function seenCluster(
  contents: Partial<SeenCluster['contents']> = {},
  changes: Partial<SeenCluster> = {},
): SeenCluster {
  return {
    region: 'eu-west-1',
    cluster: {
      arn: arn('cluster/shop'),
      name: 'shop',
      status: 'ACTIVE',
      version: '1.35',
      roleArn: role('shop'),
      resourcesVpcConfig: {
        vpcId: 'vpc-1',
        subnetIds: ['subnet-a', 'subnet-b'],
        securityGroupIds: [],
        clusterSecurityGroupId: 'sg-c',
        endpointPublicAccess: true,
        endpointPrivateAccess: false,
        publicAccessCidrs: ['0.0.0.0/0'],
      },
      kubernetesNetworkConfig: { ipFamily: 'ipv4', serviceIpv4Cidr: '10.100.0.0/16' },
      accessConfig: { authenticationMode: 'API' },
      logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: false }] },
      upgradePolicy: { supportType: 'STANDARD' },
      tags: { team: 'shop', 'aws:cloudformation:stack-name': 'x', 'kubernetes.io/cluster/shop': 'owned' },
    },
    subnets: ['a', 'b'].map((zone) => ({
      SubnetId: `subnet-${zone}`,
      VpcId: 'vpc-1',
      AvailabilityZone: `eu-west-1${zone}`,
      MapPublicIpOnLaunch: false,
    })),
    contents: { ...NONE, ...contents },
    ...changes,
  };
}

/** One of everything that a cluster can have. */
export function everything(): SeenCluster {
  const seen = seenCluster();
  const node = {
    nodegroupArn: arn('nodegroup/shop/web/1'),
    status: 'ACTIVE',
    scalingConfig: { minSize: 0, maxSize: 4, desiredSize: 2 },
    nodeRole: role('nodes'),
    subnets: ['subnet-a', 'subnet-b'],
    updateConfig: { maxUnavailable: 1 },
    version: '1.35',
  } as const;
  return {
    ...seen,
    cluster: {
      ...seen.cluster,
      resourcesVpcConfig: {
        ...seen.cluster.resourcesVpcConfig,
        securityGroupIds: ['sg-1'],
        endpointPrivateAccess: true,
        publicAccessCidrs: ['203.0.113.0/24'],
      },
      logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: true }] },
      encryptionConfig: [
        {
          resources: ['secrets'],
          provider: { keyArn: `arn:aws:kms:eu-west-1:${account}:key/1` },
        },
      ],
      zonalShiftConfig: { enabled: true },
      controlPlaneScalingConfig: { tier: 'tier-xl' },
      deletionProtection: true,
      remoteNetworkConfig: {
        remoteNodeNetworks: [{ cidrs: ['172.16.0.0/16'] }],
        remotePodNetworks: [{ cidrs: ['172.17.0.0/16'] }],
      },
      kubeApiServerConfig: { eventTtl: '30m' },
    },
    contents: {
      nodeGroup: [
        {
          ...node,
          nodegroupName: 'web',
          amiType: 'BOTTLEROCKET_ARM_64',
          capacityType: 'SPOT',
          instanceTypes: ['m7g.large', 'm6g.large'],
          diskSize: 60,
          remoteAccess: { ec2SshKey: 'ops', sourceSecurityGroups: ['sg-2'] },
          labels: { tier: 'web' },
          taints: [{ key: 'dedicated', value: 'web', effect: 'NO_SCHEDULE' }],
          nodeRepairConfig: { enabled: true },
          tags: { cost: '7' },
        },
        {
          ...node,
          nodegroupName: 'own',
          amiType: 'CUSTOM',
          capacityType: 'ON_DEMAND',
          launchTemplate: { id: 'lt-1', name: 'own', version: '3' },
          nodeRole: role('own-nodes'),
        },
        {
          ...node,
          nodegroupName: 'windows',
          amiType: 'WINDOWS_CORE_2022_x86_64',
          instanceTypes: ['m6i.large'],
          diskSize: 100,
        },
      ],
      fargateProfile: [
        {
          fargateProfileArn: arn('fargateprofile/shop/jobs/1'),
          fargateProfileName: 'jobs',
          status: 'ACTIVE',
          podExecutionRoleArn: role('fargate'),
          subnets: ['subnet-a', 'subnet-b'],
          selectors: [
            { namespace: 'jobs', labels: {} },
            { namespace: 'batch', labels: { run: 'fargate' } },
          ],
        },
      ],
      addon: [
        {
          addonArn: arn('addon/shop/vpc-cni/1'),
          addonName: 'vpc-cni',
          status: 'ACTIVE',
          addonVersion: 'v1.21.1-eksbuild.3',
          configurationValues: '{"env":{}}',
          podIdentityAssociations: [{ serviceAccount: 'aws-node', roleArn: role('cni') }],
        },
        {
          addonArn: arn('addon/shop/aws-ebs-csi-driver/1'),
          addonName: 'aws-ebs-csi-driver',
          status: 'ACTIVE',
          addonVersion: 'v1.53.0-eksbuild.1',
          serviceAccountRoleArn: role('ebs'),
          namespaceConfig: { namespace: 'storage' },
        },
      ],
      accessEntry: [
        entry('operators', { kubernetesGroups: ['operators'], username: 'ops' }),
        entry('admins', {
          username: `arn:aws:sts::${account}:assumed-role/admins/{{SessionName}}`,
          associatedAccessPolicies: [
            {
              policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
              accessScope: { type: 'namespace', namespaces: ['shop'] },
            },
          ],
        }),
        entry('nodes', { type: 'EC2_LINUX', username: 'system:node:{{EC2PrivateDNSName}}' }),
        entry('hybrid', { type: 'HYBRID_LINUX', username: 'system:node:{{SessionName}}' }),
        entry('argocd', {}),
        entry('aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS', {}),
      ],
      podIdentityAssociation: [
        {
          associationArn: arn('podidentityassociation/shop/a-1'),
          associationId: 'a-1',
          namespace: 'shop',
          serviceAccount: 'cart',
          roleArn: role('cart'),
          disableSessionTags: false,
        },
      ],
      identityProviderConfig: [
        {
          identityProviderConfigArn: arn('identityproviderconfig/shop/oidc/sso/1'),
          identityProviderConfigName: 'sso',
          status: 'ACTIVE',
          issuerUrl: 'https://sso.example.com',
          clientId: 'kubernetes',
          usernameClaim: 'email',
          requiredClaims: {},
        },
      ],
      capability: [
        {
          arn: arn('capability/shop/ack/ack/1'),
          capabilityName: 'ack',
          type: 'ACK',
          status: 'ACTIVE',
          roleArn: role('argocd'),
        },
      ],
    },
  };
}

function entry(name: string, members: Partial<SeenCluster['contents']['accessEntry'][number]>) {
  return {
    accessEntryArn: arn(`access-entry/shop/role/${account}/${name}/1`),
    principalArn: role(name),
    type: 'STANDARD',
    associatedAccessPolicies: [],
    ...members,
  };
}
