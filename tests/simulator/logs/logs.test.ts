import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from '@jest/globals';
import { createLogs } from '../../../simulator/logs/logs.ts';
import { inTime } from '../ec2/world.ts';
import { callerOf, stackContext } from '../service-calls.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

function world() {
  const { kernel, settle } = standInKernel();
  const logs = createLogs(standInRegion({ name: 'us-west-2', kernel }));
  return { kernel, settle, logs, call: callerOf<typeof Logs>(logs) };
}

describe('log groups', () => {
  it('have names of their own, checked as AWS checks them', async () => {
    const { call } = world();
    await call('CreateLogGroup', { logGroupName: '/aws/lambda/a' });
    await expect(call('CreateLogGroup', { logGroupName: '/aws/lambda/a' })).rejects.toMatchObject({
      code: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    });
    await expect(call('CreateLogGroup', { logGroupName: 'a b' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
    await expect(call('DeleteLogGroup', { logGroupName: 'none' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
    await expect(
      call('PutRetentionPolicy', { logGroupName: '/aws/lambda/a', retentionInDays: 2 }),
    ).rejects.toMatchObject({ message: expect.stringContaining('enum value set: [1, 3, 5') });
  });

  it('are listed by prefix, page by page, in order of their names', async () => {
    const { call } = world();
    for (const name of ['/b', '/a/2', '/a/1', '/a/3']) await call('CreateLogGroup', { logGroupName: name });
    const first = await call('DescribeLogGroups', { logGroupNamePrefix: '/a', limit: 2 });
    const second = await call('DescribeLogGroups', {
      logGroupNamePrefix: '/a',
      limit: 2,
      nextToken: first.nextToken,
    });
    const names = [...first.logGroups, ...second.logGroups].map((group) => group.logGroupName);
    expect(names).toEqual(['/a/1', '/a/2', '/a/3']);
    expect(second.nextToken).toBeUndefined();
    expect(first.logGroups[0]).toMatchObject({
      arn: 'arn:aws:logs:us-west-2:111122223333:log-group:/a/1:*',
      logGroupArn: 'arn:aws:logs:us-west-2:111122223333:log-group:/a/1',
    });
  });

  it('keep what services write, as long as their retention says', async () => {
    const { call, logs, settle } = world();
    logs.write('/aws/lambda/a', 's1', 'first line');
    await call('PutRetentionPolicy', { logGroupName: '/aws/lambda/a', retentionInDays: 1 });
    await settle(23 * 3_600_000);
    logs.write('/aws/lambda/a', 's2', 'second line');
    const texts = async (more: object = {}) =>
      (await call('FilterLogEvents', { logGroupName: '/aws/lambda/a', ...more })).events.map(
        (event: { message: string }) => event.message,
      );
    expect(await texts()).toEqual(['first line', 'second line']);
    expect(await texts({ filterPattern: '"second line"' })).toEqual(['second line']);
    expect(await texts({ logStreamNames: ['s1'] })).toEqual(['first line']);
    await settle(2 * 3_600_000);
    expect(await texts()).toEqual(['second line']);
  });

  it('are made by stacks with their tags and retention', async () => {
    const { call, logs, settle } = world();
    const { context, asked } = stackContext({ team: 'shop' });
    const type = logs.resourceTypes?.['AWS::Logs::LogGroup'];
    if (!type) throw new Error('no type');
    const properties = { LogGroupName: '/shop', RetentionInDays: '90' };
    const made = await inTime(settle, type.create(properties, context));
    expect(made).toEqual({
      physicalId: '/shop',
      attributes: { Arn: 'arn:aws:logs:us-west-2:111122223333:log-group:/shop:*' },
    });
    expect(asked).toEqual([
      'logs:CreateLogGroup arn:aws:logs:us-west-2:111122223333:log-group:/shop',
      'logs:PutRetentionPolicy arn:aws:logs:us-west-2:111122223333:log-group:/shop',
    ]);
    const resourceArn = 'arn:aws:logs:us-west-2:111122223333:log-group:/shop';
    expect(await call('ListTagsForResource', { resourceArn })).toEqual({ tags: { team: 'shop' } });
    await inTime(settle, type.update('/shop', { LogGroupName: '/shop' }, properties, context));
    expect((await call('DescribeLogGroups')).logGroups[0].retentionInDays).toBeUndefined();
    await inTime(settle, type.delete('/shop', properties, context));
    expect((await call('DescribeLogGroups')).logGroups).toEqual([]);
  });

  it('take ten resource policies a region', async () => {
    const { call } = world();
    for (let index = 0; index < 10; index++) {
      await call('PutResourcePolicy', { policyName: `p${index}`, policyDocument: '{}' });
    }
    await expect(
      call('PutResourcePolicy', { policyName: 'more', policyDocument: '{}' }),
    ).rejects.toMatchObject({
      code: 'LimitExceededException',
    });
  });
});
