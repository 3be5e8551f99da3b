import { sameItems, tagsToSet } from '../../decide/compare.ts';
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
import type { DesiredFargateProfile } from './desired.ts';

/** A profile as DescribeFargateProfile shows it. */
export interface ObservedFargateProfile {
  readonly fargateProfileArn: string;
  readonly fargateProfileName: string;
  readonly status: 'CREATING' | 'ACTIVE' | 'DELETING' | 'CREATE_FAILED' | 'DELETE_FAILED';
  readonly podExecutionRoleArn: string;
  readonly subnets: readonly string[];
  readonly selectors: DesiredFargateProfile['request']['selectors'];
  readonly tags?: Readonly<Record<string, string>>;
  readonly issues?: readonly { readonly code: string; readonly message: string }[];
}

export type FargateProfileChange = Change<
  'TagResource',
  { readonly resourceArn: string; readonly tags: Readonly<Record<string, string>> }
>;

/** A selector without labels is shown with none, or with an empty set of them. */
const selectorsOf = (
  selectors: DesiredFargateProfile['request']['selectors'],
): DesiredFargateProfile['request']['selectors'] =>
  selectors.map(({ labels, ...selector }) =>
    labels && Object.keys(labels).length > 0 ? { ...selector, labels } : selector,
  );

/** Profiles cannot be changed, only replaced: a pod that runs belongs to the profile that it was started by. */
function unchanged(
  { request }: DesiredFargateProfile,
  observed: ObservedFargateProfile,
): Decision<FargateProfileChange> {
  const same =
    request.podExecutionRoleArn === observed.podExecutionRoleArn &&
    sameItems(request.subnets, observed.subnets) &&
    sameItems(selectorsOf(request.selectors), selectorsOf(observed.selectors));
  if (!same) {
    return refuse(
      `fargateProfiles.${request.fargateProfileName}`,
      'EKS cannot change a Fargate profile',
      'add a profile of another name, and remove this one when its pods have moved',
    );
  }
  const missing = tagsToSet(observed.tags, request.tags);
  if (Object.keys(missing).length === 0) return nothing;
  const change = { resourceArn: observed.fargateProfileArn, tags: missing };
  return update({ operation: 'TagResource', request: change }, 'tag the Fargate profile');
}

export function decideFargateProfile(
  desired: DesiredFargateProfile,
  observed: ObservedFargateProfile | undefined,
): Decision<FargateProfileChange> {
  if (!observed) return create;
  const reasons = (observed.issues ?? []).map(({ code, message }) => `${code}: ${message}`).join('; ');
  switch (observed.status) {
    case 'CREATING':
      return wait('CreateFargateProfile');
    case 'DELETING':
      return wait('DeleteFargateProfile');
    case 'CREATE_FAILED':
    case 'DELETE_FAILED':
      return fail(
        `Fargate profile ${observed.fargateProfileName} is ${observed.status}${reasons ? `: ${reasons}` : ''}`,
      );
    case 'ACTIVE':
      return unchanged(desired, observed);
  }
}
