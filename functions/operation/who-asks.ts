import type { IdentitiesPort } from '../../domain/ports/identities.ts';
import { decideIdentity, type Proven } from '../../domain/proof/decide-identity.ts';
import { readProof } from '../../domain/proof/presigned-call.ts';
import { signedText } from '../../domain/proof/signed-text.ts';
import type { Envelope } from '../../events/event.ts';
import type { OwnAccount } from '../runtime/ports/account/account.ts';

export interface WhoAsksPorts {
  readonly account: Pick<OwnAccount, 'partition' | 'region' | 'accountId' | 'stage'>;
  readonly identities: IdentitiesPort;
}

/**
 * Finds out who has sent a request, by the proof that came with it; a request without one has no identity. What is wrong
 * with a proof is a reason against the request: it never counts as none.
 */
export async function whoAsks(
  event: Envelope,
  proof: unknown,
  at: string,
  { account, identities }: WhoAsksPorts,
): Promise<Proven | { readonly identity?: undefined; readonly problem?: undefined }> {
  if (proof === undefined) return {};
  const read = readProof(proof, account, at);
  if (read.problem) return read;
  const { stage, accountId } = account;
  const text = signedText({ stage, detailType: event['detail-type'], detail: event.detail });
  return decideIdentity(await identities.whoSigned(read.call, text), accountId);
}
