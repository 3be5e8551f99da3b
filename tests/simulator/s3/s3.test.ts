import type * as S3 from '@aws-sdk/client-s3';
import * as clientS3 from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import type { Region } from '../../../simulator/region.ts';
import { createS3 } from '../../../simulator/s3/s3.ts';
import type { S3Service } from '../../../simulator/s3/state.ts';
import { administrator, callerOf, stackContext } from '../service-calls.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';
import { wireClient } from '../wire-client.ts';

/** S3 in two regions that see one another. */
function world() {
  const { kernel } = standInKernel();
  const regions = new Map<string, Region>();
  const services = new Map<string, S3Service>();
  const names = ['us-west-2', 'us-east-1'];
  for (const name of names) {
    const region = standInRegion({
      name,
      kernel,
      regionNames: () => names,
      elsewhere: (other) => regions.get(other) as Region,
      service: () => services.get(name) as S3Service,
    });
    regions.set(name, region);
    services.set(name, createS3(region));
  }
  const s3 = services.get('us-west-2') as S3Service;
  const create = (service: S3Service, properties: object) =>
    service.resourceTypes?.['AWS::S3::Bucket']?.create({ ...properties }, stackContext().context);
  return { s3, east: services.get('us-east-1') as S3Service, call: callerOf<typeof S3>(s3), create };
}

describe('buckets', () => {
  it('have names that are valid, and unique in all regions', async () => {
    const { s3, east, create } = world();
    expect(await create(s3, { BucketName: 'shop-artifacts' })).toMatchObject({
      physicalId: 'shop-artifacts',
      attributes: { Arn: 'arn:aws:s3:::shop-artifacts' },
    });
    await expect(create(east, { BucketName: 'shop-artifacts' })).rejects.toMatchObject({
      code: 'BucketAlreadyOwnedByYou',
    });
    await expect(create(s3, { BucketName: 'Shop' })).rejects.toMatchObject({ code: 'InvalidBucketName' });
    await expect(create(s3, { WebsiteConfiguration: {} })).rejects.toMatchObject({ name: 'NotSimulated' });
  });

  it('keep objects, listed in order and page by page, and are deleted only when empty', async () => {
    const { s3, call, create } = world();
    await create(s3, { BucketName: 'shop-artifacts' });
    const Bucket = 'shop-artifacts';
    for (const Key of ['b', 'a/2', 'a/1']) await call('PutObject', { Bucket, Key, Body: Key });
    const first = await call('ListObjectsV2', { Bucket, MaxKeys: 2 });
    const second = await call('ListObjectsV2', {
      Bucket,
      MaxKeys: 2,
      ContinuationToken: first.NextContinuationToken,
    });
    const keys = [...first.Contents, ...second.Contents].map((held: { Key: string }) => held.Key);
    expect([keys, second.IsTruncated]).toEqual([['a/1', 'a/2', 'b'], false]);
    const { Body } = await call('GetObject', { Bucket, Key: 'a/1' });
    expect(new TextDecoder().decode(Body as unknown as Uint8Array)).toBe('a/1');
    const remove = () => s3.resourceTypes?.['AWS::S3::Bucket']?.delete(Bucket, {}, stackContext().context);
    await expect(remove()).rejects.toMatchObject({ code: 'BucketNotEmpty' });
    await call('DeleteObjects', { Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } });
    await remove();
    await expect(call('HeadBucket', { Bucket })).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });

  it('refuse a body that is not what its checksum says', async () => {
    const { s3, call, create } = world();
    await create(s3, { BucketName: 'shop-artifacts' });
    const put = (ChecksumCRC32: string) =>
      call('PutObject', { Bucket: 'shop-artifacts', Key: 'k', Body: 'hello', ChecksumCRC32 });
    await expect(put('AAAAAA==')).rejects.toMatchObject({ code: 'BadDigest' });
    expect(await put('NhCmhg==')).toHaveProperty('ETag');
  });

  it('are judged by their policies', async () => {
    const { s3, call, create } = world();
    await create(s3, { BucketName: 'shop-artifacts' });
    await call('PutObject', { Bucket: 'shop-artifacts', Key: 'k', Body: 'hello' });
    const { context, asked } = stackContext();
    const PolicyDocument = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }],
    };
    await s3.resourceTypes?.['AWS::S3::BucketPolicy']?.create(
      { Bucket: 'shop-artifacts', PolicyDocument },
      context,
    );
    expect(asked).toEqual(['s3:PutBucketPolicy arn:aws:s3:::shop-artifacts']);
    expect(s3.authorize('GetObject', { Bucket: 'shop-artifacts', Key: 'k' }, administrator)).toEqual([
      { action: 's3:GetObject', resource: 'arn:aws:s3:::shop-artifacts/k', resourcePolicy: PolicyDocument },
    ]);
  });

  it('say that an object is not there to those alone who may list them', async () => {
    const { s3, create } = world();
    await create(s3, { BucketName: 'shop-artifacts' });
    const actionsOf = (Bucket: string) =>
      [s3.authorize('GetObject', { Bucket, Key: 'none' }, administrator)].flat().map(({ action }) => action);
    expect(actionsOf('shop-artifacts')).toEqual(['s3:GetObject', 's3:ListBucket']);
    expect(actionsOf('none-of-them')).toEqual(['s3:GetObject']);
  });

  it('are written and read by a real client', async () => {
    const { s3, create } = world();
    await create(s3, { BucketName: 'shop-artifacts' });
    const client = wireClient(clientS3, clientS3.S3Client, s3);
    await expect(
      client.send(new clientS3.HeadBucketCommand({ Bucket: 'none-of-them' })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
    await client.send(new clientS3.PutObjectCommand({ Bucket: 'shop-artifacts', Key: 'a.json', Body: '{}' }));
    const { Contents } = await client.send(new clientS3.ListObjectsV2Command({ Bucket: 'shop-artifacts' }));
    expect(Contents).toMatchObject([{ Key: 'a.json', Size: 2 }]);
  });
});
