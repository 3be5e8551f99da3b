import type { PutObjectRequest } from '@aws-sdk/client-s3';
import { AwsError } from '../aws-error.ts';
import type { Bucket } from './state.ts';

const failed = (condition: string): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    statusCode: 412,
    members: { Condition: condition },
  });

/**
 * The conditions of a write: `If-None-Match: *` wants no object of the key, `If-Match` the object with that ETag (S3 guide,
 * "How to prevent object overwrites with conditional writes"; API reference, PutObject).
 */
export function assertConditions(bucket: Bucket, input: PutObjectRequest): void {
  const { IfMatch, IfNoneMatch, Key = '' } = input;
  const held = bucket.objects.get(Key);
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') {
      throw new AwsError(
        'NotImplemented',
        'A header you provided implies functionality that is not implemented',
        {
          statusCode: 501,
        },
      );
    }
    if (held) throw failed('If-None-Match');
  }
  if (IfMatch === undefined) return;
  if (!held) throw new AwsError('NoSuchKey', 'The specified key does not exist.', { statusCode: 404 });
  if (held.etag.replaceAll('"', '') !== IfMatch.replaceAll('"', '')) throw failed('If-Match');
}
