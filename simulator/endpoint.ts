import { AwsError, NotSimulated, unansweredError } from './aws-error.ts';
import type { CredentialStore } from './credentials.ts';
import type { EksService } from './eks/eks.ts';
import { failSome } from './eventbridge/put-events/failed-entries.ts';
import type { Exchange, NoAnswer } from './exchange.ts';
import type { CallFacts, CallObserver, Faults } from './fault.ts';
import { runOutsideContext } from './kernel/invocation-context.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Networks } from './kubernetes/access/reach.ts';
import { KubernetesEndpoint, regionOfHost } from './kubernetes/api/endpoint.ts';
import type { LambdaService } from './lambda/service.ts';
import { refusalOf } from './meet-fault.ts';
import { currentOrigin, NOBODY, type Origin } from './origin.ts';
import { homeOf, isGlobal, type Outages } from './outages.ts';
import type { RegionRuntime } from './region-runtime.ts';
import type { Codec, Decoded } from './seam/codec.ts';
import { codecOf } from './seam/codec-of.ts';
import { credentialScope, type SimRequest, type SimResponse } from './seam/http.ts';
import type { OperationSchema } from './seam/operation-index.ts';
import type { Caller } from './service.ts';
import { entryFor, type ServiceEntry } from './service-registry.ts';
import { type Internet, isOfBucket } from './sites/internet.ts';
import { isOutsideOfAws, type Sites } from './sites/sites.ts';
import {
  asPosted,
  callerOfPresigned,
  encodeJson,
  encodeJsonError,
  type PresignedCall,
  presignedCall,
  wantsJson,
} from './sts/presigned.ts';

/** Linux gives up on a host that does not answer after six retries of its SYN (tcp(7), tcp_syn_retries: 127 s). */
const CONNECT_TIMEOUT_MS = 127_000;

/** A call at the edge, whatever carried it. */
export interface Arrival {
  readonly entry: ServiceEntry;
  /** The region that it is signed for. */
  readonly regionName: string;
  readonly accessKeyId: string;
  /** Asked for once the call has arrived. */
  decode(): Decoded | Promise<Decoded>;
  /** Told where the call is kept on its way for long. */
  onDelay?(): void;
  /** The caller, where the call says it otherwise than by its access key alone; throws where it does not. */
  authenticate?(): Caller;
}

/** A request from outside of the process: the refusal that it has met by then, and the clock that it is signed by. */
interface Outside {
  readonly refusal: AwsError | undefined;
  readonly nowMs: number;
}

/** A service's answer to a call: its output, or the error that AWS would answer. */
type Answer =
  | { readonly requestId: string; readonly operation: OperationSchema; readonly output: object }
  | { readonly requestId: string; readonly error: AwsError }
  | NoAnswer;

interface EndpointWorld {
  readonly kernel: Kernel;
  readonly entries: readonly ServiceEntry[];
  regionNames(): readonly string[];
  region(name: string): RegionRuntime;
  readonly credentials: Pick<CredentialStore, 'secretsOf'>;
  caller(accessKeyId: string): Caller | 'expired' | undefined;
  readonly faults: Faults;
  readonly outages: Outages;
  readonly sites: Sites;
  readonly internet: Internet;
  observeCall: CallObserver;
}

/**
 * The network edge of the simulated AWS: every request, from the SDK in process or from a socket, is decoded,
 * authenticated, throttled, authorised, carried out and encoded here.
 */
export class Endpoint {
  readonly #world: EndpointWorld;
  readonly #kubernetes: KubernetesEndpoint;
  readonly #networks: Networks;

