import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { TaskError } from '../../domain/errors.ts';
import {
  type ApiAnswer,
  type ApiRequest,
  apiAnswer,
  type ForwardedRequest,
} from '../../domain/forwarder/request.ts';
import { FORWARDER_TIMEOUT_SECONDS } from '../../domain/forwarder/stacks.ts';
import { toTaskError } from '../errors.ts';

/** The invocation that sends by a forwarder. */
export interface Sender {
  /** Made when it is first needed: most clusters are reached without. */
  readonly lambda: () => LambdaClient;
  /** Milliseconds that the invocation may still go on. */
  readonly remainingMs: () => number;
  readonly operation: () => ForwardedRequest['operation'];
}

/** The forwarder's time, and a cold start's. */
const NEEDED_MS = FORWARDER_TIMEOUT_SECONDS * 1000 + 5_000;

/** Lambda's errors for a function that cannot be had just now. */
const NOT_NOW = new Set(['ResourceNotReadyException', 'ResourceConflictException', 'EC2ThrottledException']);

/**
 * Sends a request by the function of a VPC. A change that is on its way must not outlive the task that has looked at
 * the lease for it. So a request that could outlive it is not begun, and the state machine tries again with a task's
 * whole time. Throws `ServiceUnavailable`, `Throttled`, `AccessDenied`, `KubernetesUnreachable` or `Unexpected`.
 */
export async function forward(functionName: string, request: ApiRequest, sender: Sender): Promise<ApiAnswer> {
  if (sender.remainingMs() < NEEDED_MS)
    throw new TaskError('ServiceUnavailable', `too little time is left to send by ${functionName}`);
  const operation = sender.operation();
  const asked: ForwardedRequest = { ...request, ...(operation ? { operation } : {}) };
  const { FunctionError, Payload } = await sender
    .lambda()
    .send(
      new InvokeCommand({
        FunctionName: functionName,
        Payload: new TextEncoder().encode(JSON.stringify(asked)),
      }),
    )
    .catch((error: unknown) => Promise.reject(refusalOf(functionName, error)));
  const text = new TextDecoder().decode(Payload);
  if (FunctionError !== undefined) throw failureOf(functionName, text);
  const answer = apiAnswer.safeParse(JSON.parse(text));
  if (answer.success) return answer.data;
  throw new TaskError('Unexpected', `${functionName} answered what no forwarder does`);
}

function refusalOf(functionName: string, error: unknown): TaskError {
  const { name, message } = error as Error;
  if (name === 'ResourceNotFoundException')
    return new TaskError('KubernetesUnreachable', `there is no function ${functionName}`, { cause: error });
  if (NOT_NOW.has(name))
    return new TaskError('ServiceUnavailable', `${functionName}: ${message}`, { cause: error });
  return toTaskError(error);
}

/**
 * The error that ended the function itself. Its payload tells no token: the function never puts one into an error.
 */
function failureOf(functionName: string, payload: string): TaskError {
  const { errorType = '', errorMessage = '' } = JSON.parse(payload) as {
    readonly errorType?: string;
    readonly errorMessage?: string;
  };
  const isOver = errorType.startsWith('Sandbox.') || errorType.startsWith('Runtime.');
  return new TaskError(isOver ? 'ServiceUnavailable' : 'Unexpected', `${functionName}: ${errorMessage}`);
}
