import type { RequestProblem } from '../operation/request.ts';
import type { IdentityAnswer } from '../ports/identities.ts';
import type { Identity } from './identity.ts';
import { proofProblem } from './signed-text.ts';

export type Proven =
  | { readonly identity: Identity; readonly problem?: undefined }
  | { readonly problem: RequestProblem; readonly identity?: undefined };

const OTHER_REQUEST =
  'STS does not take its signature: it was signed for another request or stage, changed since, or by a key that is not the one it names; sign the request as it is sent';

/** The answers of STS about a signature, in words. */
const REFUSALS: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch: OTHER_REQUEST,
  IncompleteSignature: OTHER_REQUEST,
  ExpiredToken: 'the credentials that signed it have expired: take new ones, and send the request again',
  ExpiredTokenException:
    'the credentials that signed it have expired: take new ones, and send the request again',
  InvalidClientTokenId: 'STS does not know the credentials that signed it',
  UnrecognizedClientException: 'STS does not know the credentials that signed it',
};

/** Decides by the answer of STS whether somebody of the fleet's own account has asked. */
export function decideIdentity(answer: IdentityAnswer, accountId: string): Proven {
  if (answer.outcome === 'Refused') {
    const { code } = answer;
    const why = Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : 'STS refuses it';
    return { problem: proofProblem(`${why} (${code})`) };
  }
  const { identity } = answer;
  if (identity.account === accountId) return { identity };
  const message = `it is of account ${identity.account}, allowed ${accountId}: a request comes from the fleet's own account`;
  return { problem: proofProblem(message) };
}
