import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { ApiAnswer, ApiRequest } from '../../domain/forwarder/request.ts';
import type { ApiServersPort } from '../../domain/ports/api-servers.ts';

/**
 * The longest time in which nothing may happen: a task has 30 s, a forwarder 10, and a state machine that tries
 * again.
 */
const TIMEOUT_MS = 8_000;

/** `ApiServersPort` over TLS that only the cluster's own authority vouches for, wherever its name leads. */
export const apiServersBy = (lookup: LookupFunction | undefined): ApiServersPort => ({
  exchange: (call) =>
    new Promise((resolve) => {
      const fail = ({ code = 'UNKNOWN', message }: NodeJS.ErrnoException) =>
        resolve({ outcome: 'Failed', code, message });
      const request = https.request({ ...optionsOf(call), ...(lookup ? { lookup } : {}) });
      request.on('response', (response) => read(response).then(resolve, fail));
      request.on('error', fail);
      request.on('timeout', () => {
        // A connection that was never made is no answer that is late.
        const code = request.socket?.connecting ? 'ETIMEDOUT' : 'ECONNRESET';
        request.destroy(Object.assign(new Error(`nothing came for ${TIMEOUT_MS / 1000} s`), { code }));
      });
      request.end(call.body);
    }),
});

export const apiServers = apiServersBy(undefined);

function optionsOf({ method, endpoint, target, token, certificateAuthority, body }: ApiRequest) {
  const url = new URL(endpoint);
  return {
    method,
    hostname: url.hostname,
    port: url.port || 443,
    path: target,
    ca: Buffer.from(certificateAuthority, 'base64').toString('utf8'),
    timeout: TIMEOUT_MS,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'user-agent': 'eks-fleet/1',
      ...(body === undefined
        ? {}
        : { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
    },
  };
}

async function read(response: IncomingMessage): Promise<ApiAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return { outcome: 'Answered', statusCode: response.statusCode ?? 0, text };
}
