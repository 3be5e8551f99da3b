import { HttpResponse } from '@smithy/core/transport';
import type { Arrival, Endpoint } from '../../endpoint.ts';
import { currentContext } from '../../kernel/invocation-context.ts';
import { isGlobal } from '../../outages.ts';
import type { ServiceEntry } from '../../service-registry.ts';
import type { SimResponse } from '../http.ts';
import { NO_FILE } from '../no-files.ts';
import type { OperationSchema } from '../operation-index.ts';
import type { OperationShapes } from './operation-shapes.ts';
import type { ClientConfig, Handler, Received, ResolvedCommand, Sent } from './sdk-stack.ts';
import { Unshaped } from './shape.ts';

/** The region that a client's calls go to, and the access key that makes them. */
interface Who {
  readonly regionName: string;
  readonly accessKeyId: string;
}
export type Identity = () => Who | Promise<Who>;

export interface DirectCommand extends ResolvedCommand {
  readonly endpoint: Endpoint;
  readonly entry: ServiceEntry;
  readonly operation: OperationSchema;
  readonly shapes: OperationShapes;
  readonly identity: Identity;
  readonly protocol: ClientConfig['protocol'];
  readonly retries: RetryState;
}

/** Whether a client's retries are as they began: the standard ones, and no call of the client's has failed. */
export interface RetryState {
  isUntouched: boolean;
}

/**
 * The state of a client's retries, at its first call. Unless the client was told otherwise, the environment decides
 * on them, and AWS's configuration files, which are not there.
 */
export function retriesOf(config: ClientConfig): RetryState {
  const { AWS_RETRY_MODE, AWS_CONFIG_FILE } = process.env;
  const isStandard = typeof config.retryMode === 'function' && !AWS_RETRY_MODE && AWS_CONFIG_FILE === NO_FILE;
  return { isUntouched: isStandard };
}

/** The client's own region and credentials, asked for once unless they expire. */
export function identityOf(config: ClientConfig): Identity {
  let known: Who | undefined;
  const ask = async (): Promise<Who> => {
    const regionName = await config.region();
    const { accessKeyId, expiration } = await config.credentials();
    const who = { regionName, accessKeyId };
    if (expiration === undefined) known = who;
    return who;
  };
  return () => known ?? ask();
}

const forever = (): Promise<never> => new Promise(() => undefined);

/** The time after which the SDK looks whether a request got a socket (`socketAcquisitionWarningTimeout`). */
const SOCKET_WATCH_MS = 3000;

/** The SDK's timer on a request that is not answered by then: nothing comes of it, but time stops at it. */
function watchSocket(sentAt: number): void {
  const left = sentAt + SOCKET_WATCH_MS - Date.now();
  if (left > 0) setTimeout(() => undefined, left);
}

/** One attempt at a command: stands for all that the SDK does between its retries and the service. */
export function attempt(command: DirectCommand): Handler {
  const { endpoint, entry, operation } = command;
  return async (sent) => {
    const environment = currentContext();
    if (environment && !environment.alive) return forever();
    const { regionName, accessKeyId } = await command.identity();
    const sentAt = Date.now();
    const arrival: Arrival = {
      entry,
      // IAM and Route 53 have one endpoint for all regions, and are signed for in this one (AWS General Reference).
      regionName: isGlobal(entry.key) ? 'us-east-1' : regionName,
      accessKeyId,
      decode: () => ({ operation, input: sent.input }),
      onDelay: () => watchSocket(sentAt),
    };
    const answer = await endpoint.answer(arrival);
    if (environment && !environment.alive) return forever();
    if ('requestId' in answer) return receive(command, sent, answer);
    if ('lost' in answer)
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' });
    watchSocket(sentAt);
    if ('crashed' in answer) environment?.crash();
    return forever();
  };
}

type Answered = Extract<Awaited<ReturnType<Endpoint['answer']>>, { readonly requestId: string }>;

/** The answer as the client's caller gets it. Errors, and outputs that are rare, are encoded for the SDK to decode. */
async function receive(command: DirectCommand, sent: Sent, answer: Answered): Promise<Received> {
  const { endpoint, entry, operation, protocol } = command;
  const { requestId } = answer;
  if ('error' in answer) {
    const codec = await endpoint.codec(entry);
    return decode(command, sent, codec.encodeError(answer.error, requestId, protocol.awsQueryCompatible));
  }
  const output = shapeOrNothing(command.shapes.output, answer.output);
  if (!output) {
    const codec = await endpoint.codec(entry);
    return decode(
      command,
      sent,
      codec.encode(operation, answer.output as Record<string, unknown>, requestId),
    );
  }
  output.$metadata = {
    httpStatusCode: operation.statusCode,
    requestId,
    extendedRequestId: undefined,
    cfId: undefined,
  };
  return { response: undefined, output };
}

function decode(command: DirectCommand, sent: Sent, answered: SimResponse): Promise<Received> {
  const { statusCode, headers, body } = answered;
  const response = new HttpResponse({ statusCode, headers: { ...headers }, body, reason: '' });
  const answer: Handler = async () => ({ response, output: {} });
  return command.deserialize(answer, command.context)(sent);
}

/** The value in its shape; undefined where only the codec knows the result. */
export function shapeOrNothing(
  shape: OperationShapes['input'],
  value: unknown,
): Record<string, unknown> | undefined {
  try {
    return shape(value) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof Unshaped) return undefined;
    throw error;
  }
}
