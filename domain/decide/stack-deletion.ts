import { stackNameOf } from '../desired/names.ts';
import { RULE_PURPOSE } from '../forwarder/names.ts';
import { type Change, type Decision, fail, nothing, update, wait } from './decision.ts';
import type { ObservedStack } from './stack.ts';

export type StackDeletion = Change<'DeleteStack', { readonly StackName: string }>;

/** What to do about a generated stack that is to be gone; `attempted` says that this operation asked for it. */
export function decideStackDeletion(observed: ObservedStack, attempted: boolean): Decision<StackDeletion> {
  const { StackName, StackStatus, firstFailure, StackStatusReason } = observed;
  if (StackStatus === 'DELETE_COMPLETE') return nothing;
  if (StackStatus.endsWith('_IN_PROGRESS')) return wait(StackStatus);
  if (StackStatus === 'DELETE_FAILED' && attempted) {
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
