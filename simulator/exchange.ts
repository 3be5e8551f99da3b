import type { SimResponse } from './seam/http.ts';

/** A call without an answer: the connection ended (`lost`), nothing happened (`hung`), or the caller died. */
export type NoAnswer = { readonly lost: true } | { readonly hung: true } | { readonly crashed: true };

/** The end of a connection: a response, or none. */
export type Exchange =
  | { readonly response: SimResponse }
  | NoAnswer
  /** The connection is never made: nothing answers its first packet. */
  | { readonly unanswered: true }
  /** The connection fails, as node's sockets tell it. */
  | { readonly failure: { readonly code: string; readonly message: string } };
