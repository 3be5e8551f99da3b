import { type ErrorName, TaskError } from '../../domain/errors.ts';
import type { ApiAnswer, ApiRequest } from '../../domain/forwarder/request.ts';
import type { KubernetesApi } from '../../domain/ports/kubernetes.ts';

export interface KubernetesCall {
  readonly method: ApiRequest['method'];
  /** The path with its query. */
  readonly target: string;
  readonly body?: object;
}

/** An API server's answers, by their meaning to a workflow. */
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

/**
 * Failures of sockets. Some mean that the API is not there, cannot be reached or is not the cluster's; others are
 * over in a moment.
 */
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

/** Sends one request by `exchange`; answers the parsed body. */
export async function callKubernetes<T>(
  api: KubernetesApi,
  token: string,
  { method, target, body }: KubernetesCall,
  exchange: (request: ApiRequest) => Promise<ApiAnswer>,
): Promise<T> {
  const { clusterName, endpoint, certificateAuthority } = api;
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await exchange({ method, endpoint, target, token, certificateAuthority, ...text });
  if (answer.outcome !== 'Answered') throw failureOf(api, answer);
  const { statusCode } = answer;
  if (statusCode < 300) return JSON.parse(answer.text) as T;
  const name = BY_STATUS[statusCode] ?? (statusCode >= 500 ? 'ServiceUnavailable' : 'Unexpected');
  const status = statusIn(answer.text);
  throw new TaskError(name, `${clusterName}: ${messageIn(status, answer)}`, {
    cause: { statusCode, status },
  });
}

function failureOf(
  { clusterName, endpoint }: KubernetesApi,
  answer: Exclude<ApiAnswer, { outcome: 'Answered' }>,
): TaskError {
  if (answer.outcome === 'TooLarge') {
    const message = `${clusterName}: an answer of ${answer.bytes} bytes is more than its VPC's function can carry (6 MB)`;
    return new TaskError('Unexpected', message, { cause: answer });
  }
  const { code, message } = answer;
  const name = BY_CODE[code] ?? 'Unexpected';
  return new TaskError(name, `${clusterName}: ${message} (${code} at ${endpoint})`, { cause: { code } });
}

/** True where an answer was too large for its way: smaller pages may fit. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof TaskError &&
  (error.cause as { readonly outcome?: string } | undefined)?.outcome === 'TooLarge';

/** Members of a Status that are read (API conventions, "Response Status Kind"). */
export interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

/** Undefined where the answer is plain text: of a path that is not served, or of a server that has too much to do. */
function statusIn(text: string): Status | undefined {
  try {
    return JSON.parse(text) as Status;
  } catch {
    return undefined;
  }
}

const messageIn = (
  status: Status | undefined,
  { text, statusCode }: Extract<ApiAnswer, { outcome: 'Answered' }>,
): string => (status ? status.message : text.trim()) || `HTTP ${statusCode}`;
