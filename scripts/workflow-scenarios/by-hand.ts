import type { AppliedDocument } from '../../rehearsal/applied-document.ts';
import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';

export const account = '111122223333';
export const region = 'us-west-2';
export const DAY = 86_400;

type Call = Extract<Step, { administrator: unknown }>['administrator']['calls'][number];
type Json = Readonly<Record<string, unknown>>;

/** A ClusterConfig; `metadata` is added to its name, region and version. */
export const document = (name: string, more: Json = {}, metadata: Json = {}): AppliedDocument => ({
  source: `${name}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    ...more,
    metadata: { name, region, version: '1.34', ...metadata },
  },
});

/** The quickest to come up: EKS sees to the nodes, and there are none. */
export const auto = document('auto', { autoModeConfig: { enabled: true } });

export const apply = (...documents: readonly AppliedDocument[]): Step => ({ apply: [...documents] });
export const remove = (cluster: string): Step => ({ delete: { cluster, region } });
export const clusterIs = (name: string, status: string): Step => ({
  expect: { cluster: { name, region, status } },
});
export const ended = (kind: string, outcome: 'Succeeded' | 'Failed' | 'Rejected', reason?: string): Step => ({
  expect: { operation: { kind, outcome, ...(reason === undefined ? {} : { reason }) } },
});
export const rejected = (reason: string): Step => ({ expect: { rejected: { region, reason } } });
export const fleetHas = (name: string, level: 'observe' | 'scale' | 'upgrade' | 'all' | 'absent'): Step => ({
  expect: { registered: { name, region, level } },
});

type Left = Extract<Step, { plant: unknown }>['plant'];

/** A load balancer as its controller makes one for a service. */
export const shopBalancer: NonNullable<Left['loadBalancers']>[number] = {
  name: 'shop',
  type: 'application',
  securityGroups: ['shop'],
  targetGroups: ['shop'],
  deletionProtection: false,
};

/** Leftovers of Kubernetes in a cluster's network: one of each kind. */
export const left = (cluster: string, more: Partial<Left> = {}): Step => ({
  plant: {
    cluster,
    region,
    loadBalancers: [shopBalancer],
    securityGroups: [{ name: 'shop', mentionedBy: ['cluster'] }],
    networkInterfaces: [{ name: 'pod', status: 'available', securityGroups: ['shop'] }],
    instances: 1,
    volumes: [],
    ...more,
  },
});

export const byHand = (...calls: readonly Call[]): Step => ({ administrator: { region, calls: [...calls] } });
export const eks = (operation: string, request: Call['request']): Call => ({
  service: 'eks',
  operation,
  request,
});

/**
 * Frees the lease of a cluster while an operation has it, as nobody should. The operation then finds that it has lost
 * it.
 */
export const unlock = (cluster: string): Step =>
  unlockOf(`arn:aws:eks:${region}:${account}:cluster/${cluster}`);

/** The same for any ARN that is leased. */
export const unlockOf = (arn: string): Step =>
  byHand({
    service: 'dynamodb',
    operation: 'UpdateItem',
    request: {
      TableName: 'eks-fleet-prod-leases',
      Key: { pk: { S: `lease#${arn}` } },
      UpdateExpression: 'REMOVE holder, heldBy',
    },
  });

export const SUBNETS = ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'];
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'eks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** A cluster without nodes that somebody made with plain calls to AWS. */
const made = (endpoint: Json, more: Record<string, Json> = {}): readonly Step[] => [
  {
    givenNetwork: {
      region,
      vpcId: 'vpc-0aaaaaaaaaaaaaaa1',
      cidrBlock: '10.20.0.0/16',
      subnets: SUBNETS.map((subnetId, index) => ({
        subnetId,
        cidrBlock: `10.20.${16 * index}.0/20`,
        availabilityZone: `${region}${'ab'[index]}`,
      })),
      securityGroups: [],
      networkInterfaces: [],
    },
  },
  byHand(
    {
      service: 'iam',
      operation: 'CreateRole',
      request: { RoleName: 'handmade', AssumeRolePolicyDocument: JSON.stringify(TRUST) },
    },
    {
      service: 'iam',
      operation: 'AttachRolePolicy',
      request: { RoleName: 'handmade', PolicyArn: 'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy' },
    },
  ),
  // EKS sees a role some seconds after IAM has it.
  { wait: 120 },
  byHand(
    eks('CreateCluster', {
      name: 'handmade',
      version: '1.34',
      roleArn: `arn:aws:iam::${account}:role/handmade`,
      resourcesVpcConfig: { subnetIds: SUBNETS, ...endpoint },
      ...more,
    } as Call['request']),
  ),
  { wait: 1800 },
];
export const handmade: readonly Step[] = made({});

/** The same, and it takes access entries. */
export const openHandmade: readonly Step[] = [
  ...handmade,
  byHand(
    eks('UpdateClusterConfig', {
      name: 'handmade',
      accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
    }),
  ),
  { wait: 900 },
];

/** One that takes access entries, and whose API only its VPC reaches. */
export const privateHandmade: readonly Step[] = made(
  { endpointPublicAccess: false, endpointPrivateAccess: true },
  { accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' } },
);

/** No ClusterRole can be made for the fleet, however often it tries. */
export const roleRefused = {
  kind: 'server-error',
  functionName: 'accessEnsureAccess',
  operation: 'CreateClusterroles',
  times: 1000,
} as const;

/** The task that accepts a request dies once it has claimed it. Its next attempt waits, as after a former owner. */
export const claimedTwice = (functionName: string): PlannedFault => ({
  kind: 'crash-after',
  functionName,
  operation: 'TransactWriteItems',
  times: 1,
});
