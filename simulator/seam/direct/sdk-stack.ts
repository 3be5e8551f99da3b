import type { StaticOperationSchema } from '@smithy/types';
import type { ClientProtocol } from '../codec.ts';

/** The configuration of an SDK client, as far as the simulator looks at it. */
export interface ClientConfig {
  readonly protocol: ClientProtocol & { readonly awsQueryCompatible?: boolean };
  readonly isCustomEndpoint?: boolean;
  /** A provider where the client was not told. */
  readonly retryMode?: unknown;
  region(): Promise<string>;
  credentials(): Promise<{ readonly accessKeyId: string; readonly expiration?: Date }>;
}

export interface Sent {
  readonly input: Record<string, unknown>;
  readonly request?: unknown;
}

export interface Received {
  readonly response: unknown;
  readonly output: Record<string, unknown>;
}

export type Handler = (sent: Sent) => Promise<Received>;
export type Middleware = (next: Handler, context: CommandContext) => Handler;

/** The SDK's context of a command, for middleware. */
export interface CommandContext {
  /** `EKSClient` */
  readonly clientName: string;
  readonly logger: { readonly constructor?: { readonly name: string } } | undefined;
}

interface Stack {
  applyToStack(target: object): void;
}

export interface SdkClient {
  readonly config: ClientConfig;
  readonly middlewareStack: Stack;
}

export interface SdkCommand {
  readonly input: Record<string, unknown>;
  readonly schema?: StaticOperationSchema;
  resolveMiddleware(stack: object, config: ClientConfig, options: undefined): Handler;
}

/** Middleware that is about HTTP, or whose part the direct seam plays; with anything more, a command keeps to the wire. */
const KNOWN = new Set([
  'loggerMiddleware',
  'endpointV2Middleware',
  'serializerMiddleware',
  'contentLengthMiddleware',
  'getUserAgentMiddleware',
  'hostHeaderMiddleware',
  'recursionDetectionMiddleware',
  'httpAuthSchemeMiddleware',
  'retryMiddleware',
  'httpSigningMiddleware',
  'deserializerMiddleware',
]);

/** The SDK's own middleware that sends a command, and the context that they get. */
export interface ResolvedCommand {
  readonly context: CommandContext;
  readonly retry: Middleware;
  readonly deserialize: Middleware;
}

/**
 * The middleware by which the SDK would send a command: its retries and its reading of answers. Undefined if there is
 * other middleware that is not known here.
 */
export function resolveCommand(client: SdkClient, command: SdkCommand): ResolvedCommand | undefined {
  const found = new Map<string, Middleware>();
  const collect = (middleware: Middleware, { name = '' }: { readonly name?: string }): void => {
    found.set(name, middleware);
  };
  let context: CommandContext | undefined;
  const stack = {
    concat: (ofCommand: Stack) => ({
      resolve: (_: Handler, resolved: CommandContext) => {
        context = resolved;
        for (const part of [client.middlewareStack, ofCommand])
          part.applyToStack({ add: collect, addRelativeTo: collect });
      },
    }),
  };
  command.resolveMiddleware(stack, client.config, undefined);
  const retry = found.get('retryMiddleware');
  const deserialize = found.get('deserializerMiddleware');
  const isKnown = [...found.keys()].every((name) => KNOWN.has(name));
  const isSilent = context?.logger?.constructor?.name === 'NoOpLogger';
  if (!context || !retry || !deserialize || !isKnown || !isSilent) return undefined;
  return { context, retry, deserialize };
}
