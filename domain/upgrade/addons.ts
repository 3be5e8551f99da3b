import { isNewer, type ObservedAddon } from '../contents/addon/decide.ts';
import { type Change, type Decision, fail, nothing, update, wait } from '../decide/decision.ts';
import type { ObservedUpdate } from '../ports/eks.ts';
import { findingKey } from './finding-key.ts';
import { pinsOf } from './pins.ts';
import type { UpgradePlan } from './plan.ts';
import { isBack, type UpgradeStep } from './steps.ts';

export type AddonVersionChange = Change<
  'UpdateAddon',
  {
    readonly clusterName: string;
    readonly addonName: string;
    readonly addonVersion: string;
    readonly resolveConflicts: 'PRESERVE';
    readonly configurationValues?: string;
    readonly serviceAccountRoleArn?: string;
  }
>;

/** An add-on, and the version that a step brings it to. */
export interface PinnedAddon {
  readonly name: string;
  readonly version: string;
}

/** The add-ons that a step is about. */
export const addonsOf = (plan: UpgradePlan, step: UpgradeStep): readonly PinnedAddon[] =>
  pinsOf(plan, step).addons.flatMap(({ name, before, after }) => {
    const version = step.kind === 'addonsBefore' ? before : after;
    return version === undefined ? [] : [{ name, version }];
  });

export const addonKey = ({ name }: Pick<PinnedAddon, 'name'>): string => `addon/${name}`;

/** The time in which the pods of an add-on come up, after which a degraded one is a failure. */
const PODS_SECONDS = 20 * 60;

/** The part of an upgrade that an add-on is decided by. */
export interface AddonAt {
  readonly clusterName: string;
  readonly elapsedSeconds: number;
  /** True where it may be degraded: it was before, with a waiver, or there is no node for it. */
  readonly mayBeDegraded: boolean;
  /** The newest of its updates since the step began, where EKS says that one failed. */
  readonly failed: ObservedUpdate | undefined;
}

export const mayBeDegraded = ({ isAsleep, findings }: UpgradePlan, { name }: PinnedAddon): boolean =>
  isAsleep || findings.some((finding) => findingKey(finding) === `addon-unhealthy/${name}`);

/** An add-on that is past its pin has been moved by somebody else: it is left. */
const isThere = (step: UpgradeStep, { version }: PinnedAddon, { addonVersion }: ObservedAddon): boolean =>
  isBack(step) ? !isNewer(addonVersion, version) : !isNewer(version, addonVersion);

const issuesOf = ({ issues = [] }: ObservedAddon): string =>
  issues.map(({ code, message }) => `${code}: ${message}`).join('; ') || 'EKS names no issue';

/**
 * EKS takes the node's role and its own values where none are given ("UpdateAddon", API reference; the provider of
 * Terraform gives both for that reason), so that those it has are said again. Associations that are not said stay.
 */
function changeTo(
  version: string,
  { addonName, configurationValues, serviceAccountRoleArn }: ObservedAddon,
  clusterName: string,
): Decision<AddonVersionChange> {
  const request = {
    clusterName,
    addonName,
    addonVersion: version,
    resolveConflicts: 'PRESERVE',
    ...(configurationValues ? { configurationValues } : {}),
    ...(serviceAccountRoleArn ? { serviceAccountRoleArn } : {}),
  } as const;
  return update({ operation: 'UpdateAddon', request }, `bring add-on ${addonName} to ${version}`);
}

/** Decides the next change of an add-on on the way to its pin. One that is gone is nobody's any more. */
export function decideAddonVersion(
  step: UpgradeStep,
  pin: PinnedAddon,
  observed: ObservedAddon | undefined,
  { clusterName, elapsedSeconds, mayBeDegraded: tolerated, failed }: AddonAt,
): Decision<AddonVersionChange> {
  if (!observed) return nothing;
  const { status, addonVersion } = observed;
  const what = `add-on ${pin.name} ${addonVersion}`;
  if (status === 'CREATING' || status === 'UPDATING' || status === 'DELETING') return wait('UpdateAddon');
  if (status === 'CREATE_FAILED' || status === 'DELETE_FAILED')
    return fail(`${what} is ${status}: ${issuesOf(observed)}`);
  if (status === 'UPDATE_FAILED' && failed)
    return fail(`${what} could not be updated to ${pin.version}: ${failed.reason || issuesOf(observed)}`);
  if (!isThere(step, pin, observed)) return changeTo(pin.version, observed, clusterName);
  // What an update before this step has left behind is tried once more.
  if (status === 'UPDATE_FAILED' && !tolerated) return changeTo(addonVersion, observed, clusterName);
  if (status !== 'DEGRADED' || tolerated) return nothing;
  const issue = `${what} is degraded: ${issuesOf(observed)}`;
  return elapsedSeconds > PODS_SECONDS ? fail(issue) : wait('AddonHealth', issue);
}
