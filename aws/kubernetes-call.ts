import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { type ErrorName, TaskError } from '../domain/errors.ts';
import type { KubernetesApi } from '../domain/ports/kubernetes.ts';

export interface KubernetesCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path with its query. */
  readonly target: string;
  readonly body?: object;
}

interface Answer {
  readonly statusCode: number;
  readonly text: string;
}

/** How long nothing may happen: a task has 30 s, and a state machine that tries again. */
const TIMEOUT_MS = 8_000;

/** What an API server answers, by what it means to a workflow. */
const BY_STATUS: Readonly<Record<number, ErrorName>> = {
  400: 'InvalidRequest',
  401: 'KubernetesUnauthorized',
  403: 'KubernetesForbidden',
  404: 'NotFound',
  409: 'Conflict',
  415: 'InvalidRequest',
  422: 'InvalidRequest',
  429: 'Throttled',
};

/** How sockets fail: what is not there, cannot be reached or is not the cluster, and what is over in a moment. */
const BY_CODE: Readonly<Record<string, ErrorName>> = {
  ENOTFOUND: 'KubernetesUnreachable',
  ECONNREFUSED: 'KubernetesUnreachable',
  EHOSTUNREACH: 'KubernetesUnreachable',
  ENETUNREACH: 'KubernetesUnreachable',
  ETIMEDOUT: 'KubernetesUnreachable',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'KubernetesUnreachable',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'KubernetesUnreachable',
  SELF_SIGNED_CERT_IN_CHAIN: 'KubernetesUnreachable',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'KubernetesUnreachable',
  CERT_HAS_EXPIRED: 'KubernetesUnreachable',
  ERR_TLS_CERT_ALTNAME_INVALID: 'KubernetesUnreachable',
  EAI_AGAIN: 'ServiceUnavailable',
  ECONNRESET: 'ServiceUnavailable',
  EPIPE: 'ServiceUnavailable',
};

/** Sends one request over TLS that only the cluster's own authority vouches for; answers the parsed body. */
export async function callKubernetes<T>(api: KubernetesApi, token: string, call: KubernetesCall): Promise<T> {
  const { statusCode, text } = await exchange(api, token, call);
  if (statusCode < 300) return JSON.parse(text) as T;
  const name = BY_STATUS[statusCode] ?? (statusCode >= 500 ? 'ServiceUnavailable' : 'Unexpected');
  throw new TaskError(name, `${api.clusterName}: ${messageIn(text, statusCode)}`, { cause: { statusCode } });
}

function exchange(api: KubernetesApi, token: string, call: KubernetesCall): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const url = new URL(api.endpoint);
    const request = https.request({
      method: call.method,
      hostname: url.hostname,
      port: url.port || 443,
      path: call.target,
      ca: Buffer.from(api.certificateAuthority, 'base64').toString('utf8'),
      timeout: TIMEOUT_MS,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'user-agent': 'eks-fleet/1',
        ...(call.body && { 'content-type': contentTypeOf(call) }),
      },
    });
    const fail = (error: NodeJS.ErrnoException) => reject(namedFailure(api, error));
    request.on('response', (response) => read(response).then(resolve, fail));
    request.on('error', fail);
    request.on('timeout', () => {
      // A connection that was never made is no answer that is late.
      const code = request.socket?.connecting ? 'ETIMEDOUT' : 'ECONNRESET';
      request.destroy(Object.assign(new Error(`nothing came for ${TIMEOUT_MS / 1000} s`), { code }));
    });
    request.end(call.body && JSON.stringify(call.body));
  });
}

const contentTypeOf = ({ method }: KubernetesCall): string =>
  method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { statusCode: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') };
}

function namedFailure({ clusterName, endpoint }: KubernetesApi, error: NodeJS.ErrnoException): TaskError {
  const name = BY_CODE[error.code ?? ''] ?? 'Unexpected';
  return new TaskError(name, `${clusterName}: ${error.message} (${error.code} at ${endpoint})`, {
    cause: error,
  });
}

/** The Status' message; a path that is not served answers plain text. */
function messageIn(text: string, statusCode: number): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: string };
    return message ?? `HTTP ${statusCode}`;
  } catch {
    return text.trim() || `HTTP ${statusCode}`;
  }
}
