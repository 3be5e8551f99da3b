import type { Rule } from '../rule.ts';

/** The rules of S3's objects as endpoints, kept true by `tests/simulator/rules.test.ts`. */
export const S3_RULES: readonly Rule[] = [
  {
    rule: 'Somebody without credentials reads what the policy lets everybody read, by source address',
    source: 'S3 user guide, Bucket policy examples: limiting access to specific IP addresses',
    test: 'is read from the addresses that the policy names, and from nowhere else',
  },
  {
    rule: 'An object that there is not is denied, not missed, without s3:ListBucket',
    source: 'S3 API reference, GetObject, Permissions',
    test: 'that there is not is denied like one that may not be read',
  },
  {
    rule: 'A role is told that an object is not there only with s3:ListBucket, and else denied it',
    source: 'S3 API reference, GetObject, Permissions',
    test: 'say that an object is not there to those alone who may list them',
  },
  {
    rule: 'A read sees the write before it',
    source: 'S3 user guide, Amazon S3 data consistency model',
    test: 'is read as it was written last',
  },
  {
    rule: 'Block Public Access refuses a policy for everybody, or for a range wider than /8; a new bucket has it',
    source: 'S3 user guide, Blocking public access: The meaning of "public"',
    test: 'refuses a policy %s, as a new bucket has it',
  },
  {
    rule: 'RestrictPublicBuckets serves nobody without credentials by a public policy',
    source: 'S3 user guide, Blocking public access: settings',
    test: 'that restricts public buckets reads no public policy',
  },
  {
    rule: 'If-None-Match: * makes an object only where there is none, else 412',
    source: 'S3 user guide, How to prevent object overwrites with conditional writes',
    test: 'with If-None-Match makes an object once',
  },
  {
    rule: 'If-Match replaces the object of that ETag alone: else 412, and 404 where there is none',
    source: 'S3 user guide, How to prevent object overwrites with conditional writes',
    test: 'with If-Match replaces the object that was read, and no other',
  },
  {
    rule: 'Conditional writes at once: one may be told 409 ConditionalRequestConflict',
    source: 'S3 user guide, How to prevent object overwrites with conditional writes',
    test: 'beside another one may be told of a conflict',
  },
];
