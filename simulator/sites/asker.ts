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
