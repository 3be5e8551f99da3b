import dns from 'node:dns';
import type { Endpoint } from '../endpoint.ts';
import { currentContext } from '../kernel/invocation-context.ts';
import { regionOfHost } from '../kubernetes/api/endpoint.ts';

type Resolving = Pick<Endpoint, 'resolve'>;
type Done = (error: Error | null, found?: unknown, family?: number) => void;

const familyOf = (address: string): number => (address.includes(':') ? 6 : 4);

const failed = (call: string, code: string, hostname: string): Error =>
  Object.assign(new Error(`${call} ${code} ${hostname}`), { code, syscall: call, hostname });

/** Stands for node's `Resolver`: servers that are given are asked in their order, each for so long. */
function resolverOf(endpoint: Resolving) {
  return class {
    readonly #timeoutMs: number;
    #servers: readonly string[] = [];

    constructor({ timeout = 5000 }: { readonly timeout?: number } = {}) {
      this.#timeoutMs = timeout;
    }

    setServers(servers: readonly string[]): void {
      this.#servers = servers;
    }

    async resolve4(hostname: string): Promise<readonly string[]> {
      const context = currentContext();
      for (const server of this.#servers) {
        const addresses = await endpoint.resolve(hostname, server);
        // An ended invocation hears nothing any more.
        if (context && !context.alive) return new Promise(() => undefined);
        if (addresses.length > 0) return addresses;
        await new Promise((resolve) => setTimeout(resolve, this.#timeoutMs));
      }
      throw failed('queryA', 'ETIMEOUT', hostname);
    }
  };
}

/** `dns.lookup` as the operating system answers: it asks the servers that the VPC's DHCP options name. */
async function lookUp(endpoint: Resolving, hostname: string, all: boolean, done: Done): Promise<void> {
  const found = await endpoint.resolve(hostname, undefined);
  const [address] = found;
  // A cluster's name is asked of a VPC's own servers, which may not answer; one outside that there is not is denied.
  const code = regionOfHost(hostname) === undefined ? 'ENOTFOUND' : 'EAI_AGAIN';
  if (address === undefined) done(failed('getaddrinfo', code, hostname));
  else if (all)
    done(
      null,
      found.map((one) => ({ address: one, family: familyOf(one) })),
    );
  else done(null, address, familyOf(address));
}

/**
 * Answers look-ups of cluster endpoints' names, and all those of functions' code, as the simulated network would; returns
 * the function that undoes it.
 */
export function installNameSeam(endpoint: Resolving): () => void {
  const { lookup } = dns;
  const { Resolver } = dns.promises;
  const simulated = (hostname: string, options: { readonly all?: boolean }, done: Done): void => {
    if (regionOfHost(hostname) === undefined && !currentContext())
      (lookup as (...args: unknown[]) => void)(hostname, options, done);
    else void lookUp(endpoint, hostname, options.all === true, done);
  };
  dns.lookup = simulated as unknown as typeof dns.lookup;
  dns.promises.Resolver = resolverOf(endpoint) as unknown as typeof Resolver;
  return () => {
    dns.lookup = lookup;
    dns.promises.Resolver = Resolver;
  };
}
