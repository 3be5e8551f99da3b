import { AwsError } from '../../../simulator/aws-error.ts';
import { createEks } from '../../../simulator/eks/eks.ts';
import type { EksSettings } from '../../../simulator/eks/settings.ts';
import type { NetworkPort, RegionSettings, RolePort, SubnetFacts } from '../../../simulator/region.ts';
import type { Call, Caller } from '../../../simulator/service.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

export const ACCOUNT = '111122223333';
export const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
export const administrator: Caller = {
  kind: 'administrator',
  arn: `arn:aws:iam::${ACCOUNT}:user/admin`,
  accountId: ACCOUNT,
};

/** May not make the roles that EKS has for itself, and none of them is there. */
export const withoutOwnRoles: Caller = { ...administrator, arn: `arn:aws:iam::${ACCOUNT}:user/limited` };
/** May not even look at them. */
export const blind: Caller = { ...administrator, arn: `arn:aws:iam::${ACCOUNT}:user/blind` };

/** The roles with the permissions that the EBS CSI driver needs. */
const DRIVERS = [role('pod'), role('other-node')];

const OWN_ROLES: Readonly<Record<string, string>> = {
  'eks.amazonaws.com': 'AWSServiceRoleForAmazonEKS',
  'eks-nodegroup.amazonaws.com': 'AWSServiceRoleForAmazonEKSNodegroup',
  'eks-fargate.amazonaws.com': 'AWSServiceRoleForAmazonEKSForFargate',
};

/** Roles of the stand-in IAM by name, with the services they trust. */
const TRUST: Record<string, readonly string[]> = {
  cluster: ['eks.amazonaws.com'],
  node: ['ec2.amazonaws.com'],
  'other-node': ['ec2.amazonaws.com'],
  fargate: ['eks-fargate-pods.amazonaws.com'],
  pod: ['pods.eks.amazonaws.com'],
  capability: ['capabilities.eks.amazonaws.com'],
  person: [],
};

const subnetOf = (letter: string, index: number): SubnetFacts => ({
  subnetId: `subnet-${letter}`,
  vpcId: letter === 'x' ? 'vpc-2' : 'vpc-1',
  availabilityZone: `us-east-1${letter === 'x' ? 'a' : letter}`,
  cidrBlock: `192.168.${index * 16}.0/20`,
  availableIpAddressCount: 4091,
  mapPublicIpOnLaunch: false,
});

/** The stand-in network of EKS, which a test may change. */
export interface Network {
  readonly subnets: Map<string, SubnetFacts>;
  readonly groups: Map<string, { groupId: string; vpcId: string }>;
  readonly interfaces: Set<string>;
  readonly instances: Map<string, string>;
  readonly templates: Map<string, Record<string, unknown>>;
  /** Names of images by id. */
  readonly images: Map<string, string>;
  /** The refusal of RunInstances, while set. */
  refusal?: AwsError;
  /** True where security groups keep nodes from the control plane. */
  shutOut?: boolean;
  /** Groups that something else still uses. */
  readonly groupsInUse: Set<string>;
}

function standInNetwork(sleep: (ms: number) => Promise<void>): { network: NetworkPort; facts: Network } {
  const facts: Network = {
    subnets: new Map([...'abcdex'].map((letter, index) => [`subnet-${letter}`, subnetOf(letter, index)])),
    groups: new Map([
      ['sg-own', { groupId: 'sg-own', vpcId: 'vpc-1' }],
      ['sg-elsewhere', { groupId: 'sg-elsewhere', vpcId: 'vpc-2' }],
    ]),
    interfaces: new Set(),
    instances: new Map(),
    templates: new Map(),
    groupsInUse: new Set(),
    images: new Map([['ami-1', 'amazon-eks-node-al2023-x86_64-standard-1.34-v20260827']]),
  };
  let made = 0;
  const network: NetworkPort = {
    subnet: (id) => facts.subnets.get(id),
    securityGroup: (id) => facts.groups.get(id),
    createSecurityGroup: ({ vpcId }) => {
      const groupId = `sg-${++made}`;
      facts.groups.set(groupId, { groupId, vpcId });
      return { groupId };
    },
    deleteSecurityGroup: (id) => {
      if (!facts.groupsInUse.has(id)) facts.groups.delete(id);
    },
    createNetworkInterface: () => {
      const networkInterfaceId = `eni-${++made}`;
      facts.interfaces.add(networkInterfaceId);
      return { networkInterfaceId };
    },
    deleteNetworkInterface: (id) => {
      facts.interfaces.delete(id);
    },
    admits: (from) => !facts.shutOut && from.length > 0,
    interfacesOf: (instanceId) => (facts.instances.has(instanceId) ? [`eni-of-${instanceId}`] : []),
    resolvesNames: () => true,
    addressesOf: (ids) => ids.map(() => '10.0.0.9'),
    launchTemplate: ({ id, name }) => {
      const data = facts.templates.get(id ?? name ?? '');
      if (!data) return undefined;
      return {
        launchTemplateId: 'lt-1',
        launchTemplateName: 'template',
        defaultVersion: 1,
        latestVersion: 2,
        data: (version) => (version <= 2 ? data : undefined),
      };
    },
    keyPairExists: (name) => name === 'key',
    imageName: (id) => facts.images.get(id),
    launchInstances: async ({ count, subnetIds }) => {
      await sleep(20_000);
      if (facts.refusal) throw facts.refusal;
      return Array.from({ length: count }, (_, index) => {
        const instanceId = `i-${++made}`;
        const subnetId = subnetIds[index % subnetIds.length] ?? '';
        facts.instances.set(instanceId, subnetId);
        return { instanceId, subnetId };
      });
    },
    terminateInstances: async (ids) => {
      await sleep(30_000);
      for (const id of ids) facts.instances.delete(id);
    },
  };
  return { network, facts };
}

