import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from '@jest/globals';
import { untilGone } from '../../aws/deployment/until-gone.ts';

/** A stack that is in one status after the other, and is gone in the end. */
function following(...statuses: readonly string[]): CloudFormationClient {
  const left = [...statuses];
  const send = async () => {
    const StackStatus = left.shift();
    if (StackStatus !== undefined) return { Stacks: [{ StackStatus }] };
    throw Object.assign(new Error('Stack with id web does not exist'), { name: 'ValidationError' });
  };
  return { send } as unknown as CloudFormationClient;
}

describe('a stack that is being deleted', () => {
  it.each<[readonly string[], string]>([
    [['DELETE_IN_PROGRESS', 'DELETE_IN_PROGRESS'], 'gone'],
    [['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'], 'gone'],
    [['DELETE_IN_PROGRESS', 'DELETE_FAILED'], 'failed'],
    // CloudFormation has not begun yet when it is first looked at.
    [['CREATE_COMPLETE', 'DELETE_IN_PROGRESS'], 'gone'],
    // Its export is in use.
    [['DELETE_IN_PROGRESS', 'CREATE_COMPLETE'], 'failed'],
    [['UPDATE_COMPLETE', 'UPDATE_COMPLETE'], 'failed'],
  ])('as %j is told to be %s', async (statuses, end) => {
    expect(await untilGone(following(...statuses), 'web', async () => undefined)).toBe(end);
  });
});
