import * as z from 'zod';
import { contractsOf, READ_ERRORS } from '../../domain/contract.ts';
import { INVOCATION_SECONDS } from '../../domain/failover/pace.ts';
import { only, refused } from '../../domain/terms.ts';

/** The number of slots that it has written. */
const slots = z.int().min(0);

export const failoverWatchTasks = contractsOf('failover-watch', {
  watchPlans: {
    input: z.strictObject({}),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Watched'), slots }),
      /** An invocation that began later watches on. */
      z.strictObject({ outcome: z.literal('HandedOver'), slots }),
      z.strictObject({ outcome: z.literal('NothingToWatch') }),
    ]),
    throws: READ_ERRORS,
    livesForSeconds: INVOCATION_SECONDS,
    effect: {
      changes: 'writes what it sees into slots of Guard, puts requests to move plans, and tells questions',
      runsTwice: 'the one that began later goes on, and the other ends when it sees that',
    },
    publishes: ['FailoverRequested', 'FailoverAsked', 'FailoverHeld'],
  },
  recordSignal: {
    /** An event of AWS Health's, or a `HealthSignal`; `at`, ISO 8601: when the state was entered. */
    input: z.strictObject({ event: z.unknown(), at: z.string() }),
    output: z.discriminatedUnion('outcome', [
      only('Recorded'),
      /** Too late, too early, or said before something that is known already. */
      z.strictObject({ outcome: z.literal('Ignored'), why: z.string() }),
      refused,
    ]),
    throws: READ_ERRORS,
    effect: {
      changes: 'keeps what is said of a region, which observers of plans read',
      runsTwice: 'writes the same again; what was said later stays',
    },
  },
});
