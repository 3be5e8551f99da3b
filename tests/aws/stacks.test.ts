import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from '@jest/globals';
import { CloudFormationStacks } from '../../aws/cloudformation/stacks.ts';
import type { DesiredStack } from '../../domain/desired/template.ts';

const ROLE = 'arn:aws:iam::111122223333:role/eks-fleet/eks-fleet-prod-stacks';
const id = 'arn:aws:cloudformation:us-west-2:111122223333:stack/eks-fleet-shop-network/1';
const time = (minute: number) => new Date(Date.UTC(2026, 10, 24, 10, minute));

type Answers = Readonly<Record<string, object | Error | undefined>>;

/** CloudFormation that answers each command by its name, and the commands that it got. */
function stacksOf(answers: Answers) {
  const asked: Record<string, unknown>[] = [];
  const send = async (command: { readonly input: object }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    asked.push({ [name]: command.input });
    const answer = answers[name];
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  };
  // The SDK's paginators ask whether they are given a client of theirs.
  const client: CloudFormationClient = Object.assign(Object.create(CloudFormationClient.prototype), { send });
  return { stacks: new CloudFormationStacks(client, ROLE), asked };
}
const error = (name: string) => Object.assign(new Error(`${name} of a test`), { name });

const stack = (more: object = {}) => ({
  Stacks: [
    {
      StackName: 'eks-fleet-shop-network',
      StackId: id,
      StackStatus: 'UPDATE_COMPLETE',
      CreationTime: time(1),
      LastUpdatedTime: time(2),
      Outputs: [{ OutputKey: 'VPC', OutputValue: 'vpc-1' }],
      Tags: [{ Key: 'eks-fleet.dev/cluster', Value: 'shop' }],
      ...more,
    },
  ],
});

describe('a stack as it is looked at', () => {
  it('is none where CloudFormation knows none, and an error where it does not answer', async () => {
    const missing = stacksOf({ DescribeStacks: error('ValidationError') }).stacks;
    expect(await missing.describe('eks-fleet-shop-network')).toBeUndefined();
    expect(await missing.find('eks-fleet-shop-network')).toBeUndefined();
    const throttled = stacksOf({ DescribeStacks: error('Throttling') }).stacks;
    await expect(throttled.describe('eks-fleet-shop-network')).rejects.toMatchObject({ name: 'Throttled' });
  });

  it('has its outputs and tags, and when it was last changed', async () => {
    const { stacks } = stacksOf({ DescribeStacks: stack() });
    expect(await stacks.describe('eks-fleet-shop-network')).toEqual({
      StackName: 'eks-fleet-shop-network',
      StackId: id,
      StackStatus: 'UPDATE_COMPLETE',
      Outputs: [{ OutputKey: 'VPC', OutputValue: 'vpc-1' }],
      tags: { 'eks-fleet.dev/cluster': 'shop' },
      changedAt: time(2).toISOString(),
    });
    const fresh = stacksOf({ DescribeStacks: stack({ LastUpdatedTime: undefined }) }).stacks;
    expect(await fresh.describe('x')).toMatchObject({ changedAt: time(1).toISOString() });
  });

  it.each(['ROLLBACK_COMPLETE', 'DELETE_FAILED'])(
    'has its first failure since somebody asked, where it is bad: %s',
    async (StackStatus) => {
      const event = (minute: number, ResourceStatus: string, reason: string, of = 'vpc') => ({
        StackId: id,
        PhysicalResourceId: of,
        LogicalResourceId: `R${minute}`,
        ResourceType: 'AWS::EC2::VPC',
        ResourceStatus,
        ResourceStatusReason: reason,
        Timestamp: time(minute),
      });
      const StackEvents = [
        event(9, 'CREATE_FAILED', 'cancelled'),
        event(8, 'CREATE_FAILED', 'no room'),
        event(7, 'CREATE_IN_PROGRESS', 'User Initiated', id),
        event(6, 'CREATE_FAILED', 'of an earlier attempt'),
      ];
      const { stacks } = stacksOf({
        DescribeStacks: stack({ StackStatus, StackStatusReason: 'as it is' }),
        DescribeStackEvents: { StackEvents },
      });
      expect(await stacks.describe('eks-fleet-shop-network')).toMatchObject({
        StackStatusReason: 'as it is',
        changedAt: time(7).toISOString(),
        firstFailure: { LogicalResourceId: 'R8', ResourceStatusReason: 'no room' },
      });
    },
  );

  it('is one of a cluster by its tag', async () => {
    const [one] = stack().Stacks;
    const Stacks = [
      one,
      { ...one, StackName: 'theirs', Tags: [] },
      { ...one, StackName: 'another', Tags: [{ Key: 'eks-fleet.dev/cluster', Value: 'shop-2' }] },
      { ...one, StackName: 'of-another-tag', Tags: [{ Key: 'team', Value: 'shop' }] },
    ];
    const { stacks } = stacksOf({ DescribeStacks: { Stacks } });
    expect(await stacks.namesOfCluster('shop')).toEqual(['eks-fleet-shop-network']);
  });
});

describe('a stack', () => {
  const desired: DesiredStack = {
    key: 'stack/roles',
    stackName: 'eks-fleet-shop-roles',
    template: { Resources: {}, Outputs: {} } as unknown as DesiredStack['template'],
    tags: { 'eks-fleet.dev/cluster': 'shop' },
    capabilities: ['CAPABILITY_NAMED_IAM'],
  };
  const request = {
    StackName: 'eks-fleet-shop-roles',
    TemplateBody: expect.stringContaining('TemplateDigest'),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Tags: [{ Key: 'eks-fleet.dev/cluster', Value: 'shop' }],
    ClientRequestToken: 'token',
    RoleARN: ROLE,
  };

  it('is made, changed and deleted once for each token, as the service role', async () => {
    const { stacks, asked } = stacksOf({});
    await stacks.create(desired, 'token');
    await stacks.update(desired, 'token');
    await stacks.delete('eks-fleet-shop-roles', 'token');
    expect(asked).toEqual([
      { CreateStack: { ...request, OnFailure: 'ROLLBACK' } },
      { UpdateStack: request },
      {
        DeleteStack: { StackName: 'eks-fleet-shop-roles', ClientRequestToken: 'token', RoleARN: ROLE },
      },
    ]);
  });

  it('that is refused has a meaning to a workflow', async () => {
    const { stacks } = stacksOf({ CreateStack: error('AlreadyExistsException') });
    await expect(stacks.create(desired, 'token')).rejects.toMatchObject({ name: 'Conflict' });
  });
});
