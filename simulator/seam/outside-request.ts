import { type Endpoint, plainError } from '../endpoint.ts';
import { credentialScope, type SimRequest, type SimResponse, splitTarget } from './http.ts';
import { findSignatureFault, type Secrets, type SignedRequest } from './signature.ts';

export interface OutsideOptions {
  readonly endpoint: Endpoint;
  /** The machine's own time: clients outside sign with it. */
  readonly wallNow: () => number;
  readonly secretsOf: (accessKeyId: string) => Secrets | undefined;
  readonly onAnswer?: (request: SimRequest, response: SimResponse) => void;
}

/** A page in a browser can be made to name any host: only names of this machine are answered. */
const LOCAL_HOST = /^(?:127\.0\.0\.1|localhost|[a-z0-9][a-z0-9.-]*\.localhost)(?::\d+)?$/i;

/**
 * The request with its S3 bucket in the host name, as the simulated S3 wants it. Clients name the bucket by path or
 * by host name (S3 guide, "Virtual hosting of buckets"), for an IP address always by path.
 */
function withBucketHost(request: SimRequest): SimRequest {
  const scope = credentialScope(request.headers.authorization);
  if (scope?.signingName !== 's3') return request;
  const host = request.hostname.replace(/:\d+$/, '');
  const bucketInHost = /^(.+)\.localhost$/i.exec(host)?.[1];
  const suffix = `s3.${scope.region}.amazonaws.com`;
  if (bucketInHost !== undefined) return { ...request, hostname: `${bucketInHost}.${suffix}` };
  const [, bucket = '', ...key] = request.path.split('/');
  return { ...request, hostname: `${bucket}.${suffix}`, path: `/${key.join('/')}` };
}

/** Answers a request as it came over a socket; undefined where the connection ends without an answer. */
export async function answerOutside(
  signed: SignedRequest,
  options: OutsideOptions,
): Promise<SimResponse | undefined> {
  const { method, target, headers, body } = signed;
  if (!LOCAL_HOST.test(headers.host ?? ''))
    return plainError('InvalidHost', `only 127.0.0.1 and localhost are answered, not ${headers.host}`, 403);
  const request = withBucketHost({
    method,
    hostname: headers.host ?? '',
    ...splitTarget(target),
    headers,
    body,
  });
  const nowMs = options.wallNow();
  const refusal = headers.authorization ? findSignatureFault(signed, options.secretsOf, nowMs) : undefined;
  const exchange = await options.endpoint.exchangeWithOutside(request, refusal, nowMs);
  if (!('response' in exchange)) return undefined;
  options.onAnswer?.(request, exchange.response);
  return exchange.response;
}
