import { Client } from '@smithy/core/client';
import { generateIdempotencyToken } from '@smithy/core/serde';
import { HttpRequest } from '@smithy/core/transport';
import type { Endpoint } from '../../endpoint.ts';
import { operationOf } from '../operation-index.ts';
import { attempt, type DirectCommand, type Identity, identityOf, shapeOrNothing } from './attempt.ts';
import { type OperationShapes, operationShapes } from './operation-shapes.ts';
import { type Handler, resolveCommand, type SdkClient, type SdkCommand } from './sdk-stack.ts';

type Send = (command: SdkCommand, ...rest: unknown[]) => unknown;

/** Sends an input; undefined where this one has to go over the wire. */
type DirectSend = (input: Record<string, unknown>) => Promise<unknown> | undefined;

/** The retry middleware puts marks on the request that it sends, which nobody reads here. */
const MARKED = new HttpRequest({ method: 'POST', protocol: 'https:', hostname: 'direct', path: '/' });

const KINDS = /#(awsJson1_0|awsJson1_1|restJson1|awsQuery|ec2Query)$/;

/** What operations' values look like, by their schemas: constants of the SDK, and so of the process. */
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
  readonly #sends = new Map<unknown, DirectSend | undefined>();

  constructor(client: SdkClient, endpoint: Endpoint) {
    this.#client = client;
    this.#endpoint = endpoint;
    this.#identity = identityOf(client.config);
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
    });
  }
}

function sendBy(command: DirectCommand): DirectSend {
  const { shapes } = command;
  const attemptOnce = attempt(command);
  return (given) => {
    const first = shapeOrNothing(shapes.input, given);
    if (!first) return undefined;
    const { token } = shapes;
    const madeUp = token !== undefined && first[token] === undefined ? generateIdempotencyToken() : undefined;
    let next: Record<string, unknown> | undefined = first;
    // Services own what they are given: each attempt gives them a copy of its own.
    const handle: Handler = (sent) => {
      const input = next ?? (shapes.input(given) as Record<string, unknown>);
      next = undefined;
      if (token !== undefined && madeUp !== undefined) input[token] = madeUp;
      return attemptOnce({ ...sent, input });
    };
    const retrying = command.retry(handle, command.context);
    return retrying({ input: first, request: MARKED }).then(({ output }) => output);
  };
}

/**
 * Puts the simulated AWS right behind `send` of every SDK client of this process: nothing is signed, encoded or
 * decoded, and everything else is as over the wire: the SDK's retries, its errors, defaults and types. What this seam
 * does not know (a bundle's own copy of the SDK, S3's streams, options of a single call, middleware that somebody
 * added) goes on to the wire, which must be installed too. Returns the function that undoes it.
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
