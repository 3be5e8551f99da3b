import { same, sameItems, tagsToSet } from '../../decide/compare.ts';
import {
  type Change,
  create,
  type Decision,
  fail,
  nothing,
  refuse,
  update,
  wait,
} from '../../decide/decision.ts';
import type { DesiredAddon } from './desired.ts';

type Request = DesiredAddon['request'];

/** An add-on as DescribeAddon shows it; its associations as DescribePodIdentityAssociation does. */
export interface ObservedAddon {
  readonly addonArn: string;
  readonly addonName: string;
  readonly status:
    | 'CREATING'
    | 'ACTIVE'
    | 'CREATE_FAILED'
    | 'UPDATING'
    | 'DELETING'
    | 'DELETE_FAILED'
    | 'DEGRADED'
    | 'UPDATE_FAILED';
  readonly addonVersion: string;
  readonly serviceAccountRoleArn?: string;
  readonly configurationValues?: string;
  readonly podIdentityAssociations?: Request['podIdentityAssociations'];
  readonly namespaceConfig?: Request['namespaceConfig'];
  readonly tags?: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly createdAt?: string;
  /** `health.issues`. */
  readonly issues?: readonly { readonly code: string; readonly message: string }[];
  /** The time (ISO 8601) at which EKS began the update that failed; absent where EKS does not tell of one. */
  readonly failedUpdateAt?: string;
}

/** The changes that this operation has asked for already. */
export interface AddonAttempts {
  /** It has made the add-on. */
  readonly created?: boolean;
  /** It has changed the add-on, and EKS could not carry that out. */
  readonly updated?: boolean;
}

export type AddonChange =
  | Change<'UpdateAddon', Omit<Request, 'tags' | 'namespaceConfig'>>
  | Change<'DeleteAddon', { readonly clusterName: string; readonly addonName: string }>
  | Change<'TagResource', { readonly resourceArn: string; readonly tags: Readonly<Record<string, string>> }>;

/** The build numbers of an add-on's version: `v1.21.1-eksbuild.3` is 1, 21, 1, 3. */
function numbers(version: string): number[] {
  return [...version.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

export function isNewer(version: string, than: string): boolean {
  const [left, right] = [numbers(version), numbers(than)];
  const at = left.findIndex((number, index) => number !== (right[index] ?? 0));
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
}

function changes(request: Request, observed: ObservedAddon): string[] {
  // A file behind the cluster is no wish to go back, as with the control plane.
  const newer = request.addonVersion !== undefined && isNewer(request.addonVersion, observed.addonVersion);
  const role =
    request.serviceAccountRoleArn !== undefined &&
    request.serviceAccountRoleArn !== observed.serviceAccountRoleArn;
  const values =
    request.configurationValues !== undefined &&
    !sameValues(request.configurationValues, observed.configurationValues);
  const associations =
    request.podIdentityAssociations !== undefined &&
    !sameItems(request.podIdentityAssociations, observed.podIdentityAssociations);
  return [
    ...(newer ? [`version ${request.addonVersion}`] : []),
    ...(role ? ['role'] : []),
    ...(values ? ['configuration'] : []),
    ...(associations ? ['Pod Identity associations'] : []),
  ];
}

/** Configuration values are JSON or YAML text: JSON is compared by meaning, the rest as it is written. */
function sameValues(a: string, b: string | undefined): boolean {
  if (b === undefined) return false;
  try {
    return same(JSON.parse(a), JSON.parse(b));
  } catch {
    return a.trim() === b.trim();
  }
}

function settled(desired: DesiredAddon, observed: ObservedAddon): Decision<AddonChange> {
  const { request } = desired;
  const namespace = request.namespaceConfig?.namespace;
  if (namespace && observed.namespaceConfig?.namespace && namespace !== observed.namespaceConfig.namespace) {
    return refuse(
      `addons.${request.addonName}.namespaceConfig.namespace`,
      `EKS cannot move an add-on (it is in ${observed.namespaceConfig.namespace})`,
      'remove the add-on, apply, and add it again',
    );
  }
  const summary = changes(request, observed);
  if (summary.length > 0) {
    const { tags, namespaceConfig, addonVersion, ...wanted } = request;
    const newer = addonVersion !== undefined && isNewer(addonVersion, observed.addonVersion);
    const change = { ...wanted, ...(newer ? { addonVersion } : {}) };
    return update(
      { operation: 'UpdateAddon', request: change },
      `change ${summary.join(', ')} of ${request.addonName}`,
    );
  }
  const missing = tagsToSet(observed.tags, request.tags);
  if (Object.keys(missing).length === 0) return nothing;
  return update(
    { operation: 'TagResource', request: { resourceArn: observed.addonArn, tags: missing } },
    'tag the add-on',
  );
}

function issuesOf({ addonName, addonVersion, issues = [] }: ObservedAddon, what: string): string {
  const reasons = issues.map(({ code, message }) => `${code}: ${message}`).join('; ');
  return `add-on ${addonName} ${addonVersion} ${what}${reasons ? `: ${reasons}` : ''}`;
}

const unhealthy = (observed: ObservedAddon) => wait('AddonHealth', issuesOf(observed, 'is degraded'));

/** An update that has failed is asked for again, as the add-on is: EKS tries no second time. */
function retry(desired: DesiredAddon, observed: ObservedAddon): Decision<AddonChange> {
  const { tags, namespaceConfig, addonVersion, ...wanted } = desired.request;
  const request = { ...wanted, addonVersion: observed.addonVersion };
  return update({ operation: 'UpdateAddon', request }, issuesOf(observed, 'is updated again'));
}

/**
 * Decides the next change of an add-on. An add-on that an earlier operation could not create is cleared away, and one
 * that it could not update is updated again, since EKS tries no second time. DEGRADED is waited out, because pods come
 * up later than EKS looks: it is a failure only once the phase is late by an hour. Without any capacity, DEGRADED is as
 * it should be.
 */
export function decideAddon(
  desired: DesiredAddon,
  observed: ObservedAddon | undefined,
  attempts: AddonAttempts = {},
): Decision<AddonChange> {
  if (!observed) return create;
  const { clusterName, addonName } = desired.request;
  switch (observed.status) {
    case 'CREATING':
      return wait('CreateAddon');
    case 'UPDATING':
      return wait('UpdateAddon');
    case 'DELETING':
      return wait('DeleteAddon');
    case 'CREATE_FAILED':
      if (attempts.created) return fail(issuesOf(observed, 'could not be created'));
      return update(
        { operation: 'DeleteAddon', request: { clusterName, addonName } },
        `clear away ${issuesOf(observed, 'that could not be created')}`,
      );
    case 'DELETE_FAILED':
      return fail(issuesOf(observed, 'could not be deleted'));
    case 'UPDATE_FAILED': {
      if (attempts.updated) return fail(issuesOf(observed, 'could not be updated'));
      const decided = settled(desired, observed);
      return decided.do === 'nothing' ? retry(desired, observed) : decided;
    }
    case 'ACTIVE':
    case 'DEGRADED': {
      const decided = settled(desired, observed);
      if (decided.do !== 'nothing' || observed.status === 'ACTIVE') return decided;
      return desired.mayStayDegraded ? nothing : unhealthy(observed);
    }
  }
}
