import { digest } from '../desired/digest.ts';
import type { DesiredStack, Resources } from '../desired/template.ts';
import { type Change, create, type Decision, fail, nothing, update, wait } from './decision.ts';
import { imageOutputs, withImage } from './stack-image.ts';

/** A stack as DescribeStacks shows it. */
export interface ObservedStack {
  readonly StackId: string;
  readonly StackName: string;
  readonly StackStatus: string;
  readonly StackStatusReason?: string;
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
  /** The first `*_FAILED` event since the last change began (DescribeStackEvents), read where the status is bad. */
  readonly firstFailure?: {
    readonly LogicalResourceId: string;
    readonly ResourceType: string;
    readonly ResourceStatusReason?: string;
  };
}

export type StackChange =
  | Change<'UpdateStack', { readonly StackName: string }>
  | Change<'DeleteStack', { readonly StackName: string }>;

/** The output by which a stack says which template and tags it was last given. */
export const digestOutput = 'TemplateDigest';

/** Things of a stack as it is that an update leaves in it. */
export interface Kept {
  readonly resources?: Resources;
  readonly image?: string | undefined;
}

/**
 * The template that CloudFormation is sent, as text, with its digest among the outputs. `kept` comes from the stack
 * as it is. The digest leaves it out, since it tells what the document calls for.
 */
export function templateBody(desired: DesiredStack, { resources = {}, image }: Kept = {}): string {
  const template = withImage(desired.template, image);
  const Outputs = {
    ...template.Outputs,
    [digestOutput]: { Value: stackDigest(desired) },
    ...imageOutputs(desired.image, image),
  };
  return JSON.stringify({ ...template, Resources: { ...resources, ...template.Resources }, Outputs });
}

/** The types of those resources that others work with and only these stacks know of, by the stack's key. */
const workedWith: Readonly<Record<string, RegExp>> = {
  'stack/network': /^AWS::EC2::SecurityGroup/,
  'stack/roles': /./,
  'stack/service-accounts': /./,
};

/** True where an update of the stack may have to keep something. */
export const mayKeep = ({ key, image }: DesiredStack): boolean => key in workedWith || image !== undefined;

/**
 * The resources of a stack that its document no longer calls for, and that have to stay until the cluster goes. A
 * node group, a Fargate profile, an association or a service account that a document no longer names stays in the
 * cluster. Without these resources it would have no role, or its nodes no rules between them.
 */
export function keptResources({ key, template }: DesiredStack, deployed: Resources): Resources {
  const types = workedWith[key];
  return Object.fromEntries(
    Object.entries(deployed).filter(([id, { Type }]) => types?.test(Type) && !(id in template.Resources)),
  );
}

export function stackDigest(desired: DesiredStack): string {
  const { image, tags } = desired;
  // The minor of a family's image is the cluster's, and no wish of the document's.
  return digest(JSON.stringify([withImage(desired.template, image?.named), tags]));
}

/** Outputs as a map. */
export function stackOutputs(observed: Pick<ObservedStack, 'Outputs'>): Record<string, string> {
  return Object.fromEntries(
    (observed.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
}

/** Nothing is under way of it, and nothing of it has failed. */
export const isComplete = ({ StackStatus }: Pick<ObservedStack, 'StackStatus'>): boolean =>
  /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(StackStatus);

function reasonOf(observed: ObservedStack): string {
  const { firstFailure, StackStatusReason } = observed;
  const reason = firstFailure
    ? `${firstFailure.ResourceType} ${firstFailure.LogicalResourceId}: ${firstFailure.ResourceStatusReason ?? 'no reason given'}`
    : (StackStatusReason ?? 'CloudFormation gives no reason');
  return `stack ${observed.StackName} is ${observed.StackStatus}: ${reason}`;
}

/**
 * Decides the next change of a stack. `attempted` says that this operation has already asked for a change. A stack
 * that was rolled back since has refused that change, and asking again would only repeat it. A stack that was rolled
 * back before comes from an earlier operation, and is cleared away.
 */
export function decideStack(
  desired: DesiredStack,
  observed: ObservedStack | undefined,
  attempted: boolean,
): Decision<StackChange> {
  if (!observed || observed.StackStatus === 'DELETE_COMPLETE') return create;
  const { StackStatus: status, StackName } = observed;
  if (status.endsWith('_IN_PROGRESS')) return wait(status);
  if (isComplete(observed) || status === 'UPDATE_ROLLBACK_COMPLETE') {
    if (stackOutputs(observed)[digestOutput] === stackDigest(desired)) return nothing;
    if (attempted && status === 'UPDATE_ROLLBACK_COMPLETE') return fail(reasonOf(observed));
    return update({ operation: 'UpdateStack', request: { StackName } }, `update stack ${StackName}`);
  }
  const neverCreated = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'];
  if ([...neverCreated, 'DELETE_FAILED'].includes(status) && !attempted) {
    const what = status === 'DELETE_FAILED' ? 'a deletion has left' : 'never came up';
    return update(
      { operation: 'DeleteStack', request: { StackName } },
      `clear away ${StackName}, which ${what}`,
    );
  }
  return fail(reasonOf(observed));
}
