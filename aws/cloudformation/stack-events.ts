import {
  type CloudFormationClient,
  paginateDescribeStackEvents,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import type { ObservedStack } from '../../domain/decide/stack.ts';

/** The last change that was asked for of a stack, as its events tell it. */
export interface LastAttempt {
  readonly begunAt?: Date;
  /** The failure that began it all: the oldest since. */
  readonly firstFailure?: NonNullable<ObservedStack['firstFailure']>;
}

function toFirstFailure(event: StackEvent): NonNullable<ObservedStack['firstFailure']> {
  const { LogicalResourceId = '', ResourceType = '', ResourceStatusReason } = event;
  const reason = ResourceStatusReason === undefined ? {} : { ResourceStatusReason };
  return { LogicalResourceId, ResourceType, ...reason };
}

/**
 * Events come newest first, and a rollback writes pages of them, so reading goes on to where the change was
 * asked for (`User Initiated`).
 */
export async function readLastAttempt(client: CloudFormationClient, stackName: string): Promise<LastAttempt> {
  let first: StackEvent | undefined;
  let begunAt: Date | undefined;
  const pages = paginateDescribeStackEvents({ client }, { StackName: stackName });
  for await (const { StackEvents = [] } of pages) {
    for (const event of StackEvents) {
      const isOfStack = event.PhysicalResourceId === event.StackId;
      if (isOfStack && event.ResourceStatusReason === 'User Initiated') begunAt ??= event.Timestamp;
      else if (begunAt === undefined && event.ResourceStatus?.endsWith('_FAILED')) first = event;
    }
    if (begunAt) break;
  }
  return { ...(begunAt ? { begunAt } : {}), ...(first ? { firstFailure: toFirstFailure(first) } : {}) };
}
