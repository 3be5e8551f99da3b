import type {
  CreateFargateProfileRequest,
  DeleteFargateProfileRequest,
  DescribeFargateProfileRequest,
  FargateProfile,
  ListFargateProfilesRequest,
  ListFargateProfilesResponse,
} from '@aws-sdk/client-eks';
import * as z from 'zod';
import type { Call } from '../service.ts';
import { grantAccess } from './access/entries.ts';
import type { EksAccount } from './account.ts';
import {
  type ErrorMembers,
  invalidParameter,
  limitExceeded,
  resourceInUse,
  resourceNotFound,
} from './errors.ts';
import { findSubnets } from './network/cluster-network.ts';
import { page } from './pagination.ts';
import type { ClusterRecord } from './records.ts';
import { checkTrust, ensureOwnRole } from './roles.ts';
import { clientRequestToken, DNS_LABEL, isQualified, roleArn, tags, validate } from './validate.ts';

/** Wildcards are taken beside what Kubernetes allows (EKS guide, "Fargate profile wildcards"). */
const plain = (pattern: string): string => pattern.replace(/[*?]/g, 'x');

const CREATE = z.strictObject({
  fargateProfileName: z
    .string({ error: "fargateProfileName can't be null" })
    .regex(/^[\p{L}\p{Nd}][\p{L}\p{Nd}\-_]*$/u, {
      error:
        'The Fargate profile name parameter contains invalid characters. It should begin with letter or digit and can have any of the following characters: the set of Unicode letters, digits, hyphens and underscores.',
    })
    .max(100, { error: 'fargateProfileName length should be between 1 and 100' }),
  clusterName: z.string(),
  podExecutionRoleArn: roleArn('podExecutionRoleArn'),
  subnets: z.array(z.string()).optional(),
  selectors: z
    .array(
      z.strictObject({
        namespace: z
          .string({ error: "namespace can't be null in a Fargate profile selector" })
          .refine((pattern) => DNS_LABEL.test(plain(pattern)), {
            error: 'The namespace provided is invalid.',
          }),
        labels: z
          .record(
            z.string().refine((pattern) => isQualified(plain(pattern)), {
              error: 'Selector label provided is invalid.',
            }),
            z.string(),
          )
          .optional(),
      }),
    )
    .optional(),
  clientRequestToken,
  tags,
});

export function createFargateProfile(
  account: EksAccount,
  input: CreateFargateProfileRequest,
  call: Call,
): { fargateProfile: FargateProfile } {
  const clusterName = input.clusterName ?? '';
  const fargateProfileName = input.fargateProfileName ?? '';
  const members = { clusterName, fargateProfileName };
  validate(account, 'CreateFargateProfile', CREATE, input, members);
  return account.once('CreateFargateProfile', clusterName, input.clientRequestToken, input, () => {
    const cluster = account.activeCluster(clusterName);
    if (cluster.fargateProfiles.has(fargateProfileName)) {
      throw resourceInUse('A Fargate Profile already exists with this name in this cluster.', members);
    }
    checkAlone(cluster, 'create', fargateProfileName);
    if (cluster.fargateProfiles.size >= account.quota('eks/fargate-profiles-per-cluster')) {
      throw limitExceeded('Fargate Profile limit exceeded for cluster.', members);
    }
    checkSelectors(account, input, members);
    const subnets = checkSubnets(account, cluster, input, members);
    checkTrust(
      account,
      input.podExecutionRoleArn ?? '',
      'eks-fargate-pods.amazonaws.com',
      account.region.arn('eks', `fargateprofile/${clusterName}/${fargateProfileName}/new`),
      () =>
        invalidParameter(
          'Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal',
          members,
        ),
    );
    ensureOwnRole(account, call.caller, 'eks-fargate.amazonaws.com', members);
    const profile = register(account, cluster, input, subnets);
    return () => ({ fargateProfile: profile });
  });
}

/** One profile of a cluster at a time is made or deleted (terraform#25059, terraform-aws-eks#2194). */
function checkAlone(cluster: ClusterRecord, verb: 'create' | 'Delete', profileName: string): void {
  const members = { clusterName: cluster.name, fargateProfileName: profileName };
  const what = `Cannot ${verb} Fargate Profile ${profileName} because cluster ${cluster.name} currently has`;
  if (cluster.running) throw resourceInUse(`${what} an update in progress`, members);
  for (const { fargateProfileName, status } of cluster.fargateProfiles.values()) {
    if (status === 'CREATING' || status === 'DELETING') {
      throw resourceInUse(`${what} Fargate profile ${fargateProfileName} in status ${status}`, members);
    }
  }
}

function checkSelectors(
  account: EksAccount,
  input: CreateFargateProfileRequest,
  members: ErrorMembers,
): void {
  const selectors = input.selectors ?? [];
  if (selectors.length === 0) throw invalidParameter('selectors list size should be at least 1', members);
  if (selectors.length > account.quota('eks/selectors-per-fargate-profile')) {
    throw invalidParameter(
      `Request contains more than ${account.quota('eks/selectors-per-fargate-profile')} Selectors`,
      members,
    );
  }
  const labels = account.quota('eks/label-pairs-per-selector');
  if (selectors.some((selector) => Object.keys(selector.labels ?? {}).length > labels)) {
    throw limitExceeded('Fargate Profile selector label pairs limit exceeded.', members);
  }
}

