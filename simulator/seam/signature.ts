import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { leniently } from './wire-faults.ts';

/** A request as it came over a socket, before anything of it is rewritten. Header names are lower-case. */
export interface SignedRequest {
  readonly method: string;
  /** The raw request target: path and query as they were sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Secrets {
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

interface SignatureParts {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** "Signature Version 4 signing process" of the IAM guide: a request is good for this long, before and after. */
const LIFETIME_MS = 15 * 60 * 1000;

const HEADER =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;

function partsOf(authorization: string): SignatureParts | undefined {
  const match = HEADER.exec(authorization);
  if (!match) return undefined;
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] =
    match;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), signature };
}

const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'hex');
const hmac = (key: string | Uint8Array | KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** RFC 3986: unreserved characters stand for themselves. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Every service but S3 signs the path encoded once more than it is sent. */
const canonicalPath = (path: string, service: string): string =>
  service === 's3' ? path : path.split('/').map(encode).join('/');

function canonicalQuery(query: string): string {
  const pairs = query
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [key, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [encode(leniently(key)), encode(leniently(value))] as const;
    });
  pairs.sort(([key, value], [otherKey, otherValue]) => {
    if (key !== otherKey) return key < otherKey ? -1 : 1;
    return value < otherValue ? -1 : 1;
  });
  return pairs.map(([key, value]) => `${key}=${value}`).join('&');
}

/** Signing keys by the values that they are derived from: each is good for a day, and needed for every signature. */
const signingKeys = new Map<string, KeyObject>();
const SIGNING_KEYS_KEPT = 1000;

function signingKeyOf({ date, region, service }: SignatureParts, secretAccessKey: string): KeyObject {
  const from = `${secretAccessKey}/${date}/${region}/${service}`;
  const known = signingKeys.get(from);
  if (known) return known;
  const ofDate = hmac(`AWS4${secretAccessKey}`, date);
  const key = createSecretKey(hmac(hmac(hmac(ofDate, region), service), 'aws4_request'));
  if (signingKeys.size >= SIGNING_KEYS_KEPT) signingKeys.delete(signingKeys.keys().next().value as string);
  signingKeys.set(from, key);
  return key;
}

function signatureOf(request: SignedRequest, parts: SignatureParts, secretAccessKey: string): string {
  const { target, headers } = request;
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const canonicalHeaders = parts.signedHeaders.map(
    (name) => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`,
  );
  const canonicalRequest = [
    request.method,
    canonicalPath(path, parts.service),
    canonicalQuery(mark < 0 ? '' : target.slice(mark + 1)),
    canonicalHeaders.join(''),
    parts.signedHeaders.join(';'),
    headers['x-amz-content-sha256'] ?? sha256(request.body),
  ].join('\n');
  const scope = `${parts.date}/${parts.region}/${parts.service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonicalRequest)].join('\n');
  return hmac(signingKeyOf(parts, secretAccessKey), text).toString('hex');
}

/** `20261124T081500Z`, as milliseconds. */
export function timeOf(amzDate: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(amzDate);
  if (!match) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/**
 * Whether the query of a presigned GET holds a signature of `secretAccessKey` over its path, query and headers (IAM guide,
 * "Add the signature to the request", query string parameters).
 */
export function isPresignedWith(
  url: URL,
  headers: Readonly<Record<string, string>>,
  secretAccessKey: string,
): boolean {
  const query = url.search.slice(1).split('&');
  const parameter = (name: string) => url.searchParams.get(name) ?? '';
  const [accessKeyId = '', date = '', region = '', service = ''] = parameter('X-Amz-Credential').split('/');
  const signature = parameter('X-Amz-Signature');
  const parts = {
    ...{ accessKeyId, date, region, service, signature },
    signedHeaders: parameter('X-Amz-SignedHeaders').split(';'),
  };
  const unsigned = query.filter((pair) => !pair.startsWith('X-Amz-Signature=')).join('&');
  const request = {
    method: 'GET',
    target: `${url.pathname}?${unsigned}`,
    headers: { ...headers, host: url.host, 'x-amz-date': parameter('X-Amz-Date') },
    body: new Uint8Array(),
  };
  return signatureOf(request, parts, secretAccessKey) === signature;
}

const refusal = (code: string, message: string): AwsError => new AwsError(code, message, { statusCode: 403 });

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/**
 * The refusal of a request whose Signature Version 4 does not hold: its form, its time, its scope, the headers it
 * covers, or the signature itself. Undefined where it holds, and for keys that were never issued, which are left to
 * the code that resolves the caller.
 */
export function findSignatureFault(
  request: SignedRequest,
  secretsOf: (accessKeyId: string) => Secrets | undefined,
  nowMs: number,
): AwsError | undefined {
  const { headers } = request;
  const parts = partsOf(headers.authorization ?? '');
  if (!parts)
    return refusal(
      'IncompleteSignatureException',
      'Authorization header requires AWS4-HMAC-SHA256 with Credential, SignedHeaders and Signature.',
    );
  const amzDate = headers['x-amz-date'] ?? '';
  const signedAt = timeOf(amzDate);
  if (Number.isNaN(signedAt))
    return refusal(
      'IncompleteSignatureException',
      "Authorization header requires existence of an 'X-Amz-Date' header, as YYYYMMDDTHHMMSSZ.",
    );
  if (Math.abs(nowMs - signedAt) > LIFETIME_MS) {
    const now = `${new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '')}`;
    return signedAt < nowMs
      ? refusal(
          'InvalidSignatureException',
          `Signature expired: ${amzDate} is now earlier than ${now} - 15 min.`,
        )
      : refusal(
          'InvalidSignatureException',
          `Signature not yet current: ${amzDate} is still later than ${now} + 15 min.`,
        );
  }
  if (parts.date !== amzDate.slice(0, 8))
    return refusal(
      'SignatureDoesNotMatch',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${parts.date}' != '${amzDate.slice(0, 8)}'.`,
    );
  if (!parts.signedHeaders.includes('host'))
    return refusal('SignatureDoesNotMatch', "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  const secrets = secretsOf(parts.accessKeyId);
  if (!secrets) return undefined;
  if (headers['x-amz-security-token'] !== secrets.sessionToken)
    return refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
  const expected = Buffer.from(signatureOf(request, parts, secrets.secretAccessKey), 'hex');
  if (!timingSafeEqual(expected, Buffer.from(parts.signature, 'hex')))
    return refusal('SignatureDoesNotMatch', MISMATCH);
  const bodyHash = headers['x-amz-content-sha256'];
  if (bodyHash && /^[0-9a-f]{64}$/.test(bodyHash) && bodyHash !== sha256(request.body))
    return refusal('SignatureDoesNotMatch', MISMATCH);
  return undefined;
}
