import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { plainError } from '../endpoint.ts';
import type { SimResponse } from './http.ts';
import { answerOutside, type OutsideOptions } from './outside-request.ts';

export interface HttpServerOptions extends OutsideOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly virtualNow: () => number;
}

export interface HttpServer {
  /** `http://127.0.0.1:4566` */
  readonly url: string;
  close(): Promise<void>;
}

/** Bigger than any request that AWS takes of us: an S3 object is a Lambda bundle or a template. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024;

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

async function answer(
  message: IncomingMessage,
  options: HttpServerOptions,
): Promise<SimResponse | undefined> {
  const { method = 'GET', url: target = '/' } = message;
  const headers = headersOf(message);
  const body = await bodyOf(message);
  if (!body) return plainError('RequestEntityTooLargeException', 'Request is too large', 413);
  return answerOutside({ method, target, headers, body }, options);
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
