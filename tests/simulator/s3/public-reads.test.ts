import type * as S3 from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { S3Service } from '../../../simulator/s3/state.ts';
import { route53World, STANDBY } from '../route53/route53-world.ts';
import { callerOf, stackContext } from '../service-calls.ts';

const CHECKERS = ['54.243.31.192/26', '15.177.0.0/18'];
const BUCKET = 'shop-failover';
const HOST = `${BUCKET}.s3.${STANDBY}.amazonaws.com`;

let drive: ReturnType<typeof route53World>;
let s3: S3Service;
beforeEach(() => {
  drive = route53World();
  s3 = drive.world.region(STANDBY).service('s3') as S3Service;
});

const provider = (type: 'Bucket' | 'BucketPolicy') => {
  const found = s3.resourceTypes?.[`AWS::S3::${type}`];
  if (!found) throw new Error(`no ${type}`);
  return found;
};
const makeBucket = (more: object = {}) =>
  provider('Bucket').create({ BucketName: BUCKET, ...more }, stackContext().context);
const policy = (condition: object | undefined, more: object = {}) =>
  provider('BucketPolicy').create(
    {
      Bucket: BUCKET,
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 's3:GetObject',
            Resource: `arn:aws:s3:::${BUCKET}/*`,
            ...(condition ? { Condition: condition } : {}),
            ...more,
          },
        ],
      },
    },
    stackContext().context,
  );
const from = (ranges: readonly string[]) => ({ IpAddress: { 'aws:SourceIp': ranges } });
const put = (Body: string, more: object = {}) =>
  callerOf<typeof S3>(s3)('PutObject', { Bucket: BUCKET, Key: 'plans/shop', Body, ...more });
const get = (address: string, path = '/plans/shop') => drive.world.internet.answer(HOST, path, { address });
const NEAR = '54.243.31.200';
const FAR = '198.51.100.1';

