import { AwsError } from '../aws-error.ts';
import type { SimRequest, SimResponse } from '../seam/http.ts';
import type { OperationSchema } from '../seam/operation-index.ts';
import { isPresignedWith, type Secrets, timeOf } from '../seam/signature.ts';
import type { Caller } from '../service.ts';

/** A GET whose query carries its signature, for STS. */
export interface PresignedCall {
  readonly accessKeyId: string;
  /** The region and the day of its credential's scope. */
  readonly regionName: string;
  readonly day: string;
  readonly url: URL;
  readonly headers: SimRequest['headers'];
}

/** The part of IAM that knows who a key is of. */
interface Keys {
  caller(accessKeyId: string): Caller | 'expired' | undefined;
  secretsOf(accessKeyId: string): Secrets | undefined;
}

/** IAM guide, "Signature Version 4": a signature holds for so long, before and after. */
const LIFETIME_MS = 15 * 60_000;
/** SDK typing of `X-Amz-Expires`' source, IAM guide "Query string parameters": from 1 s to 7 days. */
const LONGEST_EXPIRY = 604_800;
const STS_HOST = /^sts\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

const refusal = (code: string, message: string, statusCode = 403): AwsError =>
  new AwsError(code, message, { statusCode });

/** The request as a call of STS that is signed in its query; undefined where it is none. */
export function presignedCall(request: SimRequest): PresignedCall | undefined {
  const { method, hostname, path, query, headers } = request;
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  const url = URL.parse(`https://${hostname}${path}?${pairs.join('&')}`);
  const scope = url?.searchParams.get('X-Amz-Credential')?.split('/') ?? [];
  const [accessKeyId = '', day = '', regionName = '', service] = scope;
  if (!url || method !== 'GET' || service !== 'sts') return undefined;
  return { accessKeyId, day, regionName, url, headers };
}

/** The request as a POST, in which the service reads its parameters. */
export const asPosted = (request: SimRequest, { url }: PresignedCall): SimRequest => {
  const own = [...url.searchParams].filter(([name]) => !name.startsWith('X-Amz-'));
  return { ...request, method: 'POST', body: new TextEncoder().encode(new URLSearchParams(own).toString()) };
};

const REQUIRED = ['X-Amz-Algorithm', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Signature'];

/** `20261124T081500Z` */
const stampOf = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

function timeFault({ url, day }: PresignedCall, nowMs: number, byExpiry: boolean): AwsError | undefined {
  const date = url.searchParams.get('X-Amz-Date') ?? '';
  const signedAt = timeOf(date);
  if (Number.isNaN(signedAt))
    return refusal('IncompleteSignature', `Date must be in ISO-8601 'basic format'. Got '${date}'.`, 400);
  if (day !== date.slice(0, 8))
    return refusal(
      'SignatureDoesNotMatch',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${date.slice(0, 8)}', from '${date}'.`,
    );
  const expires = Number(url.searchParams.get('X-Amz-Expires'));
  if (!Number.isInteger(expires) || expires < 1 || expires > LONGEST_EXPIRY)
    return refusal('IncompleteSignature', 'X-Amz-Expires must be between 1 and 604800 seconds', 400);
  const lifetime = byExpiry ? Math.min(LIFETIME_MS, expires * 1000) : LIFETIME_MS;
  const now = stampOf(nowMs);
  if (nowMs - signedAt > lifetime)
    return refusal(
      'SignatureDoesNotMatch',
      `Signature expired: ${date} is now earlier than ${stampOf(nowMs - lifetime)} (${now} - ${lifetime / 60_000} min.)`,
    );
  if (signedAt - nowMs > LIFETIME_MS)
    return refusal(
      'SignatureDoesNotMatch',
      `Signature not yet current: ${date} is still later than ${stampOf(nowMs + LIFETIME_MS)} (${now} + 15 min.)`,
    );
  return undefined;
}

const INVALID_TOKEN = 'The security token included in the request is invalid.';
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/**
 * The caller of a presigned call, by its signature; throws what STS answers otherwise. `byExpiry`: a URL's own expiry
 * ends it, beside the quarter of an hour that ends any (sources differ: the IAM guide says that it does, and
 * aws-iam-authenticator that STS takes the URL for 15 minutes whatever it says).
 */
export function callerOfPresigned(
  call: PresignedCall,
  keys: Keys,
  { nowMs, byExpiry }: { readonly nowMs: number; readonly byExpiry: boolean },
): Caller {
  const { url, accessKeyId, regionName, headers } = call;
  const parameter = (name: string) => url.searchParams.get(name);
  const missing = REQUIRED.find((name) => parameter(name) === null);
  if (missing !== undefined)
    throw refusal('IncompleteSignature', `AWS query-string parameters must include '${missing}'.`, 400);
  const signedFor = STS_HOST.exec(url.hostname)?.[1];
  if (signedFor !== undefined && signedFor !== regionName)
    throw refusal('SignatureDoesNotMatch', 'Credential should be scoped to a valid region. ');
  const late = timeFault(call, nowMs, byExpiry);
  if (late) throw late;
  if (!(parameter('X-Amz-SignedHeaders') ?? '').split(';').includes('host'))
    throw refusal('SignatureDoesNotMatch', "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  const secrets = keys.secretsOf(accessKeyId);
  const caller = keys.caller(accessKeyId);
  if (caller === 'expired')
    throw refusal('ExpiredToken', 'The security token included in the request is expired');
  if (!caller || !secrets || (parameter('X-Amz-Security-Token') ?? undefined) !== secrets.sessionToken)
    throw refusal('InvalidClientTokenId', INVALID_TOKEN);
  if (!isPresignedWith(url, headers, secrets.secretAccessKey))
    throw refusal('SignatureDoesNotMatch', MISMATCH);
  return caller;
}

/** True where the answer is wanted as JSON, which services of the Query protocol give as well. */
export const wantsJson = ({ headers }: SimRequest): boolean =>
  /\bapplication\/json\b/.test(headers.accept ?? '');

const jsonAnswer = (statusCode: number, requestId: string, body: object): SimResponse => ({
  statusCode,
  headers: { 'x-amzn-requestid': requestId, 'content-type': 'application/json' },
  body: new TextEncoder().encode(JSON.stringify(body)),
});

/** An answer as JSON: what the XML says, member for member. */
export const encodeJson = ({ name }: OperationSchema, output: object, requestId: string): SimResponse =>
  jsonAnswer(200, requestId, {
    [`${name}Response`]: { [`${name}Result`]: output, ResponseMetadata: { RequestId: requestId } },
  });

/** An error as JSON (gravitational/teleport#47425 quotes one of STS). */
export const encodeJsonError = (
  { code, message, statusCode = 400 }: AwsError,
  requestId: string,
): SimResponse =>
  jsonAnswer(statusCode, requestId, {
    Error: { Code: code, Message: message, Type: statusCode >= 500 ? 'Receiver' : 'Sender' },
    RequestId: requestId,
  });
