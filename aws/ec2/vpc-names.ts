import dns from 'node:dns';
import type { LookupFunction } from 'node:net';

/** A forwarder has ten seconds in all; the resolver of a VPC answers in milliseconds. */
const SERVER_TIMEOUT_MS = 1000;

/**
 * Looks names up at the servers given, in their order. Where none of them knows a name, it is looked up as the
 * process does otherwise. A VPC whose DHCP options name servers of its own sends its functions to those, and they
 * know no private hosted zones.
 */
export function lookupAt(servers: readonly string[]): LookupFunction {
  return (hostname, options, done) => {
    const resolver = new dns.promises.Resolver({ timeout: SERVER_TIMEOUT_MS, tries: 1 });
    resolver.setServers(servers);
    resolver.resolve4(hostname).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: 4 }));
        if (options.all) done(null, found);
        else done(null, found[0]?.address ?? '', 4);
      },
      () => dns.lookup(hostname, options, done),
    );
  };
}
