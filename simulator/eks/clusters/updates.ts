import type { ErrorDetail, Update, UpdateParam, UpdateType } from '@aws-sdk/client-eks';
import { AwsError } from '../../aws-error.ts';
import { type DurationName, sampleDurationMs } from '../../durations.ts';
import type { EksAccount } from '../account.ts';
import { invalidRequest, resourceInUse, resourceNotFound } from '../errors.ts';
import { page } from '../pagination.ts';
import type { ClusterRecord, UpdateRecord } from '../records.ts';

/** The time after an upgrade in which EKS may still be replacing parts of the control plane. */
const AFTER_UPGRADE_MS = 30 * 60_000;

/** The kind of a span in which EKS changes a cluster unasked. */
const INTERNAL_UPDATE = 'eks/internal-update';

/** A new update: `InProgress`, with string-valued parameters and no errors yet (recordings). */
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

/** Refuses a change while another runs, with the names of both. */
function checkNoUpdate(account: EksAccount, cluster: ClusterRecord, type: UpdateType): void {
  const { name, description, running } = cluster;
  const members = { clusterName: name };
  if (running) {
    throw resourceInUse(
      `Cannot ${type} because cluster ${name} currently has update ${running.update.id} in progress`,
      members,
    );
  }
  if (description.status !== 'ACTIVE') {
    throw invalidRequest(`Cluster '${name}' is not in ACTIVE status`, members);
  }
  if (isUpdatingInternally(account, cluster)) {
    throw resourceInUse(
      `Cannot ${type} because cluster ${name} currently has an update in progress`,
      members,
    );
  }
}

/**
 * Whether EKS changes the cluster on its own account (a patch; etcd after an upgrade), while DescribeCluster says
 * ACTIVE (containers-roadmap#1500, #2677). Chance decides when a user meets it.
 */
function isUpdatingInternally(account: EksAccount, cluster: ClusterRecord): boolean {
  const { kernel, settings } = account.region;
  const now = kernel.now();
  if (cluster.internalUpdateUntil !== undefined && now < cluster.internalUpdateUntil) return true;
  const { internalUpdateProbability, internalUpdateAfterUpgradeProbability } = account.settings;
  const isFresh = cluster.upgraded !== undefined && now - cluster.upgraded.at < AFTER_UPGRADE_MS;
  const probability = isFresh ? internalUpdateAfterUpgradeProbability : internalUpdateProbability;
  if (!kernel.random('eks/internal-update').chance(probability)) return false;
  const until = now + sampleDurationMs(kernel, 'eks/config-update', settings.durationScale);
  cluster.internalUpdateUntil = until;
  const span = account.startSpan(INTERNAL_UPDATE, cluster.arn, 'InternalUpdate', cluster.name, [
    cluster.createSpanId,
  ]);
  kernel.after(until - now, () => account.endSpan(span));
  return true;
}

interface ClusterUpdateRequest {
  readonly type: UpdateType;
  readonly params: readonly UpdateParam[];
  readonly duration: DurationName;
  /** Work that comes first, while the cluster stays ACTIVE; it tells why the rest is not done. */
  readonly first?: (record: UpdateRecord) => Promise<Ended | undefined>;
  /** The failure of EKS's health checks at the end, after which EKS reverts the change. */
  readonly check?: () => ErrorDetail | undefined;
  /** Makes the change, once the update succeeds. */
  readonly apply: () => void;
}

/** An update that has not come to its change. */
export type Ended = ErrorDetail | 'Cancelled';

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
  if (!request.first) cluster.description.status = 'UPDATING';
  const span = account.startSpan(request.duration, cluster.arn, request.type, cluster.name, [
    cluster.createSpanId,
  ]);
  account.inBackground(async () => {
    const ended = await request.first?.(record);
    if (!ended) cluster.description.status = 'UPDATING';
    const work = { kind: 'update', cluster: cluster.name } as const;
    const isWell = ended === undefined && (await account.carryOut(request.duration, work));
    const failure = ended ?? (isWell ? (request.check?.() ?? outcomeOf(request.apply)) : UPDATE_FAILURE);
    if (failure === 'Cancelled') update.status = failure;
    else {
      if (failure) update.errors = [failure];
      update.status = failure ? 'Failed' : 'Successful';
    }
    delete record.cancel;
    delete cluster.running;
    cluster.description.status = 'ACTIVE';
    account.endSpan(span);
    account.changed(cluster);
  });
  return update;
}

/** An update that failed for a reason of EKS's own (SDK typing ErrorCode; no source gives the text). */
export const UPDATE_FAILURE: ErrorDetail = {
  errorCode: 'Unknown',
  errorMessage: 'The update failed because of an internal failure.',
  resourceIds: [],
};

/** The error of an update that EC2 refuses while it is carried out (SDK typing ErrorDetail). */
function outcomeOf(apply: () => void): ErrorDetail | undefined {
  try {
    apply();
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const isFull = error.code.startsWith('InsufficientFreeAddresses');
    return { errorCode: isFull ? 'IpNotAvailable' : 'Unknown', errorMessage: error.message, resourceIds: [] };
  }
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