/** Only private subnets; without any named, the private ones of the cluster (SDK typing of `subnets`). */
function checkSubnets(
  account: EksAccount,
  cluster: ClusterRecord,
  input: CreateFargateProfileRequest,
  members: ErrorMembers,
): string[] {
  const named = input.subnets ?? [];
  const ids = named.length > 0 ? named : (cluster.description.resourcesVpcConfig?.subnetIds ?? []);
  const subnets = findSubnets(account, ids, cluster.name);
  const isPublic = subnets.find((subnet) => subnet.routesToInternetGateway);
  if (named.length > 0 && isPublic) {
    throw invalidParameter(
      `Subnet ${isPublic.subnetId} provided in Fargate Profile is not a private subnet`,
      members,
    );
  }
  const elsewhere = subnets.find((subnet) => subnet.vpcId !== cluster.vpcId);
  if (elsewhere) {
    throw invalidParameter(
      `Subnet ${elsewhere.subnetId} provided in Fargate Profile is not in the VPC of the cluster`,
      members,
    );
  }
  const without = subnets.find(({ availabilityZone }) =>
    account.settings.zonesWithoutFargate.includes(availabilityZone),
  );
  if (without) {
    throw invalidParameter(
      `Fargate Profile creation for the Availability Zone ${without.availabilityZone} for Subnet ${without.subnetId} is not supported`,
      members,
    );
  }
  const usable = subnets.filter((subnet) => !subnet.routesToInternetGateway).map((subnet) => subnet.subnetId);
  if (usable.length === 0)
    throw invalidParameter('Fargate Profile needs at least one private subnet', members);
  return usable;
}

function register(
  account: EksAccount,
  cluster: ClusterRecord,
  input: CreateFargateProfileRequest,
  subnets: string[],
): FargateProfile {
  const name = input.fargateProfileName ?? '';
  const arn = account.arn(`fargateprofile/${cluster.name}/${name}/${account.ids.uuid()}`);
  const profile: FargateProfile = {
    fargateProfileName: name,
    fargateProfileArn: arn,
    clusterName: cluster.name,
    createdAt: account.now(),
    podExecutionRoleArn: input.podExecutionRoleArn,
    subnets,
    selectors: (input.selectors ?? []).map(({ namespace, labels }) => ({ namespace, labels: { ...labels } })),
    status: 'CREATING',
    tags: { ...input.tags },
    health: { issues: [] },
  };
  cluster.fargateProfiles.set(name, profile);
  if (cluster.description.accessConfig?.authenticationMode !== 'CONFIG_MAP') {
    grantAccess(account, cluster, input.podExecutionRoleArn ?? '', 'FARGATE_LINUX');
  }
  // `checkAlone` lets profiles be made only one by one: AWS's own rule, so that no workflow could have begun sooner.
  const others = [...cluster.spans].filter(([key]) => key.startsWith('fargateprofile/'));
  const requires = [cluster.createSpanId, ...others.map(([, id]) => id)];
  const span = account.startSpan('eks/fargate-profile-create', arn, 'create', cluster.name, requires);
  cluster.spans.set(`fargateprofile/${name}`, span.id);
  account.inBackground(async () => {
    await account.take('eks/fargate-profile-create');
    account.endSpan(span);
    if (profile.status === 'CREATING') settle(cluster, profile);
    account.changed(cluster);
  });
  return profile;
}

/** "The Fargate profile must have a different IAM role than Amazon EC2 node groups" (guide, pod execution role). */
function settle(cluster: ClusterRecord, profile: FargateProfile): void {
  const role = profile.podExecutionRoleArn;
  const shared = [...cluster.nodegroups.values()].some(({ description }) => description.nodeRole === role);
  profile.status = shared ? 'CREATE_FAILED' : 'ACTIVE';
  if (!shared) return;
  const message = `The pod execution role ${role} is already in use by a node group of the cluster`;
  profile.health = { issues: [{ code: 'PodExecutionRoleAlreadyInUse', message, resourceIds: [role ?? ''] }] };
}

function find(account: EksAccount, clusterName: string | undefined, name: string | undefined) {
  const cluster = account.cluster(clusterName);
  const profile = cluster.fargateProfiles.get(name ?? '');
  if (!profile) {
    throw resourceNotFound(`No Fargate Profile found with name: ${name}.`, {
      clusterName,
      fargateProfileName: name,
    });
  }
  return { cluster, profile };
}

export function describeFargateProfile(
  account: EksAccount,
  input: DescribeFargateProfileRequest,
): { fargateProfile: FargateProfile } {
  return { fargateProfile: find(account, input.clusterName, input.fargateProfileName).profile };
}

export function listFargateProfiles(
  account: EksAccount,
  input: ListFargateProfilesRequest,
): ListFargateProfilesResponse {
  const cluster = account.cluster(input.clusterName);
  const { items, ...rest } = page([...cluster.fargateProfiles.keys()].sort(), (name) => name, input);
  return { fargateProfileNames: items, ...rest };
}

export function deleteFargateProfile(
  account: EksAccount,
  input: DeleteFargateProfileRequest,
): { fargateProfile: FargateProfile } {
  const { cluster, profile } = find(account, input.clusterName, input.fargateProfileName);
  const name = profile.fargateProfileName ?? '';
  checkAlone(cluster, 'Delete', name);
  profile.status = 'DELETING';
  const span = account.startSpan(
    'eks/fargate-profile-delete',
    profile.fargateProfileArn ?? '',
    'delete',
    cluster.name,
    [cluster.spans.get(`fargateprofile/${name}`) ?? cluster.createSpanId],
  );
  account.inBackground(async () => {
    await account.take('eks/fargate-profile-delete');
    cluster.fargateProfiles.delete(name);
    account.endSpan(span);
    account.changed(cluster);
  });
  return { fargateProfile: profile };
}
