import type { Step } from '../../../rehearsal/scenario/steps/all.ts';

export const REGION = 'us-west-2';
export const ACCOUNT = '111122223333';
export const SUBNETS = ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'];

export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

type Call = Extract<Step, { administrator: unknown }>['administrator']['calls'][number];
type Json = Call['request'];

export const byHand = (...calls: readonly Call[]): Step => ({
  administrator: { region: REGION, calls: [...calls] },
});
export const eks = (operation: string, request: Json): Call => ({ service: 'eks', operation, request });

function role(name: string, service: string, policies: readonly string[]): readonly Call[] {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
  return [
    {
      service: 'iam',
      operation: 'CreateRole',
      request: { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) },
    },
    ...policies.map((policy): Call => {
      const PolicyArn = `arn:aws:iam::aws:policy/${policy}`;
      return { service: 'iam', operation: 'AttachRolePolicy', request: { RoleName: name, PolicyArn } };
    }),
  ];
}

/** A cluster that somebody made with plain calls to AWS: version 1.34, a node group, an add-on, an entry. */
export const legacy: readonly Step[] = [
  {
    givenNetwork: {
      region: REGION,
      vpcId: 'vpc-0aaaaaaaaaaaaaaa1',
      cidrBlock: '10.20.0.0/16',
      subnets: SUBNETS.map((subnetId, index) => ({
        subnetId,
        cidrBlock: `10.20.${16 * index}.0/20`,
        availabilityZone: `${REGION}${'ab'[index]}`,
      })),
      securityGroups: [],
      networkInterfaces: [],
    },
  },
  byHand(
    ...role('legacy-cluster', 'eks.amazonaws.com', ['AmazonEKSClusterPolicy']),
    ...role('legacy-nodes', 'ec2.amazonaws.com', [
      'AmazonEKSWorkerNodePolicy',
      'AmazonEKS_CNI_Policy',
      'AmazonEC2ContainerRegistryReadOnly',
    ]),
    ...role('operators', 'ec2.amazonaws.com', []),
  ),
  // EKS sees a role some seconds after IAM has it.
  { wait: 120 },
  byHand(
    eks('CreateCluster', {
      name: 'legacy',
      version: '1.34',
      roleArn: roleArn('legacy-cluster'),
      resourcesVpcConfig: { subnetIds: SUBNETS, endpointPrivateAccess: true },
      accessConfig: {
        authenticationMode: 'API_AND_CONFIG_MAP',
        bootstrapClusterCreatorAdminPermissions: false,
      },
      logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: true }] },
      tags: { team: 'payments' },
    }),
  ),
  { wait: 1800 },
  byHand(
    eks('CreateAddon', { clusterName: 'legacy', addonName: 'kube-proxy' }),
    eks('CreateAccessEntry', {
      clusterName: 'legacy',
      principalArn: roleArn('operators'),
      kubernetesGroups: ['operators'],
    }),
    eks('CreateNodegroup', {
      clusterName: 'legacy',
      nodegroupName: 'web',
      nodeRole: roleArn('legacy-nodes'),
      subnets: SUBNETS,
      scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
      instanceTypes: ['m6i.large'],
      labels: { tier: 'web' },
    }),
  ),
  { wait: 1800 },
];