function standInRoles(held: Set<string>, gone: Set<string>): RolePort {
  const nameOf = (arn: string) => arn.split('/').at(-1) ?? '';
  const find: RolePort['find'] = (arn) =>
    nameOf(arn) in TRUST && !gone.has(arn) ? { arn, name: nameOf(arn) } : undefined;
  const trusts = (arn: string, principal: string) => TRUST[nameOf(arn)]?.includes(principal) === true;
  return {
    find,
    serviceLinked: (principal) => ({
      name: OWN_ROLES[principal] ?? principal,
      arn: role(`aws-service-role/${principal}/${OWN_ROLES[principal]}`),
      make: (caller) => {
        if (caller === withoutOwnRoles) throw new AwsError('AccessDenied', 'no');
      },
    }),
    holdInProfile: (roleArn) => {
      held.add(roleArn);
      return () => void held.delete(roleArn);
    },
    assertPassable: (_, arn, principal) => {
      if (!trusts(arn, principal)) throw new AwsError('AccessDeniedException', `not passable: ${arn}`);
    },
    assume: (arn, principal) => {
      if (!trusts(arn, principal)) throw new AwsError('AccessDenied', `not trusted: ${arn}`);
      return { kind: 'role', arn, roleArn: arn, accountId: ACCOUNT };
    },
  };
}

export interface WorldOptions {
  readonly seed?: number;
  readonly settings?: Partial<EksSettings>;
  readonly region?: Partial<RegionSettings>;
  readonly startAt?: string;
}

/** EKS beside stand-ins for EC2 and IAM, with calls that look like the API's. */
export function eksWorld({
  seed = 1,
  settings = {},
  region: regionSettings = {},
  startAt = '2026-09-01',
}: WorldOptions = {}) {
  const { kernel, settle } = standInKernel(seed, Date.parse(`${startAt}T00:00:00Z`));
  const { network, facts } = standInNetwork((ms) => kernel.sleep(ms));
  const held = new Set<string>();
  const rolesGone = new Set<string>();
  const region = standInRegion({
    kernel,
    network,
    roles: standInRoles(held, rolesGone),
    settings: regionSettings,
    authorize: (caller, { action }) => {
      if (caller === blind && action === 'iam:GetRole') throw new AwsError('AccessDenied', 'no');
      const isDriver = caller.kind === 'role' && DRIVERS.includes(caller.roleArn);
      if (action === 'ec2:DescribeAvailabilityZones' && !isDriver) throw new AwsError('AccessDenied', 'no');
    },
  });
  const eks = createEks(region, {
    internalUpdateProbability: 0,
    internalUpdateAfterUpgradeProbability: 0,
    ...settings,
  });
  const call = <T = Record<string, never>>(
    operation: string,
    input: Record<string, unknown>,
    caller: Caller = administrator,
  ): T => {
    const operate = eks.operations[operation];
    if (!operate) throw new Error(`EKS serves no ${operation}`);
    const request: Call = { operation, caller, requestId: 'request-1' };
    return operate(input, request) as T;
  };
  /** The code, message and members of a call's refusal. */
  const refusal = (operation: string, input: Record<string, unknown>, caller?: Caller) => {
    try {
      call(operation, input, caller);
    } catch (error) {
      if (error instanceof AwsError) return { code: error.code, message: error.message, ...error.members };
      throw error;
    }
    throw new Error(`${operation} was not refused`);
  };
  return { eks, region, kernel, settle, network: facts, held, rolesGone, call, refusal };
}

export type World = ReturnType<typeof eksWorld>;

export const CLUSTER = {
  name: 'shop',
  roleArn: role('cluster'),
  resourcesVpcConfig: { subnetIds: ['subnet-a', 'subnet-b'] },
  accessConfig: { authenticationMode: 'API' },
};

export const NODEGROUP = {
  clusterName: 'shop',
  nodegroupName: 'web',
  nodeRole: role('node'),
  subnets: ['subnet-a', 'subnet-b'],
  scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
};

/** A world with the cluster `shop`, ACTIVE. */
export async function worldWithCluster(
  cluster: Record<string, unknown> = {},
  options: WorldOptions = {},
): Promise<World> {
  const world = eksWorld(options);
  world.call('CreateCluster', { ...CLUSTER, ...cluster });
  await world.settle();
  return world;
}
