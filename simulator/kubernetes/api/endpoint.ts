import type { Exchange } from '../../exchange.ts';
import type { CallFacts, CallFault, CallObserver, Faults } from '../../fault.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Origin } from '../../origin.ts';
import type { Outages } from '../../outages.ts';
import type { SimRequest } from '../../seam/http.ts';
import { callerOf, type IdentityProvider } from '../access/authentication.ts';
import { isReachable, type Networks, privateAddresses } from '../access/reach.ts';
import type { ControlPlane } from '../control-plane.ts';
import { answerOf } from './api-server.ts';
import { type ApiAnswer, operationOf, requestInfo } from './request.ts';
import { KubernetesError, unauthorized } from './status.ts';

/** `https://<id>.gr7.<region>.eks.amazonaws.com` (EKS guide, "Cluster API server endpoint"; observed endpoints). */
const HOST = /^[0-9a-f]{32}\.[a-z0-9]{3}\.([a-z0-9-]+)\.eks\.amazonaws\.com$/i;

export const regionOfHost = (hostname: string): string | undefined => HOST.exec(hostname)?.[1];

interface KubernetesWorld {
  readonly kernel: Kernel;
  readonly credentials: Pick<IdentityProvider, 'secretsOf'>;
  caller: IdentityProvider['caller'];
  regionNames(): readonly string[];
  readonly faults: Faults;
  readonly outages: Outages;
  observeCall: CallObserver;
}

/** The network edge of every cluster's API server: names, routes, certificates, tokens; then the server itself. */
export class KubernetesEndpoint {
  readonly #world: KubernetesWorld;
  readonly #find: (region: string, hostname: string) => ControlPlane | undefined;

  readonly #networks: Networks;
  readonly #identities: IdentityProvider;

  constructor(
    world: KubernetesWorld,
    find: (region: string, hostname: string) => ControlPlane | undefined,
    networks: Networks,
  ) {
    this.#world = world;
    this.#find = find;
    this.#networks = networks;
    this.#identities = {
      caller: (key) => world.caller(key),
      secretsOf: (key) => world.credentials.secretsOf(key),
    };
  }

  /**
   * The addresses that a name server has for an endpoint's name; without `server`, those that the VPC's DHCP options
   * name.
   */
  async resolve(hostname: string, server: string | undefined, origin: Origin): Promise<readonly string[]> {
    const { kernel } = this.#world;
    await kernel.sleep(kernel.random('latency', 'names').between(1, 3));
    const region = regionOfHost(hostname) ?? '';
    const plane = this.#planeOf(region, hostname);
    return plane ? privateAddresses(this.#networks, { plane, region, origin }, server) : [];
  }

  #planeOf(region: string, hostname: string): ControlPlane | undefined {
    return this.#world.regionNames().includes(region) ? this.#find(region, hostname) : undefined;
  }

  async exchange(request: SimRequest, origin: Origin): Promise<Exchange> {
    const { kernel } = this.#world;
    const region = regionOfHost(request.hostname) ?? '';
    await kernel.sleep(kernel.random('latency', 'kubernetes').between(4, 30));
    const plane = this.#planeOf(region, request.hostname);
    // A cluster that is gone has no name any more.
    if (!plane) return failure('ENOTFOUND', `getaddrinfo ENOTFOUND ${request.hostname}`);
    // The name of a private endpoint resolves everywhere, to addresses that only its VPC reaches.
    if (
      !isReachable(kernel, this.#networks, { plane, region, origin, address: request.address }) ||
      this.#world.outages.passage(origin.from, region, 'kubernetes') === 'lost'
    )
      return { unanswered: true };
    if (!isTrusted(plane, request))
      return failure('UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate');
    try {
      return await this.#answer(plane, region, request, origin);
    } catch (error) {
      kernel.fail(error);
      throw error;
    }
  }

  async #answer(
    plane: ControlPlane,
    region: string,
    request: SimRequest,
    { functionName, invokedWith, invocation }: Origin,
  ): Promise<Exchange> {
    const { kernel, faults, observeCall } = this.#world;
    const cluster = { name: plane.clusterName, now: kernel.now() };
    const caller = callerOf(request.headers.authorization, cluster, this.#identities);
    const info = requestInfo(request);
    const operation = operationOf(info);
    const record = (outcome: string): void => {
      const who = caller && 'arn' in caller ? caller.arn : 'anonymous';
      const from = functionName === undefined ? {} : { functionName };
      const entry = { service: 'kubernetes', operation, cluster: plane.clusterName, who, ...from, outcome };
      kernel.trace.record({ at: kernel.now(), kind: 'call', region, ...entry });
    };
    const identity = caller && plane.identityOf(caller);
    if (!caller || !identity) {
      record('Unauthorized');
      return { response: encoded(answerOf(unauthorized())) };
    }
    const facts: CallFacts = {
      region,
      service: 'kubernetes',
      operation,
      input: { clusterName: plane.clusterName, path: request.path },
      caller,
      functionName,
      ...(invokedWith === undefined ? {} : { invokedWith }),
      ...(invocation === undefined ? {} : { invocation }),
    };
    const fault = faults.ofCall(facts);
    if (fault) this.#recordFault(region, operation, fault);
    if (fault?.kind === 'crash-before') return { crashed: true };
    if (fault?.kind === 'delay') await kernel.sleep(fault.delayMs);
    const refusal = refusalBy(fault);
    if (!refusal) observeCall(facts, 'begun');
    const answer = refusal ?? plane.server.answer(request, info, identity, plane.kubernetesVersion);
    record(answer.statusCode < 400 ? 'ok' : reasonOf(answer));
    if (answer.statusCode < 400) observeCall(facts, 'done', answer.body);
    if (fault?.kind === 'crash-after') return { crashed: true };
    if (fault?.kind === 'lose-reply') return { lost: true };
    if (fault?.kind === 'hang') return { hung: true };
    return { response: encoded(answer) };
  }

  #recordFault(region: string, operation: string, { kind: fault }: CallFault): void {
    const { kernel } = this.#world;
    kernel.trace.record({ at: kernel.now(), kind: 'fault', region, fault, service: 'kubernetes', operation });
  }
}

const failure = (code: string, message: string): Exchange => ({ failure: { code, message } });

/** The client must have been given the cluster's own authority: no public one vouches for it. */
function isTrusted({ certificateAuthority }: ControlPlane, { tls }: SimRequest): boolean {
  return tls?.rejectUnauthorized === false || (tls?.ca.includes(certificateAuthority.trim()) ?? false);
}

/** API Priority and Fairness turns a request away in plain text (apiserver, `filters/maxinflight.go`). */
const TOO_MANY_REQUESTS: ApiAnswer = {
  statusCode: 429,
  body: 'Too many requests, please try again later.\n',
  headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '1' },
};

function refusalBy(fault: CallFault | undefined): ApiAnswer | undefined {
  if (fault?.kind === 'throttle') return TOO_MANY_REQUESTS;
  if (fault?.kind !== 'server-error') return undefined;
  return answerOf(new KubernetesError(500, 'InternalError', 'Internal error occurred'));
}

function reasonOf({ statusCode, body }: ApiAnswer): string {
  if (typeof body === 'string') return statusCode === 429 ? 'TooManyRequests' : 'NotFound';
  return (body as { reason?: string }).reason ?? 'Failure';
}

function encoded({ statusCode, body, headers }: ApiAnswer) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: new TextEncoder().encode(text),
  };
}
