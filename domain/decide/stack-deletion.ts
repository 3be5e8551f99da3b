import { stackNameOf } from '../desired/names.ts';
import { RULE_PURPOSE } from '../forwarder/names.ts';
import { type Change, type Decision, fail, nothing, update, wait } from './decision.ts';
import type { ObservedStack } from './stack.ts';

export type StackDeletion = Change<'DeleteStack', { readonly StackName: string }>;

/** EKS takes its instance profile of Auto Mode's nodes away only after their cluster (aws/containers-roadmap#2531). */
const STILL_HELD = 'must remove roles from instance profile first';
/** For how long such a role is tried again; how long EKS takes, nobody says. */
const HELD_SECONDS = 900;

/**
 * Decides the next change of a generated stack that is to be gone. `attempted` says that this operation asked for its
 * deletion, and `elapsedSeconds` since when its phase goes on.
 */
export function decideStackDeletion(
  observed: ObservedStack,
  attempted: boolean,
  elapsedSeconds = HELD_SECONDS,
): Decision<StackDeletion> {
  const { StackName, StackStatus, firstFailure, StackStatusReason } = observed;
  if (StackStatus === 'DELETE_COMPLETE') return nothing;
  if (StackStatus.endsWith('_IN_PROGRESS')) return wait(StackStatus);
  const isHeld = firstFailure?.ResourceStatusReason?.includes(STILL_HELD) && elapsedSeconds < HELD_SECONDS;
  if (StackStatus === 'DELETE_FAILED' && attempted && !isHeld) {
    const where = firstFailure ? `${firstFailure.ResourceType} ${firstFailure.LogicalResourceId}: ` : '';
    const why = firstFailure?.ResourceStatusReason ?? StackStatusReason ?? 'CloudFormation gives no reason';
    return fail(`stack ${StackName} could not be deleted: ${where}${why}`);
  }
  return update({ operation: 'DeleteStack', request: { StackName } }, `delete stack ${StackName}`);
}

/**
 * Stacks that need the cluster, or that the cluster's own deletion waits for: nodes, and the rules that mention
 * its security group. The others stand until it is gone.
 */
export function isComputeStack(clusterName: string, stackName: string): boolean {
  const others = ['shared-node-rules', RULE_PURPOSE].map((purpose) => stackNameOf(clusterName, purpose));
  return isNodeGroupStack(clusterName, stackName) || others.includes(stackName);
}

export const isNodeGroupStack = (clusterName: string, stackName: string): boolean =>
  stackName.startsWith(stackNameOf(clusterName, 'nodegroup-'));
