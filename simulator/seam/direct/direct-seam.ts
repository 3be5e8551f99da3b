import { Client } from '@smithy/core/client';
import { generateIdempotencyToken } from '@smithy/core/serde';
import { HttpRequest } from '@smithy/core/transport';
import type { Endpoint } from '../../endpoint.ts';
import { operationOf } from '../operation-index.ts';
import {
  attempt,
  type DirectCommand,
  type Identity,
  identityOf,
  type RetryState,
  retriesOf,
  shapeOrNothing,
} from './attempt.ts';
import { type OperationShapes, operationShapes } from './operation-shapes.ts';
import { type Handler, type Received, resolveCommand, type SdkClient, type SdkCommand } from './sdk-stack.ts';

type Send = (command: SdkCommand, ...rest: unknown[]) => unknown;

/** Sends an input; undefined where this one has to go over the wire. */
type DirectSend = (input: Record<string, unknown>) => Promise<unknown> | undefined;

/** The retry middleware puts marks on the request that it sends, which nobody reads here. */
const MARKED = new HttpRequest({ method: 'POST', protocol: 'https:', hostname: 'direct', path: '/' });

const KINDS = /#(awsJson1_0|awsJson1_1|restJson1|awsQuery|ec2Query)$/;

/** Shapes of operations' input and output, by their schemas, which are constants of the process. */
const shapesBySchema = new WeakMap<object, OperationShapes>();

function shapesOf(client: SdkClient, schema: NonNullable<SdkCommand['schema']>): OperationShapes | undefined {
  const known = shapesBySchema.get(schema);
  if (known) return known;
  const kind = KINDS.exec(client.config.protocol.getShapeId())?.[1];
  if (kind === undefined) return undefined;
  const shapes = operationShapes(kind as Parameters<typeof operationShapes>[0], operationOf(schema));
  shapesBySchema.set(schema, shapes);
  return shapes;
}

/** The commands of one client: what is resolved once for each class, as the SDK's own `cacheMiddleware` does. */
class DirectClient {
  readonly #client: SdkClient;
  readonly #endpoint: Endpoint;
  readonly #identity: Identity;
  readonly #retries: RetryState;
  readonly #sends = new Map<unknown, DirectSend | undefined>();

  constructor(client: SdkClient, endpoint: Endpoint) {
    this.#client = client;
    this.#endpoint = endpoint;
    this.#identity = identityOf(client.config);
    this.#retries = retriesOf(client.config);
  }

  sendOf(command: SdkCommand): DirectSend | undefined {
    const known = this.#sends.get(command.constructor);
    if (known || this.#sends.has(command.constructor)) return known;
    const send = this.#resolve(command);
    this.#sends.set(command.constructor, send);
    return send;
  }

  #resolve(command: SdkCommand): DirectSend | undefined {
    const { config } = this.#client;
    if (!command.schema || config.isCustomEndpoint) return undefined;
    const shapes = shapesOf(this.#client, command.schema);
    const resolved = shapes && resolveCommand(this.#client, command);
    const entry = resolved && this.#endpoint.entryOf(resolved.context.clientName);
    if (!entry) return undefined;
    const operation = operationOf(command.schema);
    return sendBy({
      ...resolved,
      endpoint: this.#endpoint,
      entry,
      operation,
      shapes,
      identity: this.#identity,
      protocol: config.protocol,
      retries: this.#retries,
    });
  }
}

function sendBy(command: DirectCommand): DirectSend {
  const { shapes, retries } = command;
  const { token } = shapes;
  const attemptOnce = attempt(command);
  return (given) => {
    const first = shapeOrNothing(shapes.input, given);
    if (!first) return undefined;
    const madeUp = token !== undefined && first[token] === undefined ? generateIdempotencyToken() : undefined;
    if (token !== undefined && madeUp !== undefined) first[token] = madeUp;
    // Services own their input: each attempt gives them a copy of its own.
    const again = (): Record<string, unknown> => {
      const input = shapes.input(given) as Record<string, unknown>;
      if (token !== undefined && madeUp !== undefined) input[token] = madeUp;
      return input;
    };
    return retries.isUntouched
      ? sendUntouched(command, attemptOnce, first, again)
      : sendAgain(command, MARKED, (input) => attemptOnce({ input: input ?? again() }), first);
  };
}

/** Sends by the SDK's retries; `once` is given an input for the first attempt alone. */
async function sendAgain(
  command: DirectCommand,
  request: object,
  once: (input: Record<string, unknown> | undefined) => Promise<Received>,
  first: Record<string, unknown>,
): Promise<unknown> {
  let next: Record<string, unknown> | undefined = first;
  const handle: Handler = () => {
    const input = next;
    next = undefined;
    return once(input);
  };
  const { output } = await command.retry(handle, command.context)({ input: first, request });
  return output;
}

/**
 * Sends by a client none of whose calls has failed yet. Its retries keep nothing of a call that succeeds at once, so
 * that they are asked only after a failure: the SDK would make an error, for its stack, before each call.
 */
async function sendUntouched(
  command: DirectCommand,
  attemptOnce: Handler,
  first: Record<string, unknown>,
  again: () => Record<string, unknown>,
): Promise<unknown> {
  await undefined;
  generateIdempotencyToken(); // The id of the invocation, which the SDK sends in a header.
  let failure: unknown;
  try {
    const { output } = await attemptOnce({ input: first });
    Object.assign(output.$metadata as object, { attempts: 1, totalRetryDelay: 0 });
    return output;
  } catch (error) {
    failure = error;
  }
  command.retries.isUntouched = false;
  const once = (input: Record<string, unknown> | undefined): Promise<Received> =>
    input ? Promise.reject(failure) : attemptOnce({ input: again() });
  return sendAgain(command, {}, once, first);
}

/**
 * Puts the simulated AWS right behind `send` of every SDK client of this process. Nothing is signed, encoded or
 * decoded. All else is as over the wire: the SDK's retries, its errors, defaults and types. Calls that this seam does
 * not know go on to the wire, which must be installed too: those of a bundle's own copy of the SDK, S3's streams,
 * options of a single call, middleware that somebody added. Returns the function that undoes it.
 */
export function installDirectSeam(endpoint: Endpoint): () => void {
  const prototype = Client.prototype as unknown as { send: Send };
  const overWire = prototype.send;
  const clients = new WeakMap<SdkClient, DirectClient>();
  prototype.send = function send(this: SdkClient, command, ...rest) {
    if (rest.length === 0) {
      let client = clients.get(this);
      if (!client) {
        client = new DirectClient(this, endpoint);
        clients.set(this, client);
      }
      const sent = client.sendOf(command)?.(command.input);
      if (sent) return sent;
    }
    return overWire.call(this, command, ...rest);
  };
  return () => {
    prototype.send = overWire;
  };
}
