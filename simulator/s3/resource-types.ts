import { AwsError } from '../aws-error.ts';
import { refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Properties, ResourceContext, ResourceProvider } from '../service.ts';
import { assertPolicyAllowed, blockOf } from './public-access.ts';
import type { Bucket, S3Service } from './state.ts';

/** Properties that only say how a bucket is kept, but for Block Public Access; they change nothing that is simulated. */
const BUCKET_PROPERTIES = [
  'BucketName',
  'BucketEncryption',
  'PublicAccessBlockConfiguration',
  'VersioningConfiguration',
  'OwnershipControls',
  'Tags',
  'LifecycleConfiguration',
];

/** "Bucket naming rules" of the S3 user guide. */
function assertBucketName(name: string): void {
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !isAddress) return;
  throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
}

/** Bucket names are unique in all of AWS, here in all regions of this world. */
function isTaken(region: Region, buckets: ReadonlyMap<string, Bucket>, name: string): boolean {
  const others = region.regionNames().filter((other) => other !== region.name);
  return (
    buckets.has(name) ||
    others.some((other) => (region.elsewhere(other).service('s3') as S3Service).hasBucket(name))
  );
}

/** AWS::S3::Bucket, as far as where and whether it is. */
export function bucketProvider(region: Region, buckets: Map<string, Bucket>): ResourceProvider {
  const answer = (name: string) => ({
    physicalId: name,
    attributes: {
      Arn: `arn:${region.partition}:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region.name}.amazonaws.com`,
    },
  });
  return {
    replacementProperties: ['BucketName'],
    create: async (properties, context) => {
      refuseUnmodelledMembers(region.kernel, 'AWS::S3::Bucket', properties, BUCKET_PROPERTIES);
      const suffix = region.kernel.random('physical-ids').text(12, 'abcdefghijklmnopqrstuvwxyz0123456789');
      const generated = `${context.stackName}-${context.logicalId}`.toLowerCase().slice(0, 50);
      const name =
        typeof properties.BucketName === 'string' ? properties.BucketName : `${generated}-${suffix}`;
      context.authorize({ action: 's3:CreateBucket', resource: `arn:${region.partition}:s3:::${name}` });
      assertBucketName(name);
      if (isTaken(region, buckets, name))
        throw new AwsError('BucketAlreadyOwnedByYou', `${name} already exists`, { statusCode: 409 });
      buckets.set(name, {
        name,
        region: region.name,
        createdAt: region.kernel.now(),
        policy: undefined,
        publicAccessBlock: blockOf(properties.PublicAccessBlockConfiguration),
        objects: new Map(),
      });
      return answer(name);
    },
    update: async (physicalId, properties) => {
      refuseUnmodelledMembers(region.kernel, 'AWS::S3::Bucket', properties, BUCKET_PROPERTIES);
      const bucket = buckets.get(physicalId);
      if (bucket) bucket.publicAccessBlock = blockOf(properties.PublicAccessBlockConfiguration);
      region.endpointsChanged?.();
      return answer(physicalId);
    },
    delete: async (physicalId, _properties, context) => {
      context.authorize({
        action: 's3:DeleteBucket',
        resource: `arn:${region.partition}:s3:::${physicalId}`,
      });
      if ((buckets.get(physicalId)?.objects.size ?? 0) > 0) {
        throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
          statusCode: 409,
        });
      }
      buckets.delete(physicalId);
    },
  };
}

/** AWS::S3::BucketPolicy: kept, and judged with each call to the bucket. */
export function bucketPolicyProvider(region: Region, buckets: Map<string, Bucket>): ResourceProvider {
  const ask = (action: string, name: string, context: ResourceContext): void =>
    context.authorize({ action, resource: `arn:${region.partition}:s3:::${name}` });
  const put = (properties: Properties, context: ResourceContext) => {
    refuseUnmodelledMembers(region.kernel, 'AWS::S3::BucketPolicy', properties, ['Bucket', 'PolicyDocument']);
    const name = String(properties.Bucket);
    ask('s3:PutBucketPolicy', name, context);
    const bucket = buckets.get(name);
    if (!bucket)
      throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', { statusCode: 404 });
    const policy = JSON.stringify(properties.PolicyDocument);
    assertPolicyAllowed(bucket, policy);
    bucket.policy = policy;
    region.endpointsChanged?.();
    return { physicalId: name, attributes: {} };
  };
  return {
    replacementProperties: ['Bucket'],
    create: async (properties, context) => put(properties, context),
    update: async (_physicalId, properties, _previous, context) => put(properties, context),
    delete: async (physicalId, _properties, context) => {
      ask('s3:DeleteBucketPolicy', physicalId, context);
      const bucket = buckets.get(physicalId);
      if (bucket) bucket.policy = undefined;
      region.endpointsChanged?.();
    },
  };
}
