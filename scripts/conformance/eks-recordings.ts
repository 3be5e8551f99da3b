import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Addon, Cluster, FargateProfile, Nodegroup, Update } from '@aws-sdk/client-eks';
import { AwsError } from '../../simulator/aws-error.ts';
import { findAddon } from '../../simulator/eks/addons/catalogue.ts';
import { EKS_QUOTAS } from '../../simulator/eks/settings.ts';
import { CLUSTER, eksWorld, NODEGROUP, role, type World } from '../../tests/simulator/eks/world.ts';
import type { SetResult } from './result.ts';

interface Recording {
  readonly operation: string;
  readonly status: number;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly error?: Readonly<Record<string, unknown>>;
  readonly source: string;
}

/** Since then a recording has every member that the API has now; older ones lack the newer members. */
const COMPLETE_SINCE = '2025';

/** The form of a value: the parts that are the same for every resource. */
function looksOf(value: unknown): unknown {
  if (value instanceof Date) return 'time';
  if (Array.isArray(value)) return value.length === 0 ? [] : [looksOf(value[0])];
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, looksOf(member)]));
  }
  if (typeof value !== 'string') return typeof value;
  return LOOKS.find(([form]) => form.test(value))?.[1] ?? 'text';
}

const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/, 'time'],
  [/^arn:aws:eks:[a-z0-9-]+:\d{12}:cluster\/[^/]+$/, 'cluster ARN'],
  [
    /^arn:aws:eks:[a-z0-9-]+:\d{12}:(addon|nodegroup|fargateprofile)\/[^/]+\/[^/]+\/[0-9a-f-]{36}$/,
    'part ARN',
  ],
  [/^arn:aws:eks:[a-z0-9-]+:\d{12}:podidentityassociation\/[^/]+\/a-[a-z0-9]{17}$/, 'association ARN'],
  [/^arn:aws:iam::\d{12}:role\//, 'role ARN'],
  [/^https:\/\/[0-9A-F]{32}\.[a-z0-9]{3}\.[a-z0-9-]+\.eks\.amazonaws\.com$/, 'endpoint'],
  [/^https:\/\/oidc\.eks\.[a-z0-9-]+\.amazonaws\.com\/id\/[0-9A-F]{32}$/, 'issuer'],
  [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'UUID'],
  [/^eks\.\d+$/, 'platform version'],
  [/^1\.\d+(\.\d+)?$/, 'Kubernetes version'],
  [/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, 'add-on version'],
  [/^1\.\d+\.\d+-\d{8}$/, 'release version'],
  [/^(subnet|sg|vpc)-/, 'EC2 id'],
  [/^\d+\.\d+\.\d+\.\d+\/\d+$/, 'CIDR'],
  [/^[A-Z]+(_[A-Z]+)*$/, 'constant'],
];

/** The first place where our answer has another form; the content of maps (tags, labels) is the user's. */
function difference(expected: unknown, actual: unknown, complete: boolean, path = ''): string | undefined {
  if (/\.(tags|labels)$/.test(path)) return typeof actual === 'object' ? undefined : `${path} is missing`;
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return `${path} is no list`;
    if (expected.length === 0 || actual.length === 0) return undefined;
    return difference(expected[0], actual[0], complete, `${path}[]`);
  }
  if (expected !== null && typeof expected === 'object') {
    if (actual === null || typeof actual !== 'object') return `${path} is missing`;
    const ours = actual as Readonly<Record<string, unknown>>;
    for (const [name, member] of Object.entries(expected)) {
      if (!(name in ours)) return `${path}.${name} is missing`;
      const found = difference(member, ours[name], complete, `${path}.${name}`);
      if (found) return found;
    }
    const extra = complete ? Object.keys(ours).find((name) => !(name in expected)) : undefined;
    return extra === undefined ? undefined : `${path}.${extra} is not in the recording`;
  }
  return expected === actual
    ? undefined
    : `${path} looks like ${String(actual)}, recorded ${String(expected)}`;
}

/** Makes the recorded cluster, with the settings that its description shows. */
async function worldLike(recorded: Partial<Cluster>): Promise<World> {
  const world = eksWorld({ region: { quotas: { ...EKS_QUOTAS } } });
  const vpc = recorded.resourcesVpcConfig ?? {};
  const isAuto = recorded.computeConfig?.enabled === true;
  world.call('CreateCluster', {
    ...CLUSTER,
    name: recorded.name ?? 'shop',
    resourcesVpcConfig: {
      subnetIds: ['subnet-a', 'subnet-b'],
      securityGroupIds: vpc.securityGroupIds?.length ? ['sg-own'] : [],
      endpointPublicAccess: vpc.endpointPublicAccess ?? true,
      endpointPrivateAccess: vpc.endpointPrivateAccess ?? false,
    },
    ...(recorded.logging ? { logging: recorded.logging } : {}),
    ...(recorded.encryptionConfig ? { encryptionConfig: recorded.encryptionConfig } : {}),
    ...(recorded.upgradePolicy ? { upgradePolicy: recorded.upgradePolicy } : {}),
    ...(recorded.zonalShiftConfig ? { zonalShiftConfig: recorded.zonalShiftConfig } : {}),
    ...(recorded.tags ? { tags: recorded.tags } : {}),
    ...(isAuto
      ? {
          computeConfig: { ...recorded.computeConfig, nodeRoleArn: role('node') },
          kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
          storageConfig: { blockStorage: { enabled: true } },
        }
      : {}),
  });
  await world.settle();
  return world;
}

