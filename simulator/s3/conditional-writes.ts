import type { PutObjectRequest } from '@aws-sdk/client-s3';
import { AwsError } from '../aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { refuseUnmodelled } from '../modelled-members.ts';
import type { Bucket } from './state.ts';

const failed = (condition: string): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    statusCode: 412,
    members: { Condition: condition },
  });

/** A write that another one of the same key overlaps: both are under way for so long. */
const UNDER_WAY_MS = 50;

/**
 * The conditions of a write: `If-None-Match: *` wants no object of the key, `If-Match` the object with that ETag (S3 guide,
 * "How to prevent object overwrites with conditional writes"; API reference, PutObject).
 */
export function assertConditions(kernel: Kernel, bucket: Bucket, input: PutObjectRequest): void {
  const { IfMatch, IfNoneMatch, Key = '' } = input;
  const held = bucket.objects.get(Key);
  const isConditional = IfMatch !== undefined || IfNoneMatch !== undefined;
  // Of two conditional writes at once one may be told of the other before its condition is looked at.
  const overlaps = held !== undefined && kernel.now() - held.modifiedAt < UNDER_WAY_MS;
  if (isConditional && overlaps && kernel.random('s3/conflicts').chance(0.5)) {
    throw new AwsError(
      'ConditionalRequestConflict',
      'The conditional request cannot succeed due to a conflicting operation against this resource.',
      { statusCode: 409 },
    );
  }
  if (IfNoneMatch !== undefined) {
    // S3 takes no ETag here.
    if (IfNoneMatch !== '*') refuseUnmodelled(kernel, 'IfNoneMatch other than * of s3:PutObject');
    if (held) throw failed('If-None-Match');
  }
  if (IfMatch === undefined) return;
  if (!held) throw new AwsError('NoSuchKey', 'The specified key does not exist.', { statusCode: 404 });
  if (held.etag.replaceAll('"', '') !== IfMatch.replaceAll('"', '')) throw failed('If-Match');
}
