import type { CancelUpdateRequest, Update } from '@aws-sdk/client-eks';
import * as z from 'zod';
import type { EksAccount } from '../account.ts';
import { invalidRequest, resourceNotFound } from '../errors.ts';
import { clientRequestToken, validate } from '../validate.ts';

const CANCEL_UPDATE = z.strictObject({
  name: z.string(),
  updateId: z.string({ error: "updateId can't be null" }),
  clientRequestToken,
});

/**
 * "Currently, this is supported for VersionRollback update types on EKS Auto Mode clusters when nodes are rolling back
 * … If the control plane rollback has already begun, the cancellation request fails" (SDK typing of CancelUpdate; no
 * source gives the text of the refusal).
 */
export function cancelUpdate(account: EksAccount, input: CancelUpdateRequest): { update: Update } {
  const members = { clusterName: input.name };
  validate(account, 'CancelUpdate', CANCEL_UPDATE, input, members);
  return account.once('CancelUpdate', input.name ?? '', input.clientRequestToken, input, () => {
    const record = account.cluster(input.name).updates.find(({ update }) => update.id === input.updateId);
    if (!record) throw resourceNotFound(`No update found for ID: ${input.updateId}`, members);
    const { update } = record;
    if (!record.cancel) {
      throw invalidRequest(`Update ${update.id} cannot be cancelled in its current state`, members);
    }
    if (!update.cancellation) {
      update.cancellation = { status: 'InProgress' };
      record.cancel();
    }
    return () => ({ update });
  });
}