async function addParts(world: World, clusterName: string): Promise<void> {
  world.call('CreateNodegroup', {
    ...NODEGROUP,
    clusterName,
    nodegroupName: 'test',
    remoteAccess: { ec2SshKey: 'key' },
  });
  world.call('CreateFargateProfile', {
    clusterName,
    fargateProfileName: 'test',
    podExecutionRoleArn: role('fargate'),
    selectors: [{ namespace: 'test' }],
  });
  await world.settle();
}

async function addAddon(world: World, clusterName: string, recorded: Partial<Addon>): Promise<void> {
  const [first] = recorded.podIdentityAssociations ?? [];
  const [own] = findAddon(recorded.addonName)?.serviceAccounts ?? [];
  world.call('CreateNodegroup', { ...NODEGROUP, clusterName });
  world.call('CreateAddon', {
    clusterName,
    addonName: recorded.addonName,
    ...(recorded.configurationValues ? { configurationValues: recorded.configurationValues } : {}),
    ...(first ? { podIdentityAssociations: [{ serviceAccount: own?.name, roleArn: role('pod') }] } : {}),
  });
  await world.settle();
}

type Part = Partial<Cluster & Addon & Nodegroup & FargateProfile & Update>;

/** The recorded call in a world like the recorded one. */
async function replay(recording: Recording): Promise<unknown> {
  const { operation, response = {}, error = {} } = recording;
  const [part] = Object.values(response) as Part[];
  const isCluster = 'cluster' in response;
  const clusterName =
    (isCluster ? part?.name : part?.clusterName) ?? (error.clusterName as string | undefined) ?? 'shop';
  const status = isCluster ? part?.status : undefined;
  const world = await worldLike(isCluster ? { ...part, name: clusterName } : { name: clusterName });
  const isMissing = recording.status === 404;
  const input = inputOf(operation, clusterName, part, error);
  if (/Nodegroup|Fargate/.test(operation) && !isMissing && !operation.startsWith('List')) {
    await addParts(world, clusterName);
  }
  if (operation === 'DescribeAddon' && part) await addAddon(world, clusterName, part);
  if (operation === 'DescribeCluster' && status === 'DELETING')
    world.call('DeleteCluster', { name: clusterName });
  if (operation === 'DescribeCluster' && status === 'UPDATING') {
    world.call('UpdateClusterConfig', { name: clusterName, deletionProtection: true });
  }
  return world.call<unknown>(operation, input);
}

function inputOf(
  operation: string,
  clusterName: string,
  part: Part | undefined,
  error: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (operation === 'ListClusters' || operation === 'DescribeClusterVersions') return {};
  if (operation === 'DescribeCluster' || operation === 'DeleteCluster') return { name: clusterName };
  if (operation === 'DescribeAddon') return { clusterName, addonName: part?.addonName };
  if (operation === 'UpdateClusterConfig') {
    const resourcesVpcConfig = { endpointPublicAccess: false, endpointPrivateAccess: true };
    return { name: clusterName, resourcesVpcConfig };
  }
  if (operation === 'AssociateEncryptionConfig') {
    const [quoted] = /arn:aws:kms:\S+/.exec(String(error.message)) ?? [];
    const recorded = part?.params?.[0]?.value;
    const invalid = [{ resources: ['secrets'], provider: { keyArn: quoted ?? 'alias/none' } }];
    return { clusterName, encryptionConfig: recorded === undefined ? invalid : JSON.parse(recorded) };
  }
  const name = /name: (\S+?)\.$/.exec(String(error.message))?.[1] ?? 'test';
  return { clusterName, nodegroupName: name, fargateProfileName: name };
}

async function judge(recording: Recording): Promise<string | undefined> {
  try {
    const found = await replay(recording);
    if (recording.error) return 'answered where the recording is an error';
    const [part] = Object.values(recording.response ?? {}) as { createdAt?: string }[];
    const complete = (part?.createdAt ?? '') >= COMPLETE_SINCE;
    return difference(looksOf(recording.response), looksOf(found), complete);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (!recording.error) return `${error.code}: ${error.message}`;
    const { code, message, ...members } = recording.error;
    if (error.code !== code || error.message !== message) return `${error.code}: ${error.message}`;
    const missing = Object.keys(members).find((member) => error.members[member] === undefined);
    return missing === undefined ? undefined : `the error lacks ${missing}`;
  }
}

/** Shapes only: members, ids, times, statuses (see the note in the file). */
export async function recordedResponses(dir: string): Promise<SetResult> {
  const file = await readFile(join(dir, 'eks', 'recorded-responses.json'), 'utf8');
  const { responses } = JSON.parse(file) as { responses: readonly Recording[] };
  const { operations } = eksWorld().eks;
  const served = responses.filter(({ operation }) => operation in operations);
  const misses: { id: string; reason: string }[] = [];
  for (const recording of served) {
    const reason = await judge(recording);
    if (reason !== undefined) misses.push({ id: recording.source, reason });
  }
  return {
    name: 'eks-recorded-responses',
    passed: served.length - misses.length,
    total: served.length,
    notServed: responses.length - served.length,
    misses,
  };
}
