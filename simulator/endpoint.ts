import { AwsError, NotSimulated } from './aws-error.ts';
import type { CredentialStore } from './credentials.ts';
import type { EksService } from './eks/eks.ts';
import type { CallFacts, CallObserver, Faults } from './fault.ts';
import { currentContext, runOutsideContext } from './kernel/invocation-context.ts';
import type { Kernel } from './kernel/kernel.ts';
import { KubernetesEndpoint, regionOfHost } from './kubernetes/endpoint.ts';
import { homeOf, type Outages } from './outages.ts';
import type { RegionRuntime } from './region-runtime.ts';
import { Codec } from './seam/codec.ts';
import { credentialScope, type SimRequest, type SimResponse } from './seam/http.ts';
import { indexOperations } from './seam/operation-index.ts';
import { serverError } from './server-error.ts';
import type { Caller } from './service.ts';
import { entryFor, type ServiceEntry } from './service-registry.ts';
import { throttlingError } from './throttling.ts';

/** Who sends a request: the function and its region, where one does. */
export interface Origin {
  readonly functionName: string | undefined;
  readonly from: string | undefined;
  readonly invokedWith?: unknown;
}
const NOBODY: Origin = { functionName: undefined, from: undefined };

/** Linux gives up on a host that does not answer after six retries of its SYN (tcp(7), tcp_syn_retries: 127 s). */
const CONNECT_TIMEOUT_MS = 127_000;

/** What happened to the connection: an answer, an end without one (`lost`), nothing (`hung`), or the caller died. */
export type Exchange =
  | { readonly response: SimResponse }
  | { readonly lost: true }
  | { readonly hung: true }
  /** The connection is never made: nothing answers its first packet. */
  | { readonly unanswered: true }
  /** The connection fails, as node's sockets tell it. */
  | { readonly failure: { readonly code: string; readonly message: string } }
  | { readonly crashed: true };

interface EndpointWorld {
  readonly kernel: Kernel;
  readonly entries: readonly ServiceEntry[];
  regionNames(): readonly string[];
  region(name: string): RegionRuntime;
  readonly credentials: Pick<CredentialStore, 'secretsOf'>;
  caller(accessKeyId: string): Caller | 'expired' | undefined;
  readonly faults: Faults;
  readonly outages: Outages;
  observeCall: CallObserver;
}

/** Codecs hold no state of a world, and reading a client's schemas takes a while: one for the process. */
const codecs = new Map<string, Promise<Codec>>();

/**
 * The network edge of the simulated AWS: every request, from the SDK in process or from a socket, is decoded,
 * authenticated, throttled, authorised, carried out and encoded here.
 */
export class Endpoint {
  readonly #world: EndpointWorld;
  readonly #kubernetes: KubernetesEndpoint;

  constructor(world: EndpointWorld) {
    this.#world = world;
    const eks = (region: string) => world.region(region).service('eks') as EksService;
    this.#kubernetes = new KubernetesEndpoint(world, (region, host) => eks(region).controlPlane(host));
  }

