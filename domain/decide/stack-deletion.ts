import { type Change, type Decision, fail, nothing, update, wait } from './decision.ts';
import type { ObservedStack } from './stack.ts';

export type StackDeletion = Change<'DeleteStack', { readonly StackName: string }>;

/** What to do about a generated stack that is to be gone; `attempted` says that this operation asked for it. */
export function decideStackDeletion(
  observed: ObservedStack | undefined,
  attempted: boolean,
): Decision<StackDeletion> {
  if (!observed || observed.StackStatus === 'DELETE_COMPLETE') return nothing;
  const { StackName, StackStatus, firstFailure, StackStatusReason } = observed;
  if (StackStatus.endsWith('_IN_PROGRESS')) return wait(StackStatus);
  if (StackStatus === 'DELETE_FAILED' && attempted) {
    const reason =
      firstFailure?.ResourceStatusReason ?? StackStatusReason ?? 'CloudFormation gives no reason';
    return fail(
      `stack ${StackName} could not be deleted: ${firstFailure ? `${firstFailure.ResourceType} ${firstFailure.LogicalResourceId}: ` : ''}${reason}`,
    );
  }
  return update({ operation: 'DeleteStack', request: { StackName } }, `delete stack ${StackName}`);
}
