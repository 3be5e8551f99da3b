import type {
  Nodegroup,
  Taint,
  Update,
  UpdateNodegroupConfigRequest,
  UpdateParam,
} from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { newUpdate, UPDATE_FAILURE } from '../clusters/updates.ts';
import { type ErrorMembers, invalidParameter, limitExceeded, resourceInUse } from '../errors.ts';
import type { NodegroupRecord } from '../records.ts';
import { validate } from '../validate.ts';
import { checkUnavailable } from './checks.ts';
import { findNodegroup } from './nodegroups.ts';
import { followDesiredSize } from './nodes.ts';
import { desiredSizeOf } from './scaling-groups.ts';
import { UPDATE_NODEGROUP_CONFIG } from './shapes.ts';

/**
 * A group that is being made, changed or deleted takes no change (containers-roadmap#2204). A DEGRADED one does:
 * it stays so even at size 0, so it can be scaled.
 */
export function checkUpdatable(record: NodegroupRecord, members: ErrorMembers): void {
  const { status } = record.description;
  if (status === 'ACTIVE' || status === 'DEGRADED') return;
  throw resourceInUse('Nodegroup cannot be updated as it is currently not in Active State', members);
}

export function updateNodegroupConfig(
  account: EksAccount,
  input: UpdateNodegroupConfigRequest,
): { update: Update } {
  const { clusterName = '', nodegroupName = '' } = input;
  const members = { clusterName, nodegroupName };
  validate(account, 'UpdateNodegroupConfig', UPDATE_NODEGROUP_CONFIG, input, members);
  return account.once('UpdateNodegroupConfig', clusterName, input.clientRequestToken, input, () => {
    const { cluster, record } = findNodegroup(account, clusterName, nodegroupName);
    checkUpdatable(record, members);
    const scaling = newScaling(account, record.description, input, members);
    const params = paramsOf(input);
    if (params.length === 0) {
      throw invalidParameter('You cannot specify an empty request', members);
    }
    const { description } = record;
    const former = description.status;
    description.status = 'UPDATING';
    const update = newUpdate(account, 'ConfigUpdate', params);
    cluster.updates.push({ update, nodegroupName });
    const arn = description.nodegroupArn ?? '';
    const span = account.startSpan('eks/node-group-config-update', arn, 'ConfigUpdate', clusterName, [
      record.createSpanId,
    ]);
    account.inBackground(async () => {
      const work = { kind: 'update', cluster: clusterName, name: nodegroupName } as const;
      const isWell = await account.carryOut('eks/node-group-config-update', work);
      if (isWell) apply(record, input, scaling);
      else update.errors = [UPDATE_FAILURE];
      description.status = former;
      description.modifiedAt = account.now();
      update.status = isWell ? 'Successful' : 'Failed';
      account.endSpan(span);
      followDesiredSize(account, cluster, record);
      account.changed(cluster);
    });
    return () => ({ update });
  });
}

/** "When updating a node group, you can specify any or none of the properties" (SDK typing). */
function newScaling(
  account: EksAccount,
  description: Nodegroup,
  input: UpdateNodegroupConfigRequest,
  members: ErrorMembers,
) {
  const merged = {
    minSize: 0,
    maxSize: 1,
    desiredSize: 0,
    ...description.scalingConfig,
    ...input.scalingConfig,
  };
  const { minSize = 0, maxSize = 1, desiredSize = 0 } = merged;
  if (minSize > maxSize) throw invalidParameter("minSize can't be greater than maxSize", members);
  if (minSize > desiredSize) {
    throw invalidParameter(
      `Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`,
      members,
    );
  }
  if (desiredSize > maxSize) throw invalidParameter("desiredSize can't be greater than maxSize", members);
  const limit = account.quota('eks/nodes-per-nodegroup');
  if (maxSize > limit) {
    throw limitExceeded(
      `Nodegroup maxSize can't be greater than the limit of ${limit} nodes per nodegroup`,
      members,
    );
  }
  checkUnavailable(input.updateConfig?.maxUnavailable, maxSize, members);
  return { minSize, maxSize, desiredSize };
}

/** The parameters as strings, one for each member that the request names (SDK typing UpdateParamType). */
function paramsOf(input: UpdateNodegroupConfigRequest): UpdateParam[] {
  const { scalingConfig, labels, taints, updateConfig, nodeRepairConfig, warmPoolConfig } = input;
  const values: readonly (readonly [NonNullable<UpdateParam['type']>, unknown])[] = [
    ['MinSize', scalingConfig?.minSize],
    ['MaxSize', scalingConfig?.maxSize],
    ['DesiredSize', scalingConfig?.desiredSize],
    ['LabelsToAdd', labels?.addOrUpdateLabels],
    ['LabelsToRemove', labels?.removeLabels],
    ['TaintsToAdd', taints?.addOrUpdateTaints],
    ['TaintsToRemove', taints?.removeTaints],
    ['MaxUnavailable', updateConfig?.maxUnavailable],
    ['MaxUnavailablePercentage', updateConfig?.maxUnavailablePercentage],
    ['UpdateStrategy', updateConfig?.updateStrategy],
    ['NodeRepairConfig', nodeRepairConfig],
    ['WarmPoolEnabled', warmPoolConfig?.enabled],
    ['WarmPoolMinSize', warmPoolConfig?.minSize],
    ['WarmPoolMaxGroupPreparedCapacity', warmPoolConfig?.maxGroupPreparedCapacity],
    ['WarmPoolState', warmPoolConfig?.poolState],
    ['WarmPoolReuseOnScaleIn', warmPoolConfig?.reuseOnScaleIn],
  ];
  return values
    .filter(([, value]) => value !== undefined)
    .map(([type, value]) => ({
      type,
      value: typeof value === 'object' ? JSON.stringify(value) : String(value),
    }));
}

function apply(
  record: NodegroupRecord,
  input: UpdateNodegroupConfigRequest,
  scaling: NonNullable<Nodegroup['scalingConfig']>,
): void {
  const { description } = record;
  const { desiredSize } = input.scalingConfig ?? {};
  // A size that the request leaves out stays Auto Scaling's.
  description.scalingConfig = { ...scaling, desiredSize: desiredSize ?? desiredSizeOf(record) };
  record.autoScaling.desiredSize = undefined;
  const labels = { ...description.labels, ...input.labels?.addOrUpdateLabels };
  for (const label of input.labels?.removeLabels ?? []) delete labels[label];
  description.labels = labels;
  if (input.taints) description.taints = taintsOf(description.taints ?? [], input.taints);
  if (input.updateConfig) description.updateConfig = input.updateConfig;
  if (input.nodeRepairConfig) description.nodeRepairConfig = input.nodeRepairConfig;
  if (input.warmPoolConfig) {
    if (input.warmPoolConfig.enabled === false) delete description.warmPoolConfig;
    else description.warmPoolConfig = { ...description.warmPoolConfig, ...input.warmPoolConfig };
  }
}

/** A taint is known by its key and effect. */
function taintsOf(
  current: readonly Taint[],
  change: NonNullable<UpdateNodegroupConfigRequest['taints']>,
): Taint[] {
  const id = ({ key, effect }: Taint) => `${key}:${effect}`;
  const taints = new Map(current.map((taint) => [id(taint), taint]));
  for (const taint of change.removeTaints ?? []) taints.delete(id(taint));
  for (const taint of change.addOrUpdateTaints ?? []) taints.set(id(taint), taint);
  return [...taints.values()];
}
