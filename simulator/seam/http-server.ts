import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Endpoint, plainError } from '../endpoint.ts';
import { credentialScope, type SimRequest, type SimResponse, splitTarget } from './http.ts';
import { findSignatureFault, type Secrets, type SignedRequest } from './signature.ts';

export interface HttpServerOptions {
  readonly endpoint: Endpoint;
  /** 0 for any that is free. */
  readonly port: number;
  /** The machine's own time: clients outside sign with it. */
  readonly wallNow: () => number;
  readonly virtualNow: () => number;
  readonly secretsOf: (accessKeyId: string) => Secrets | undefined;
  readonly onAnswer?: (request: SimRequest, response: SimResponse) => void;
}

export interface HttpServer {
  /** `http://127.0.0.1:4566` */
  readonly url: string;
  close(): Promise<void>;
}

/** Bigger than any request that AWS takes of us: an S3 object is a Lambda bundle or a template. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024;

/** A page in a browser can be made to name any host: only names of this machine are answered. */
const LOCAL_HOST = /^(?:127\.0\.0\.1|localhost|[a-z0-9][a-z0-9.-]*\.localhost)(?::\d+)?$/i;

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );

async function bodyOf(message: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_BODY_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

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

async function answer(
  message: IncomingMessage,
  options: HttpServerOptions,
): Promise<SimResponse | undefined> {
  const { method = 'GET', url: target = '/' } = message;
  const headers = headersOf(message);
  if (!LOCAL_HOST.test(headers.host ?? ''))
    return plainError('InvalidHost', `only 127.0.0.1 and localhost are answered, not ${headers.host}`, 403);
  const body = await bodyOf(message);
  if (!body) return plainError('RequestEntityTooLargeException', 'Request is too large', 413);
  const signed: SignedRequest = { method, target, headers, body };
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

function send(reply: ServerResponse, response: SimResponse, options: HttpServerOptions): void {
  reply.sendDate = false;
  reply.writeHead(response.statusCode, {
    ...response.headers,
    // Clients correct the clock that they sign with by this header, so it is the machine's time.
    date: new Date(options.wallNow()).toUTCString(),
    'x-simulated-date': new Date(options.virtualNow()).toUTCString(),
    'content-length': response.body.length,
  });
  reply.end(response.body);
}

/** Answers AWS's clients over HTTP, on this machine's loopback interface only. */
export async function listenHttp(options: HttpServerOptions): Promise<HttpServer> {
  const server = http.createServer((message, reply) => {
    answer(message, options).then(
      (response) => (response ? send(reply, response, options) : message.destroy()),
      // The kernel holds the failure, and ends the world with it.
      (error: unknown) => send(reply, plainError('InternalFailure', String(error), 500), options),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
