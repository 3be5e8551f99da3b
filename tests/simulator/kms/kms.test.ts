import type * as Kms from '@aws-sdk/client-kms';
import { describe, expect, it } from '@jest/globals';
import { createKms } from '../../../simulator/kms/kms.ts';
import { inTime } from '../ec2/world.ts';
import { administrator, callerOf, stackContext } from '../service-calls.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

function world() {
  const { kernel, settle } = standInKernel();
  const kms = createKms(standInRegion({ name: 'us-west-2', kernel }));
  return { settle, kms, call: callerOf<typeof Kms>(kms) };
}

describe('keys', () => {
  it('are found by id, ARN and alias where they were planted, and nowhere else', async () => {
    const { kms, call } = world();
    const arn = 'arn:aws:kms:us-west-2:111122223333:key/12345678-1234-1234-1234-123456789012';
    kms.plants.plantKey({ keyId: arn, aliases: ['alias/shop'] });
    for (const KeyId of [arn, '12345678-1234-1234-1234-123456789012', 'alias/shop']) {
      expect((await call('DescribeKey', { KeyId })).KeyMetadata).toMatchObject({
        Arn: arn,
        KeyState: 'Enabled',
      });
    }
    expect(kms.key(arn)?.KeySpec).toBe('SYMMETRIC_DEFAULT');
    await expect(call('DescribeKey', { KeyId: 'alias/other' })).rejects.toMatchObject({
      code: 'NotFoundException',
      message: 'Alias arn:aws:kms:us-west-2:111122223333:alias/other is not found.',
    });
    expect(kms.authorize('DescribeKey', { KeyId: 'alias/shop' }, administrator)).toMatchObject([
      { action: 'kms:DescribeKey', resource: arn },
    ]);
  });

  it('wait for their deletion when a stack deletes them', async () => {
    const { kms, call, settle } = world();
    const { context } = stackContext();
    const type = kms.resourceTypes?.['AWS::KMS::Key'];
    const alias = kms.resourceTypes?.['AWS::KMS::Alias'];
    if (!type || !alias) throw new Error('no type');
    const made = await inTime(settle, type.create({ PendingWindowInDays: '7' }, context));
    const named = await inTime(
      settle,
      alias.create({ AliasName: 'alias/a', TargetKeyId: made.physicalId }, context),
    );
    expect(named.physicalId).toBe('alias/a');
    await inTime(settle, alias.delete('alias/a', {}, context));
    await inTime(settle, type.delete(made.physicalId, { PendingWindowInDays: '7' }, context));
    expect((await call('DescribeKey', { KeyId: made.physicalId })).KeyMetadata).toMatchObject({
      KeyState: 'PendingDeletion',
      Enabled: false,
    });
    await expect(call('ScheduleKeyDeletion', { KeyId: made.physicalId })).rejects.toMatchObject({
      code: 'KMSInvalidStateException',
    });
  });
});