  /** Answers one request. Never throws but for `NotSimulated`, which also ends the run. */
  async exchange(request: SimRequest): Promise<Exchange> {
    const context = currentContext();
    const { AWS_LAMBDA_FUNCTION_NAME: functionName, AWS_REGION: from } = context?.environment ?? {};
    const origin = { functionName, from, invokedWith: context?.event };
    return runOutsideContext(() => this.#exchange(request, origin));
  }

  /**
   * Answers one request from outside of the process, or refuses it as `refusal` says. What is not simulated is told
   * to whoever asked, and the world goes on: it is not the product that asked.
   */
  async exchangeWithOutside(request: SimRequest, refusal: AwsError | undefined): Promise<Exchange> {
    try {
      return await this.#exchange(request, NOBODY, { refusal });
    } catch (error) {
      if (!(error instanceof NotSimulated)) throw error;
      this.#world.kernel.forgive(error);
      return { response: plainError('NotSimulated', error.message, NOT_SIMULATED_STATUS) };
    }
  }

  async #exchange(
    request: SimRequest,
    { functionName, from, invokedWith }: Origin,
    outside?: { readonly refusal: AwsError | undefined },
  ): Promise<Exchange> {
    const { kernel } = this.#world;
    if (regionOfHost(request.hostname) !== undefined)
      return this.#kubernetes.exchange(request, { functionName, from, invokedWith });
    const scope = credentialScope(request.headers.authorization);
    if (!scope)
      return {
        response: plainError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403),
      };
    const entry = entryFor(this.#world.entries, scope.signingName, request);
    if (!entry) return this.#notSimulated(`service ${scope.signingName}`);
    const codec = await this.#codec(entry);
    const requestId = kernel.random('request-ids').uuid();
    await kernel.sleep(kernel.random(`latency/${entry.key}`).between(4, 30));
    try {
      if (outside?.refusal) throw outside.refusal;
      const caller = this.#authenticate(scope.accessKeyId);
      const decoded = await codec.decode(request);
      if (!decoded)
        return this.#notSimulated(
          `${entry.key}:${request.headers['x-amz-target'] ?? `${request.method} ${request.path}`}`,
        );
      const operation = decoded.operation.name;
      const region = this.#region(entry, scope.region);
      if (!this.#world.outages.reaches(from, homeOf(entry.key, region.name))) {
        await kernel.sleep(CONNECT_TIMEOUT_MS);
        return { lost: true };
      }
      const facts: CallFacts = {
        region: region.name,
        service: entry.key,
        operation,
        input: decoded.input,
        caller,
        functionName,
        ...(invokedWith === undefined ? {} : { invokedWith }),
      };
      const fault = this.#world.faults.ofCall(facts);
      if (fault)
        kernel.trace.record({
          at: kernel.now(),
          kind: 'fault',
          region: region.name,
          fault: fault.kind,
          service: entry.key,
          operation,
        });
      if (fault?.kind === 'crash-before') return { crashed: true };
      if (fault?.kind === 'delay') await kernel.sleep(fault.delayMs);
      if (fault?.kind === 'throttle') throw throttlingError(region.service(entry.key));
      if (fault?.kind === 'server-error') throw serverError(entry.key, kernel.random('server-errors'));
      requireMembers(decoded.operation.required, decoded.input);
      this.#world.observeCall(facts, 'begun');
      const output = await region.perform(entry, operation, decoded.input, {
        caller,
        requestId,
        functionName,
      });
      this.#world.observeCall(facts, 'done');
      if (fault?.kind === 'crash-after') return { crashed: true };
      if (fault?.kind === 'lose-reply') return { lost: true };
      if (fault?.kind === 'hang') return { hung: true };
      return {
        response: codec.encode(decoded.operation, (output ?? {}) as Record<string, unknown>, requestId),
      };
    } catch (error) {
      const isQueryMode = request.headers['x-amzn-query-mode'] === 'true';
      if (error instanceof AwsError) return { response: codec.encodeError(error, requestId, isQueryMode) };
      if (outside && error instanceof NotSimulated) {
        kernel.forgive(error);
        const told = new AwsError('NotSimulated', error.message, { statusCode: NOT_SIMULATED_STATUS });
        return { response: codec.encodeError(told, requestId) };
      }
      kernel.fail(error);
      throw error;
    }
  }

  /** IAM is signed for in us-east-1 from everywhere, and answers from any region of a world without it. */
  #region(entry: ServiceEntry, name: string): RegionRuntime {
    const names = this.#world.regionNames();
    const isElsewhere = entry.key === 'iam' && !names.includes(name);
    return this.#world.region(isElsewhere ? (names[0] as string) : name);
  }

  #authenticate(accessKeyId: string): Caller {
    const caller = this.#world.caller(accessKeyId);
    if (caller === 'expired') {
      throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired', {
        statusCode: 403,
      });
    }
    if (!caller) {
      throw new AwsError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        { statusCode: 403 },
      );
    }
    return caller;
  }

  #notSimulated(what: string): never {
    const error = new NotSimulated(what);
    this.#world.kernel.fail(error);
    throw error;
  }

  #codec(entry: ServiceEntry): Promise<Codec> {
    let codec = codecs.get(entry.key);
    if (!codec) {
      codec = this.#world.kernel.work(loadCodec(entry));
      codecs.set(entry.key, codec);
    }
    return codec;
  }
}

type ClientClass = new (
  configuration: object,
) => { readonly config: { readonly protocol: ConstructorParameters<typeof Codec>[1] } };

async function loadCodec(entry: ServiceEntry): Promise<Codec> {
  const clientPackage = (await import(entry.clientPackage)) as Record<string, unknown>;
  const Client = clientPackage[entry.clientName] as ClientClass;
  const client = new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'codec', secretAccessKey: 'codec' },
  });
  return new Codec(indexOperations(clientPackage), client.config.protocol);
}

function requireMembers(required: readonly string[], input: Readonly<Record<string, unknown>>): void {
  const missing = required.find((name) => input[name] === undefined || input[name] === null);
  if (missing === undefined) return;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value at '${missing}' failed to satisfy constraint: Member must not be null`,
    { statusCode: 400 },
  );
}

/** "Not Implemented" of RFC 9110: no client of AWS tries it again. */
const NOT_SIMULATED_STATUS = 501;

/** An error to whoever did not say which service it wants, and so which protocol it speaks. */
export function plainError(code: string, message: string, statusCode: number): SimResponse {
  const body = JSON.stringify({ __type: code, message });
  const headers = { 'x-amzn-errortype': code, 'content-type': 'application/json' };
  return { statusCode, headers, body: new TextEncoder().encode(body) };
}