  constructor(world: EndpointWorld) {
    this.#world = world;
    const eks = (region: string) => world.region(region).service('eks') as EksService;
    const lambda = (region: string) => world.region(region).service('lambda') as LambdaService;
    this.#networks = {
      ofFunction: (region, functionName) => lambda(region).networkOf(functionName),
      ofRegion: (region) => world.region(region).network,
    };
    const find = (region: string, host: string) => eks(region).controlPlane(host);
    this.#kubernetes = new KubernetesEndpoint(world, find, this.#networks);
  }

  /** Answers one request. Never throws but for `NotSimulated`, which also ends the run. */
  async exchange(request: SimRequest): Promise<Exchange> {
    const origin = currentOrigin();
    return runOutsideContext(() => this.#exchange(request, origin));
  }

  /**
   * The addresses that a name server of the caller's network has for a cluster endpoint's name, or of a site of others;
   * none if unknown.
   */
  resolve(hostname: string, server: string | undefined): Promise<readonly string[]> {
    const origin = currentOrigin();
    return runOutsideContext(() =>
      regionOfHost(hostname) === undefined
        ? this.#world.sites.resolve(hostname)
        : this.#kubernetes.resolve(hostname, server, origin),
    );
  }

  /**
   * Answers one call of an SDK client of this process that needs no decoding. Throws errors that also end the run.
   */
  answer(arrival: Arrival): Promise<Answer> {
    const origin = currentOrigin();
    return runOutsideContext(() => this.#answer(arrival, origin));
  }

  /** The entry of the service that a client class speaks to; undefined where it is not simulated. */
  entryOf(clientName: string): ServiceEntry | undefined {
    return this.#world.entries.find((entry) => entry.clientName === clientName);
  }

  /**
   * Answers one request from outside of the process, or refuses it by `refusal`. What is not simulated, or fails by a
   * defect of the simulator's, is answered with an error, and the world goes on: the product did not send it.
   */
  async exchangeWithOutside(
    request: SimRequest,
    refusal: AwsError | undefined,
    nowMs: number,
  ): Promise<Exchange> {
    try {
      return await this.#exchange(request, NOBODY, { refusal, nowMs });
    } catch (error) {
      this.#world.kernel.forgive(error);
      const { code, message, statusCode = 501 } = unansweredError(error);
      return { response: plainError(code, message, statusCode) };
    }
  }

  async #exchange(request: SimRequest, origin: Origin, outside?: Outside): Promise<Exchange> {
    if (regionOfHost(request.hostname) !== undefined) return this.#kubernetes.exchange(request, origin);
    if (!outside && isOutsideOfAws(request.hostname)) return this.#site(request, origin);
    const scope = credentialScope(request.headers.authorization);
    const presigned = scope ? undefined : presignedCall(request);
    if (presigned) return this.#presigned(presigned, request, origin, outside);
    if (!scope && request.method === 'GET' && isOfBucket(request.hostname))
      return this.#object(request, origin);
    if (!scope)
      return {
        response: plainError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403),
      };
    const entry = entryFor(this.#world.entries, scope.signingName, request);
    if (!entry) return this.#notSimulated(`service ${scope.signingName}`);
    const codec = await this.codec(entry);
    const decode = (): Promise<Decoded> => codec.decode(request);
    const { accessKeyId, region: regionName } = scope;
    const answer = await this.#answer({ entry, regionName, accessKeyId, decode }, origin, outside);
    if ('error' in answer) {
      const isQueryMode = request.headers['x-amzn-query-mode'] === 'true';
      return { response: codec.encodeError(answer.error, answer.requestId, isQueryMode) };
    }
    if (!('output' in answer)) return answer;
    const { operation, output, requestId } = answer;
    try {
      return { response: codec.encode(operation, output as Record<string, unknown>, requestId) };
    } catch (error) {
      this.#world.kernel.fail(error);
      throw error;
    }
  }

  /** A call of STS that is signed in its query; the rest is as for any. */
  async #presigned(
    presigned: PresignedCall,
    request: SimRequest,
    origin: Origin,
    outside: Outside | undefined,
  ): Promise<Exchange> {
    const { kernel, entries, credentials } = this.#world;
    const entry = entries.find(({ key }) => key === 'sts');
    if (!entry) return this.#notSimulated('service sts');
    const codec = await this.codec(entry);
    const keys = {
      caller: (accessKeyId: string) => this.#world.caller(accessKeyId),
      secretsOf: (accessKeyId: string) => credentials.secretsOf(accessKeyId),
    };
    const arrival: Arrival = {
      ...{ entry, regionName: presigned.regionName, accessKeyId: presigned.accessKeyId },
      authenticate: () =>
        callerOfPresigned(presigned, keys, {
          nowMs: outside?.nowMs ?? kernel.now(),
          byExpiry: kernel.random('presigned-expiry').chance(0.5),
        }),
      decode: () => codec.decode(asPosted(request, presigned)),
    };
    const answer = await this.#answer(arrival, origin, outside);
    const isJson = wantsJson(request);
    if ('error' in answer) {
      const { error, requestId } = answer;
      return { response: isJson ? encodeJsonError(error, requestId) : codec.encodeError(error, requestId) };
    }
    if (!('output' in answer)) return answer;
    const { operation, output, requestId } = answer;
    const encode = isJson ? encodeJson : codec.encode.bind(codec);
    return { response: encode(operation, output as Record<string, unknown>, requestId) };
  }

  async #answer(arrival: Arrival, origin: Origin, outside?: Outside): Promise<Answer> {
    const { kernel } = this.#world;
    const { entry } = arrival;
    const requestId = kernel.random('request-ids').uuid();
    await kernel.sleep(kernel.random('latency', entry.key).between(4, 30));
    try {
      if (outside?.refusal) throw outside.refusal;
      return await this.#carryOut(arrival, origin, requestId);
    } catch (error) {
      if (error instanceof AwsError) return { requestId, error };
      if (outside) {
        kernel.forgive(error);
        return { requestId, error: unansweredError(error) };
      }
      kernel.fail(error);
      throw error;
    }
  }

  async #carryOut(
    arrival: Arrival,
    { functionName, from, invokedWith, invocation }: Origin,
    requestId: string,
  ): Promise<Answer> {
    const { kernel } = this.#world;
    const { entry } = arrival;
    // It would need a NAT gateway or an endpoint of its VPC, and routes to them.
    if (functionName !== undefined && from !== undefined && this.#networks.ofFunction(from, functionName))
      this.#notSimulated(`a call of ${entry.key} from inside of a VPC (${functionName})`);
    const caller = arrival.authenticate?.() ?? this.#authenticate(arrival.accessKeyId);
    const { operation, input } = await arrival.decode();
    const region = this.#region(entry, arrival.regionName);
    const passage = this.#world.outages.passage(from, homeOf(entry.key, region.name), entry.key);
    if (passage === 'lost') {
      arrival.onDelay?.();
      await kernel.sleep(CONNECT_TIMEOUT_MS);
      return { lost: true };
    }
    const facts: CallFacts = {
      region: region.name,
      service: entry.key,
      operation: operation.name,
      input,
      caller,
      functionName,
      invokedWith,
      invocation,
    };
    const fault = this.#world.faults.ofCall(facts);
    if (fault)
      kernel.trace.record({
        at: kernel.now(),
        kind: 'fault',
        region: region.name,
        fault: fault.kind,
        service: entry.key,
        operation: operation.name,
      });
    if (fault?.kind === 'crash-before') return { crashed: true };
    if (fault?.kind === 'delay') {
      arrival.onDelay?.();
      await kernel.sleep(fault.delayMs);
    }
    const refusal = fault && refusalOf(fault, facts, region.service(entry.key), kernel);
    if (refusal) throw refusal;
    requireMembers(operation.required, input);
    this.#world.observeCall(facts, 'begun');
    const call = { caller, requestId, functionName, isOverSeam: true };
    const inPart =
      fault?.kind === 'fail-entries' ? failSome(input, kernel.random('failed-entries')) : undefined;
    const accepted = inPart ? inPart.accepted : input;
    const done = accepted && (await region.perform(entry, operation.name, accepted, call));
    if (accepted) this.#world.observeCall(inPart ? { ...facts, input: accepted } : facts, 'done', done);
    const output = inPart ? inPart.answer(done) : done;
    if (fault?.kind === 'crash-after') return { crashed: true };
    if (fault?.kind === 'lose-reply' || passage === 'reply-lost') return { lost: true };
    if (fault?.kind === 'hang') return { hung: true };
    return { requestId, operation, output: (output ?? {}) as object };
  }

  /** A site of others, which a function without a VPC reaches by the internet. */
  async #site(request: SimRequest, { functionName, from }: Origin): Promise<Exchange> {
    if (functionName !== undefined && from !== undefined && this.#networks.ofFunction(from, functionName))
      this.#notSimulated(`a call of ${request.hostname} from inside of a VPC (${functionName})`);
    return this.#world.sites.exchange(request, from);
  }

  /** An object of a bucket, asked for without credentials. */
  async #object({ hostname, path }: SimRequest, { from }: Origin): Promise<Exchange> {
    const { kernel, internet } = this.#world;
    await kernel.sleep(kernel.random('latency', 's3').between(4, 30));
    const answer = internet.answer(hostname, path, { region: from });
    if (typeof answer !== 'object') return { unanswered: true };
    const headers = { 'content-type': answer.status === 200 ? 'binary/octet-stream' : 'application/xml' };
    return { response: { statusCode: answer.status, headers, body: new TextEncoder().encode(answer.body) } };
  }

  /** Global services are signed for in us-east-1 from everywhere, and answer from any region of a world without it. */
  #region(entry: ServiceEntry, name: string): RegionRuntime {
    const names = this.#world.regionNames();
    const isElsewhere = isGlobal(entry.key) && !names.includes(name);
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

  /** The codec that reads and writes the bodies of the service's clients. */
  codec(entry: ServiceEntry): Promise<Codec> {
    return this.#world.kernel.work(codecOf(entry));
  }
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

/** An error for a request that does not tell its service, and so not its protocol. */
export function plainError(code: string, message: string, statusCode: number): SimResponse {
  const body = JSON.stringify({ __type: code, message });
  const headers = { 'x-amzn-errortype': code, 'content-type': 'application/json' };
  return { statusCode, headers, body: new TextEncoder().encode(body) };
}
