import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from '@jest/globals';
import { objectUrl } from '../../../aws/deployment/deploy.ts';
import { bringToRest } from '../../../aws/deployment/stack-status.ts';

/** A stack that has one status after the other and is gone in the end; and the calls about it. */
function following(...statuses: readonly string[]) {
  const left = [...statuses];
  const asked: string[] = [];
  const send = async (command: object) => {
    asked.push(command.constructor.name);
    if (command.constructor.name === 'DeleteStackCommand') return {};
    const StackStatus = left.shift();
    if (StackStatus !== undefined) return { Stacks: [{ StackStatus }] };
    throw Object.assign(new Error('Stack with id web does not exist'), { name: 'ValidationError' });
  };
  return { client: { send } as unknown as CloudFormationClient, asked };
}

const stack = { stackName: 'web', region: 'us-east-2' };
const options = { sleep: async () => undefined };

// CloudFormation guide, "Stack status codes".
describe('a stack that a deployment comes upon', () => {
  it.each<[readonly string[], boolean]>([
    [[], false],
    [['CREATE_COMPLETE'], true],
    [['UPDATE_ROLLBACK_COMPLETE'], true],
    // A deployment broke off, or another one is under way.
    [['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE'], true],
    [['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE'], true],
    [['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'], true],
    [['DELETE_IN_PROGRESS'], false],
  ])('as %j is waited for, and is there then: %j', async (statuses, isThere) => {
    const { client, asked } = following(...statuses);
    expect(await bringToRest(client, stack, options)).toBe(isThere);
    expect(asked).not.toContain('DeleteStackCommand');
  });

  // "A stack in this state can only be deleted" (ROLLBACK_COMPLETE).
  it('is deleted where its creation was rolled back, as it can be nothing else', async () => {
    const { client, asked } = following('ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'DELETE_IN_PROGRESS');
    expect(await bringToRest(client, stack, options)).toBe(false);
    expect(asked.filter((command) => command === 'DeleteStackCommand')).toHaveLength(1);
  });

  it.each([
    ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback'],
    ['REVIEW_IN_PROGRESS', 'delete-stack'],
    ['DELETE_FAILED', 'delete-stack'],
    ['ROLLBACK_FAILED', 'delete-stack'],
  ])('as %s is left to a person, who is told the command', async (status, command) => {
    const { client } = following(status);
    await expect(bringToRest(client, stack, options)).rejects.toThrow(
      new RegExp(
        `^stack web in us-east-2 is ${status}, .*aws cloudformation ${command} --stack-name web --region us-east-2$`,
      ),
    );
  });
});

describe('where CloudFormation reads the template', () => {
  it.each([
    ['us-east-1', 'https://bucket.s3.us-east-1.amazonaws.com/templates/a.json'],
    ['us-gov-west-1', 'https://bucket.s3.us-gov-west-1.amazonaws.com/templates/a.json'],
    ['cn-north-1', 'https://bucket.s3.cn-north-1.amazonaws.com.cn/templates/a.json'],
  ])('is in the domain of the partition: %s', (region, url) => {
    expect(objectUrl(region, 'bucket', 'templates/a.json')).toBe(url);
  });
});
