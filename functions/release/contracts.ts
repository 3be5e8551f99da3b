import { contractsOf } from '../../domain/contract.ts';
import { KINDS } from '../../domain/operation/kinds.ts';
import { accepts, publishes } from '../../domain/terms.ts';

export const releaseTasks = contractsOf('release', {
  acceptRequest: accepts('release'),
  publishReleased: publishes(KINDS.release.ends.Succeeded),
});
