import type { Nodegroup, Update, UpdateNodegroupVersionRequest, UpdateParam } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { newUpdate } from '../clusters/updates.ts';
import { minorOf, NODE_SKEW } from '../clusters/versions.ts';
import { type ErrorMembers, invalidParameter, invalidRequest } from '../errors.ts';
import type { ClusterRecord } from '../records.ts';
import { validate } from '../validate.ts';
import { latestRelease } from './ami-types.ts';
import { checkAmiType, checkRelease, invalidRelease } from './checks.ts';
import { machineOf } from './create.ts';
import { checkTemplateData, type ResolvedTemplate, resolveTemplate } from './launch-template.ts';
import { findNodegroup } from './nodegroups.ts';
import { replaceNodes } from './rollout.ts';
import { UPDATE_NODEGROUP_VERSION } from './shapes.ts';
import { checkUpdatable } from './update-config.ts';

interface Target {
  readonly version: string;
  readonly releaseVersion: string;
  readonly template: ResolvedTemplate | undefined;
}

export function updateNodegroupVersion(
  account: EksAccount,
  input: UpdateNodegroupVersionRequest,
): { update: Update } {
  const { clusterName = '', nodegroupName = '' } = input;
  const members = { clusterName, nodegroupName };
  validate(account, 'UpdateNodegroupVersion', UPDATE_NODEGROUP_VERSION, input, members);
  return account.once('UpdateNodegroupVersion', clusterName, input.clientRequestToken, input, () => {
    const { cluster, record } = findNodegroup(account, clusterName, nodegroupName);
    const { description } = record;
    checkUpdatable(record, members);
    const target = targetOf(account, cluster, description, input, members);
    const status = description.status;
    description.status = 'UPDATING';
    const update = newUpdate(account, 'VersionUpdate', paramsOf(target));
    cluster.updates.push({ update, nodegroupName });
    const arn = description.nodegroupArn ?? '';
    const span = account.startSpan('eks/node-group-version-update', arn, 'VersionUpdate', clusterName, [
      record.createSpanId,
    ]);
    const { template } = target;
    const former = record.machine;
    if (template) {
      const type = template.data.InstanceType;
      const types = typeof type === 'string' ? [type] : former.instanceTypes;
      record.machine = machineOf(account, cluster, {
        template: template.specification,
        instanceTypes: types,
        version: target.version,
        data: template.data,
      });
    } else record.machine = { ...former, version: target.version };
    account.inBackground(async () => {
      const failure = await replaceNodes({ account, cluster, record, force: input.force === true });
      if (failure) {
        update.errors = [failure];
        record.machine = former;
        description.status = status;
      } else {
        description.status = 'ACTIVE';
        description.health = { issues: [] };
        description.version = target.version;
        description.releaseVersion = target.releaseVersion;
        if (template) description.launchTemplate = template.specification;
      }
      update.status = failure ? 'Failed' : 'Successful';
      description.modifiedAt = account.now();
      account.endSpan(span);
      account.changed(cluster);
    });
    return () => ({ update });
  });
}

function paramsOf(target: Target): UpdateParam[] {
  const { template } = target;
  return [
    { type: 'Version', value: target.version },
    { type: 'ReleaseVersion', value: target.releaseVersion },
    ...(template
      ? ([
          { type: 'LaunchTemplateName', value: template.specification.name },
          { type: 'LaunchTemplateVersion', value: template.specification.version },
        ] as const)
      : []),
  ];
}

function targetOf(
  account: EksAccount,
  cluster: ClusterRecord,
  description: Nodegroup,
  input: UpdateNodegroupVersionRequest,
  members: ErrorMembers,
): Target {
  const clusterVersion = cluster.description.version ?? '';
  const own = description.version ?? clusterVersion;
  const template = templateOf(account, description, input, members);
  const imageId = template?.data.ImageId;
  if (description.amiType === 'CUSTOM') {
    if (!template) {
      throw invalidParameter("Launch template details can't be null for Custom ami type node group", members);
    }
    if (input.version !== undefined || input.releaseVersion !== undefined) {
      throw invalidParameter(
        'You cannot specify the field kubernetesVersion when using custom AMIs.',
        members,
      );
    }
    return { version: clusterVersion, releaseVersion: String(imageId), template };
  }
  const goesBack = account.decisions.rollsBackNodegroups && isBehind(input.version, own, clusterVersion);
  if (![undefined, clusterVersion, own].includes(input.version) && !goesBack) {
    throw invalidParameter(
      `Nodegroup Kubernetes version should be equal to Cluster kubernetes version ${clusterVersion} or NodeGroup kubernetes version ${own}`,
      members,
    );
  }
  const version = input.version ?? (account.staysAtItsVersion ? own : clusterVersion);
  const amiType = description.amiType ?? 'AL2023_x86_64_STANDARD';
  checkAmiType(amiType, description.instanceTypes ?? [], version, members);
  const latest = latestRelease(amiType, version, account.region.kernel.now());
  const releaseVersion = input.releaseVersion ?? latest;
  const isTaken = account.decisions.takesOldReleases || releaseVersion === latest;
  if (!isTaken) throw invalidRelease(releaseVersion, version, members);
  checkRelease(account, amiType, releaseVersion, version, members);
  return { version, releaseVersion, template };
}

/** A version before the group's own that the cluster's skew allows (guide, "Roll back a cluster", managed node groups). */
function isBehind(version: string | undefined, own: string, clusterVersion: string): boolean {
  if (version === undefined) return false;
  const minor = minorOf(version);
  return minor < minorOf(own) && minorOf(clusterVersion) - minor <= NODE_SKEW;
}

/** Only with a template from the start, and only with the same one (SDK typing of `launchTemplate`). */
function templateOf(
  account: EksAccount,
  description: Nodegroup,
  input: UpdateNodegroupVersionRequest,
  members: ErrorMembers,
): ResolvedTemplate | undefined {
  if (!input.launchTemplate) return undefined;
  if (!description.launchTemplate) {
    throw invalidRequest(
      'Cannot update a node group with a launch template that was not created with one.',
      members,
    );
  }
  const template = resolveTemplate(account, input.launchTemplate, members);
  if (template.specification.id !== description.launchTemplate.id) {
    throw invalidRequest(
      'The launch template must be the one that the node group was created with; only its version can change.',
      members,
    );
  }
  checkTemplateData(template.data, members);
  return template;
}
