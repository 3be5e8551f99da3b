import type { Outages } from '../outages.ts';

/**
 * The asker of something on the internet: from where, and whether it only looks (a health checker, a probe) or is a client with
 * a request of its own.
 */
export interface Asker {
  /** The AWS region that it is in, where its connections begin there; outside of all if absent. */
  readonly region?: string | undefined;
  /** Its address, where it matters. */
  readonly address?: string;
  readonly isClient?: boolean;
}

/**
 * The way in which something on the internet answers: with a status and a text; with nothing at all, though it takes the
 * connection; by turning the connection away; with a certificate that nobody vouches for; or nothing there takes the
 * connection, and its name leads nowhere.
 */
export type EndpointAnswer =
  | { readonly status: number; readonly body: string }
  | 'nothing'
  | 'refused'
  | 'untrusted'
  | 'unreachable'
  | 'unresolved';

/**
 * A number in [0, 1) that an address has for good (Knuth's multiplicative hash): so the same askers are those that a share
 * of lost connections, or of lies, is made of.
 */
export function placeOf(address: string): number {
  const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return (Math.imul(number, 2654435761) >>> 0) / 2 ** 32;
}

/** Whether what an asker sends to a region gets there and is answered, as far as the address that it asks from decides. */
export const getsThrough = (
  outages: Outages,
  { region, address }: Asker,
  to: string,
  service?: string,
): boolean =>
  outages.reaches(region, to, service) &&
  (address === undefined || placeOf(address) < outages.passingShare(region, to, service));