describe('an object without credentials', () => {
  it('is read from the addresses that the policy names, and from nowhere else', async () => {
    await makeBucket();
    await put('primary');
    expect(get(NEAR)).toMatchObject({ status: 403 });
    await policy(from(CHECKERS));
    expect(get(NEAR)).toEqual({ status: 200, body: 'primary' });
    expect(get('15.177.63.254')).toEqual({ status: 200, body: 'primary' });
    expect(get(FAR)).toMatchObject({
      status: 403,
      body: expect.stringContaining('<Code>AccessDenied</Code>'),
    });
  });

  it('that there is not is denied like one that may not be read', async () => {
    await makeBucket();
    await policy(from(CHECKERS));
    expect(get(NEAR, '/none')).toMatchObject({ status: 403 });
    expect(
      drive.world.internet.answer(`none.s3.${STANDBY}.amazonaws.com`, '/k', { address: NEAR }),
    ).toMatchObject({
      status: 404,
    });
  });

  it('is read as it was written last', async () => {
    await makeBucket();
    await policy(from(CHECKERS));
    await put('primary');
    await put('standby 7');
    expect(get(NEAR)).toEqual({ status: 200, body: 'standby 7' });
  });

  it('is lost with its region, and with S3 there', async () => {
    await makeBucket();
    await policy(from(CHECKERS));
    await put('primary');
    const end = drive.world.outages.begin({ kind: 'service-down', region: STANDBY, service: 's3' });
    expect(get(NEAR)).toMatchObject({ status: 503 });
    end();
    drive.world.outages.begin({ kind: 'region-down', region: STANDBY });
    expect(get(NEAR)).toBe('unreachable');
  });

  it('is denied by an explicit deny', async () => {
    await makeBucket({ PublicAccessBlockConfiguration: {} });
    await put('primary');
    const allow = {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${BUCKET}/*`,
    };
    const deny = { ...allow, Effect: 'Deny', Condition: { NotIpAddress: { 'aws:SourceIp': CHECKERS } } };
    const PolicyDocument = { Version: '2012-10-17', Statement: [allow, deny] };
    await provider('BucketPolicy').create({ Bucket: BUCKET, PolicyDocument }, stackContext().context);
    expect([get(NEAR), get(FAR)]).toMatchObject([{ status: 200 }, { status: 403 }]);
  });
});

describe('Block Public Access', () => {
  it.each([
    ['for everybody', undefined],
    ['for very many addresses', from(['54.0.0.0/7'])],
    ['for addresses of which some are very many', from(['54.243.31.192/26', '0.0.0.0/1'])],
    ['by a condition that fixes nothing', { StringLike: { 'aws:SourceAccount': '*' } }],
  ])('refuses a policy %s, as a new bucket has it', async (_, condition) => {
    await makeBucket();
    await expect(policy(condition)).rejects.toMatchObject({ code: 'AccessDenied', statusCode: 403 });
  });

  it('that is lifted lets it be public', async () => {
    await makeBucket({
      PublicAccessBlockConfiguration: { BlockPublicPolicy: false, RestrictPublicBuckets: false },
    });
    await put('primary');
    await policy(undefined);
    expect(get(FAR)).toEqual({ status: 200, body: 'primary' });
  });

  it('that restricts public buckets reads no public policy', async () => {
    await makeBucket({ PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } });
    await put('primary');
    await policy(undefined);
    expect(get(FAR)).toMatchObject({ status: 403 });
  });
});

describe('a conditional write', () => {
  beforeEach(() => makeBucket());

  it('with If-None-Match makes an object once', async () => {
    await put('primary', { IfNoneMatch: '*' });
    await drive.seconds(1);
    await expect(put('standby', { IfNoneMatch: '*' })).rejects.toMatchObject({
      code: 'PreconditionFailed',
      statusCode: 412,
    });
    await expect(put('standby', { IfNoneMatch: '"x"' })).rejects.toMatchObject({ name: 'NotSimulated' });
  });

  it('with If-Match replaces the object that was read, and no other', async () => {
    await expect(put('standby', { IfMatch: '"x"' })).rejects.toMatchObject({
      code: 'NoSuchKey',
      statusCode: 404,
    });
    const { ETag } = await put('primary');
    await drive.seconds(1);
    const next = await put('standby 1', { IfMatch: ETag });
    await drive.seconds(1);
    await expect(put('standby 2', { IfMatch: ETag })).rejects.toMatchObject({ code: 'PreconditionFailed' });
    expect(next.ETag).not.toBe(ETag);
  });

  it('beside another one may be told of a conflict', async () => {
    const codes = new Set<string>();
    for (let index = 0; index < 20; index++) {
      await put('primary');
      await put('standby', { IfNoneMatch: '*' }).catch(({ code }: { code: string }) => codes.add(code));
      await drive.seconds(1);
    }
    expect([...codes].sort()).toEqual(['ConditionalRequestConflict', 'PreconditionFailed']);
  });
});

describe('a health check of an object', () => {
  it('sees the word that is written, within the first 5,120 bytes', async () => {
    await makeBucket();
    const { CheckerIpRanges } = await drive.call('GetCheckerIpRanges');
    await policy(from(CheckerIpRanges));
    await put('primary');
    const of = {
      FullyQualifiedDomainName: HOST,
      ResourcePath: '/plans/shop',
      RequestInterval: 10,
      FailureThreshold: 1,
    } as const;
    const id = await drive.check({ ...of, Type: 'HTTPS_STR_MATCH', SearchString: 'standby', Inverted: true });
    const isHealthy = () => drive.world.dns.health.isHealthy(id);
    await drive.seconds(60);
    expect(isHealthy()).toBe(true);
    await put('standby TOKEN');
    await drive.seconds(30);
    expect(isHealthy()).toBe(false);
    await put(`${'x'.repeat(5114)}standby`);
    await drive.seconds(30);
    expect(isHealthy()).toBe(true);
    await put(`${'x'.repeat(5113)}standby`);
    await drive.seconds(30);
    expect(isHealthy()).toBe(false);
    // One whose region is lost says nothing: no string, and so healthy, as inverted.
    drive.world.outages.begin({ kind: 'region-down', region: STANDBY });
    await drive.seconds(30);
    expect(isHealthy()).toBe(true);
  });

  it('that its policy does not let in fails, whatever it says', async () => {
    await makeBucket();
    await policy(from(['203.0.113.0/24']));
    await put('primary');
    const id = await drive.check({
      FullyQualifiedDomainName: HOST,
      ResourcePath: '/plans/shop',
      RequestInterval: 10,
      FailureThreshold: 1,
    });
    await drive.seconds(60);
    expect(drive.world.dns.health.isHealthy(id)).toBe(false);
  });
});
