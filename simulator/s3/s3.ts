import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type {
  DeleteObjectRequest,
  DeleteObjectsRequest,
  GetObjectRequest,
  HeadBucketRequest,
  ListObjectsV2Request,
  PutObjectRequest,
} from '@aws-sdk/client-s3';
import { AwsError } from '../aws-error.ts';
import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Authorization } from '../service.ts';
import { assertConditions } from './conditional-writes.ts';
import { mayReadAnonymously } from './public-access.ts';
import { bucketPolicyProvider, bucketProvider } from './resource-types.ts';
import type { AnonymousAnswer, Bucket, S3Service, StoredObject } from './state.ts';

/** S3's largest page of ListObjectsV2. */
const PAGE_SIZE = 1000;

/** Object permissions are named after their effect, not after the operation (service authorization reference). */
const ACTIONS: Readonly<Record<string, string>> = {
  HeadBucket: 's3:ListBucket',
  ListObjectsV2: 's3:ListBucket',
  HeadObject: 's3:GetObject',
  DeleteObjects: 's3:DeleteObject',
};

const READS: ReadonlySet<string> = new Set(['GetObject', 'HeadObject']);

/** The bytes of a body, which reaches a service as bytes or, without the wire, as text; its checksum must hold. */
function bodyOf(input: PutObjectRequest): Uint8Array {
  const given = input.Body as Uint8Array | string | undefined;
  const body = typeof given === 'string' ? new TextEncoder().encode(given) : new Uint8Array(given ?? []);
  const expected = input.ChecksumCRC32;
  if (expected !== undefined) {
    const actual = Buffer.alloc(4);
    actual.writeUInt32BE(crc32(body));
    if (actual.toString('base64') !== expected) {
      throw new AwsError('BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
    }
  }
  return body;
}

/**
 * Amazon S3 of one region, as far as an artifact bucket goes: general-purpose buckets made by CloudFormation,
 * whole objects, no versions, no multipart uploads, no access points.
 */
export function createS3(region: Region): S3Service {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (name: string | undefined): Bucket => {
    const bucket = buckets.get(name ?? '');
    if (bucket) return bucket;
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', { statusCode: 404 });
  };
  const objectOf = (input: {
    readonly Bucket?: string | undefined;
    readonly Key?: string | undefined;
  }): StoredObject => {
    const stored = bucketOf(input.Bucket).objects.get(input.Key ?? '');
    if (stored) return stored;
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', { statusCode: 404 });
  };
  return {
    signingName: 's3',
    resourceTypes: {
      'AWS::S3::Bucket': bucketProvider(region, buckets),
      'AWS::S3::BucketPolicy': bucketPolicyProvider(region, buckets),
    },
    hasBucket: (name) => buckets.has(name),
    getAnonymously: (bucket, key, address) => getAnonymously(region, buckets.get(bucket), key, address),
    authorize: (operation, input) => {
      const policy = buckets.get(String(input.Bucket))?.policy;
      const isMissing =
        READS.has(operation) && buckets.get(String(input.Bucket))?.objects.has(String(input.Key)) === false;
      // Who may not list is denied an object that is not there (API reference, GetObject, "Permissions").
      const asked = isMissing ? [operation, 'ListObjectsV2'] : [operation];
      return asked.map((one) => {
        const authorization = authorizationOf(region, one, input);
        return policy === undefined
          ? authorization
          : { ...authorization, resourcePolicy: JSON.parse(policy) };
      });
    },
    operations: operationsOf(region.kernel, 's3', {
      HeadBucket: { members: ['Bucket'], run: (input: HeadBucketRequest) => void bucketOf(input.Bucket) },
      PutObject: {
        members: [
          'Bucket',
          'Key',
          'Body',
          'ContentType',
          'ContentLength',
          'ChecksumAlgorithm',
          'ChecksumCRC32',
          'IfMatch',
          'IfNoneMatch',
        ],
        run: (input: PutObjectRequest) => {
          const body = bodyOf(input);
          assertConditions(region.kernel, bucketOf(input.Bucket), input);
          const etag = `"${createHash('md5').update(body).digest('hex')}"`;
          bucketOf(input.Bucket).objects.set(input.Key ?? '', {
            body,
            etag,
            modifiedAt: region.kernel.now(),
          });
          region.endpointsChanged?.();
          return { ETag: etag };
        },
      },
      GetObject: {
        members: ['Bucket', 'Key', 'ChecksumMode'],
        run: (input: GetObjectRequest) => {
          const { body, etag, modifiedAt } = objectOf(input);
          return {
            Body: body.slice(),
            ETag: etag,
            ContentLength: body.length,
            LastModified: new Date(modifiedAt),
          };
        },
      },
      HeadObject: {
        members: ['Bucket', 'Key', 'ChecksumMode'],
        run: (input: GetObjectRequest) => {
          const { body, etag, modifiedAt } = objectOf(input);
          return { ETag: etag, ContentLength: body.length, LastModified: new Date(modifiedAt) };
        },
      },
      ListObjectsV2: {
        members: ['Bucket', 'Prefix', 'MaxKeys', 'ContinuationToken', 'EncodingType'],
        run: (input: ListObjectsV2Request) => listObjects(bucketOf(input.Bucket), input),
      },
      DeleteObject: {
        members: ['Bucket', 'Key'],
        run: (input: DeleteObjectRequest) => {
          bucketOf(input.Bucket).objects.delete(input.Key ?? '');
          region.endpointsChanged?.();
        },
      },
      DeleteObjects: {
        members: ['Bucket', 'Delete', 'ChecksumAlgorithm', 'ChecksumCRC32'],
        run: (input: DeleteObjectsRequest) => {
          const { objects } = bucketOf(input.Bucket);
          const keys = (input.Delete?.Objects ?? []).map(({ Key }) => Key ?? '');
          for (const key of keys) objects.delete(key);
          region.endpointsChanged?.();
          return { Deleted: keys.map((Key) => ({ Key })) };
        },
      },
    }),
  };
}

/**
 * A GET of an object by the URL of its bucket, without credentials. A key that there is not is denied like one that may
 * not be read: nobody without `s3:ListBucket` is told the difference (API reference, GetObject, "Permissions"). Reads
 * are strongly consistent (S3 guide, "Amazon S3 data consistency model").
 */
function getAnonymously(
  region: Region,
  bucket: Bucket | undefined,
  key: string,
  address: string,
): AnonymousAnswer {
  const answer = (status: number, code: string): AnonymousAnswer => ({
    status,
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`,
  });
  if (!bucket) return answer(404, 'NoSuchBucket');
  const resource = `arn:${region.partition}:s3:::${bucket.name}/${key}`;
  if (!mayReadAnonymously(bucket, resource, address, region.kernel.now())) return answer(403, 'AccessDenied');
  const held = bucket.objects.get(key);
  if (!held) return answer(403, 'AccessDenied');
  return { status: 200, body: new TextDecoder().decode(held.body) };
}

function authorizationOf(
  region: Region,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Authorization {
  const bucket = `arn:${region.partition}:s3:::${String(input.Bucket)}`;
  const isOfBucket = ['HeadBucket', 'ListObjectsV2'].includes(operation);
  const key = operation === 'DeleteObjects' ? '*' : String(input.Key);
  return {
    action: ACTIONS[operation] ?? `s3:${operation}`,
    resource: isOfBucket ? bucket : `${bucket}/${key}`,
  };
}

/** Keys come in UTF-8 order; the token is the last key of the page before. */
function listObjects(bucket: Bucket, input: ListObjectsV2Request) {
  const matching = [...bucket.objects.keys()]
    .filter(
      (key) =>
        key.startsWith(input.Prefix ?? '') &&
        (input.ContinuationToken === undefined || key > input.ContinuationToken),
    )
    .sort();
  const page = matching.slice(0, Math.min(input.MaxKeys ?? PAGE_SIZE, PAGE_SIZE));
  const isTruncated = page.length < matching.length;
  return {
    Name: bucket.name,
    KeyCount: page.length,
    IsTruncated: isTruncated,
    ...(isTruncated ? { NextContinuationToken: page.at(-1) } : {}),
    ...(input.EncodingType ? { EncodingType: input.EncodingType } : {}),
    Contents: page.map((key) => {
      const { body, etag, modifiedAt } = bucket.objects.get(key) as StoredObject;
      // S3's answers keep a slash as it is ("ListObjectsV2", EncodingType).
      const Key = input.EncodingType === 'url' ? key.split('/').map(encodeURIComponent).join('/') : key;
      return { Key, Size: body.length, ETag: etag, LastModified: new Date(modifiedAt) };
    }),
  };
}
