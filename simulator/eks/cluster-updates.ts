import type { ErrorDetail, Update, UpdateParam, UpdateType } from '@aws-sdk/client-eks';
import { type DurationName, sampleDurationMs } from '../durations.ts';
import type { EksAccount } from './eks-account.ts';
import { invalidRequest, resourceInUse, resourceNotFound } from './errors.ts';
import { page } from './pagination.ts';
import type { ClusterRecord, UpdateRecord } from './records.ts';

/** What a new update is: `InProgress`, with string-valued parameters and no errors yet (recordings). */
export function newUpdate(account: EksAccount, type: UpdateType, params: readonly UpdateParam[]): Update {
  return {
    id: account.ids.uuid(),
    status: 'InProgress',
    type,
    params: [...params],
    createdAt: account.now(),
    errors: [],
  };
}

/** Refuses a change while another runs, naming what was asked for and what runs. */
export function checkNoUpdate(account: EksAccount, cluster: ClusterRecord, type: UpdateType): void {
  const { name, description } = cluster;
  const members = { clusterName: name };
  const running = cluster.running?.update.id ?? internalUpdateOf(account, cluster);
  if (running !== undefined) {
    throw resourceInUse(
      `Cannot ${type} because cluster ${name} currently has update ${running} in progress`,
      members,
    );
  }
  if (description.status !== 'ACTIVE') {
    throw invalidRequest(`Cluster '${name}' is not in ACTIVE status`, members);
  }
}

/** The update that EKS runs on its own account, if any; chance decides when a user meets one. */
function internalUpdateOf(account: EksAccount, cluster: ClusterRecord): string | undefined {
  const { kernel, settings } = account.region;
  const now = kernel.now();
  if (cluster.internalUpdate && now < cluster.internalUpdate.until) return cluster.internalUpdate.id;
  if (cluster.description.status !== 'ACTIVE') return undefined;
  if (!kernel.random('eks/internal-update').chance(account.settings.internalUpdateProbability))
    return undefined;
  const until = now + sampleDurationMs(kernel, 'eks/config-update', settings.durationScale);
  cluster.internalUpdate = { id: account.ids.uuid(), until };
  return cluster.internalUpdate.id;
}

export interface ClusterUpdateRequest {
  readonly type: UpdateType;
  readonly params: readonly UpdateParam[];
  readonly duration: DurationName;
  /** What has changed once the update succeeded; an error detail makes it fail. */
  readonly apply: () => ErrorDetail | undefined | void;
}

/** Starts the cluster's one update and finishes it after its sampled time. */
export function startClusterUpdate(
  account: EksAccount,
  cluster: ClusterRecord,
  request: ClusterUpdateRequest,
): Update {
  checkNoUpdate(account, cluster, request.type);
  const update = newUpdate(account, request.type, request.params);
  const record: UpdateRecord = { update };
  cluster.updates.push(record);
  cluster.running = record;
  cluster.description.status = 'UPDATING';
  const span = account.startSpan(request.duration, cluster.arn, request.type, cluster.name, [
    cluster.createSpanId,
  ]);
  account.inBackground(async () => {
    await account.take(request.duration);
    const failure = request.apply();
    if (failure) update.errors = [failure];
    update.status = failure ? 'Failed' : 'Successful';
    delete cluster.running;
    cluster.description.status = 'ACTIVE';
    account.endSpan(span);
    account.changed(cluster);
  });
  return update;
}

interface UpdateScope {
  readonly name?: string | undefined;
  readonly nodegroupName?: string | undefined;
  readonly addonName?: string | undefined;
  readonly capabilityName?: string | undefined;
}

const inScope = (record: UpdateRecord, scope: UpdateScope): boolean =>
  record.nodegroupName === scope.nodegroupName &&
  record.addonName === scope.addonName &&
  record.capabilityName === scope.capabilityName;

/** An update of a group or add-on is found with its name only (aws/aws-cli#10252). */
export function describeUpdate(
  account: EksAccount,
  input: UpdateScope & { readonly updateId?: string | undefined },
): { update: Update } {
  const cluster = account.cluster(input.name);
  const found = cluster.updates.find(({ update }) => update.id === input.updateId);
  if (!found || !inScope(found, input)) {
    throw resourceNotFound(`No update found for ID: ${input.updateId}`, { clusterName: input.name });
  }
  return { update: found.update };
}

export function listUpdates(
  account: EksAccount,
  input: UpdateScope & { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
): { updateIds: string[]; nextToken?: string } {
  const cluster = account.cluster(input.name);
  const ids = cluster.updates.filter((record) => inScope(record, input)).map(({ update }) => update.id ?? '');
  const { items, ...rest } = page(ids, (id) => id, input);
  return { updateIds: items, ...rest };
}
