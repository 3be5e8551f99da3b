import { DIGEST_HEADER } from '../../domain/proof/presigned-call.ts';
import { type SignedRequest, signedText } from '../../domain/proof/signed-text.ts';
import { digestOf } from './digest.ts';
import { presignedIdentityUrl, type SigningConfiguration } from './presign.ts';

const EXPIRES_SECONDS = 15 * 60;

/**
 * The proof of who sends a request: for this one alone, in the region of `signing`, and for a quarter of an hour.
 * `nowMs`: the time by the clock of AWS.
 */
export const proofOf = (
  request: SignedRequest,
  signing: SigningConfiguration,
  nowMs: number,
): Promise<string> =>
  presignedIdentityUrl(signing, [DIGEST_HEADER, digestOf(signedText(request))], {
    expiresIn: EXPIRES_SECONDS,
    signingDate: new Date(nowMs),
  });
