import { AwsError } from '../aws-error.ts';
import { compile, coversRequest } from '../iam/evaluation/statement-match.ts';
import { parsePolicy, type Statement } from '../iam/policies/document.ts';
import type { Bucket, PublicAccessBlock } from './state.ts';

const ALL_BLOCKED: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Settings of a template; what it leaves out is off (API reference, PublicAccessBlockConfiguration). */
export function blockOf(given: unknown): PublicAccessBlock {
  if (given === undefined) return ALL_BLOCKED;
  const isOn = (name: string): boolean =>
    String((given as Record<string, unknown>)[name] ?? false) === 'true';
  return {
    BlockPublicAcls: isOn('BlockPublicAcls'),
    IgnorePublicAcls: isOn('IgnorePublicAcls'),
    BlockPublicPolicy: isOn('BlockPublicPolicy'),
    RestrictPublicBuckets: isOn('RestrictPublicBuckets'),
  };
}

/** Keys whose fixed values make a statement for everybody not public (S3 guide, "The meaning of 'public'"). */
const FIXING_KEYS = [
  'aws:principalorgid',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:userid',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
];
/** A range of addresses wider than these leaves a policy public (S3 guide: RFC 1918 and narrower than /8, IPv6 /32). */
const NARROWEST_PUBLIC = { v4: 8, v6: 32 };

function isFixedRange(range: string): boolean {
  const [address = '', bits] = range.split('/');
  const isV6 = address.includes(':');
  const length = bits === undefined ? 128 : Number(bits);
  return length >= (isV6 ? NARROWEST_PUBLIC.v6 : NARROWEST_PUBLIC.v4);
}

const isForEverybody = ({ principals, notPrincipals }: Statement): boolean =>
  notPrincipals !== undefined || principals === '*' || (principals?.AWS ?? []).includes('*');

function isStatementPublic(statement: Statement): boolean {
  if (statement.effect !== 'Allow' || !isForEverybody(statement)) return false;
  const isFixed = Object.entries(statement.conditions).some(([operator, keys]) =>
    Object.entries(keys).some(([key, value]) => {
      const values = [value].flat().map(String);
      if (operator === 'IpAddress' && key.toLowerCase() === 'aws:sourceip') return values.every(isFixedRange);
      const isEqual = /^(String|Arn)(Equals|Like)(IgnoreCase)?$/.test(operator);
      return (
        isEqual && FIXING_KEYS.includes(key.toLowerCase()) && !values.some((one) => /[*?]|\$\{/.test(one))
      );
    }),
  );
  return !isFixed;
}

/** Whether a bucket policy gives public access, in S3's sense. */
export const isPublicPolicy = (policy: string): boolean =>
  parsePolicy(policy, 'resource').statements.some(isStatementPublic);

/** Refuses a public policy where Block Public Access says so (S3 guide, "Block public access settings"). */
export function assertPolicyAllowed(bucket: Bucket, policy: string): void {
  if (!bucket.publicAccessBlock.BlockPublicPolicy || !isPublicPolicy(policy)) return;
  throw new AwsError(
    'AccessDenied',
    'User is not authorized to perform: s3:PutBucketPolicy because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
    { statusCode: 403 },
  );
}

/** Whether somebody without credentials may read an object, asking from an address. */
export function mayReadAnonymously(bucket: Bucket, resource: string, address: string, now: number): boolean {
  const { policy, publicAccessBlock } = bucket;
  if (policy === undefined) return false;
  if (publicAccessBlock.RestrictPublicBuckets && isPublicPolicy(policy)) return false;
  const keys = new Map<string, readonly string[]>([
    ['aws:sourceip', [address]],
    ['aws:securetransport', ['true']],
    ['aws:currenttime', [new Date(now).toISOString()]],
    ['aws:epochtime', [String(Math.floor(now / 1000))]],
    ['aws:principaltype', ['Anonymous']],
    ['aws:viaawsservice', ['false']],
  ]);
  const action = 's3:GetObject';
  const covering = compile(parsePolicy(policy, 'resource')).filter(
    (one) =>
      isForEverybody(one.statement) &&
      one.coversAction(action) &&
      coversRequest(one, { action, resource }, keys),
  );
  return (
    covering.some(({ statement }) => statement.effect === 'Allow') &&
    !covering.some(({ statement }) => statement.effect === 'Deny')
  );
}
