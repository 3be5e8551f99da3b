import { AwsError } from '../aws-error.ts';
import { refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { ResourceProvider } from '../service.ts';
import type { Bucket } from './state.ts';

/** Properties that only say how a bucket is kept; they change nothing that is simulated. */
const BUCKET_PROPERTIES = [
  'BucketName',
  'BucketEncryption',
  'PublicAccessBlockConfiguration',
  'VersioningConfiguration',
  'OwnershipControls',
  'Tags',
  'LifecycleConfiguration',
];

/** AWS::S3::Bucket. Bucket names are unique in all of AWS; here, in the region that made them. */
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
      if (buckets.has(name))
        throw new AwsError('BucketAlreadyOwnedByYou', `${name} already exists`, { statusCode: 409 });
      buckets.set(name, {
        name,
        region: region.name,
        createdAt: region.kernel.now(),
        policy: undefined,
        objects: new Map(),
      });
      return answer(name);
    },
    update: async (physicalId, properties) => {
      refuseUnmodelledMembers(region.kernel, 'AWS::S3::Bucket', properties, BUCKET_PROPERTIES);
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

/** AWS::S3::BucketPolicy: kept, and not judged: only the account's own administrators use the bucket. */
export function bucketPolicyProvider(buckets: Map<string, Bucket>): ResourceProvider {
  const put = (name: string, document: unknown) => {
    const bucket = buckets.get(name);
    if (!bucket)
      throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', { statusCode: 404 });
    bucket.policy = JSON.stringify(document);
    return { physicalId: name, attributes: {} };
  };
  return {
    replacementProperties: ['Bucket'],
    create: async (properties) => put(String(properties.Bucket), properties.PolicyDocument),
    update: async (physicalId, properties) => put(physicalId, properties.PolicyDocument),
    delete: async (physicalId) => {
      const bucket = buckets.get(physicalId);
      if (bucket) bucket.policy = undefined;
    },
  };
}
