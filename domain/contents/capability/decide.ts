import { includes, tagsToSet } from '../../decide/compare.ts';
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
import type { DesiredCapability } from './desired.ts';

/** A capability as DescribeCapability shows it. */
export interface ObservedCapability {
  readonly arn: string;
  readonly capabilityName: string;
  readonly type: string;
  readonly status:
    | 'CREATING'
    | 'CREATE_FAILED'
    | 'UPDATING'
    | 'DELETING'
    | 'DELETE_FAILED'
    | 'ACTIVE'
    | 'DEGRADED';
  readonly roleArn: string;
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly modifiedAt?: string;
  readonly issues?: readonly { readonly code: string; readonly message: string }[];
}

export type CapabilityChange =
  | Change<
      'UpdateCapability',
      { readonly clusterName: string; readonly capabilityName: string; readonly roleArn: string }
    >
  | Change<'TagResource', { readonly resourceArn: string; readonly tags: Readonly<Record<string, string>> }>;

/** True where the observed configuration holds all that is wanted; EKS adds addresses of its own. */
function holds(observed: unknown, wanted: unknown): boolean {
  const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(wanted)) return includes({ value: observed }, { value: wanted });
  return isObject(observed) && Object.entries(wanted).every(([key, value]) => holds(observed[key], value));
}

function active({ request }: DesiredCapability, observed: ObservedCapability): Decision<CapabilityChange> {
  const path = `capabilities.${request.capabilityName}`;
  const again = 'delete the capability (aws eks delete-capability) and apply again';
  if (request.type !== observed.type)
    return refuse(`${path}.type`, 'EKS cannot change the type of a capability', again);
  if (request.configuration && !holds(observed.configuration, request.configuration)) {
    return refuse(
      `${path}.configuration`,
      'eks-fleet does not change the configuration of a capability yet',
      again,
    );
  }
  if (request.roleArn !== observed.roleArn) {
    const { clusterName, capabilityName, roleArn } = request;
    return update(
      { operation: 'UpdateCapability', request: { clusterName, capabilityName, roleArn } },
      `change the role of ${capabilityName}`,
    );
  }
  const missing = tagsToSet(observed.tags, request.tags);
  if (Object.keys(missing).length === 0) return nothing;
  return update(
    { operation: 'TagResource', request: { resourceArn: observed.arn, tags: missing } },
    'tag the capability',
  );
}

export function decideCapability(
  desired: DesiredCapability,
  observed: ObservedCapability | undefined,
): Decision<CapabilityChange> {
  if (!observed) return create;
  const reasons = (observed.issues ?? []).map(({ code, message }) => `${code}: ${message}`).join('; ');
  switch (observed.status) {
    case 'CREATING':
      return wait('CreateCapability');
    case 'UPDATING':
      return wait('UpdateCapability');
    case 'DELETING':
      return wait('DeleteCapability');
    case 'ACTIVE':
      return active(desired, observed);
    default:
      return fail(
        `capability ${observed.capabilityName} is ${observed.status}${reasons ? `: ${reasons}` : ''}`,
      );
  }
}
