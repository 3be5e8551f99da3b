import * as z from 'zod';
import { CHANGE_ERRORS, contractsOf } from '../../domain/contract.ts';
import { KINDS } from '../../domain/operation/kinds.ts';
import { accepts, ofOperationAt, only, publishes, refused } from '../../domain/terms.ts';

export const adoptTasks = contractsOf('adopt', {
  acceptRequest: accepts('adopt'),
  registerCluster: {
    input: ofOperationAt,
    output: z.discriminatedUnion('outcome', [only('Registered'), refused]),
    throws: CHANGE_ERRORS,
    effect: {
      changes: "writes the cluster's description, or its new level, into the fleet table",
      runsTwice: 'finds what this operation has written and leaves it',
    },
  },
  publishAdopted: publishes(KINDS.adopt.ends.Succeeded),
});
