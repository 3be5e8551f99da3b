import type { Identity } from '../proof/identity.ts';
import type { PresignedCall } from '../proof/presigned-call.ts';

export type IdentityAnswer =
  | { readonly outcome: 'Known'; readonly identity: Identity }
  /** STS does not take the signature; `code` is its own name for the reason. */
  | { readonly outcome: 'Refused'; readonly code: string };

/** STS, asked with the signatures of others. */
export interface IdentitiesPort {
  /**
   * Makes a call that somebody has signed together with the digest of a text, once and without following anybody. Throws
   * `ServiceUnavailable` or `Throttled` where there is no answer.
   */
  whoSigned(call: PresignedCall, text: string): Promise<IdentityAnswer>;
}
