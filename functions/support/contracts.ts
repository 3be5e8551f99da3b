import * as z from 'zod';
import { contractsOf, READ_ERRORS } from '../../domain/contract.ts';
import { clusterRef } from '../../domain/operation/subject.ts';
import { supportEnd } from '../../domain/support/support-end.ts';
import { only } from '../../domain/terms.ts';

export const supportTasks = contractsOf('support', {
  findSupportEnds: {
    /** `at`, ISO 8601: when the state was entered. */
    input: z.strictObject({ clusters: z.array(clusterRef), at: z.string() }),
    output: z.strictObject({
      outcome: z.literal('Found'),
      ends: z.array(supportEnd),
      /** The number of clusters that were looked at, from the first on, those that could not be seen among them. */
      looked: z.int().min(0),
      /** Clusters that could not be seen, and why: one keeps no other from being told of. */
      notSeen: z.array(z.strictObject({ cluster: z.string(), reason: z.string() })),
    }),
    throws: READ_ERRORS,
  },
  publishSupportEnd: {
    input: z.strictObject({ end: supportEnd }),
    output: only('Published'),
    throws: READ_ERRORS,
    effect: { changes: 'publishes SupportEndsSoon', runsTwice: 'publishes the same again' },
    publishes: ['SupportEndsSoon'],
  },
  recordSupportEnd: {
    input: z.strictObject({ end: supportEnd }),
    output: only('Recorded'),
    throws: READ_ERRORS,
    effect: { changes: 'remembers which end of support was told', runsTwice: 'remembers the same' },
  },
});
