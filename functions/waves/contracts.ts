import * as z from 'zod';
import { CHANGE_ERRORS, CLAIM_ERRORS, contractsOf, READ_ERRORS } from '../../domain/contract.ts';
import { KINDS } from '../../domain/operation/kinds.ts';
import { accepts, ofFleetOperation, only, publishes, refused } from '../../domain/terms.ts';

const upgrade = z.string();
/** ISO 8601. */
const at = z.string();
const again = 'publishes the same again';
/** Nothing of it is a cluster's operation: neither a lease nor a pause is asked for. */
const RECORD_ERRORS = [...READ_ERRORS, 'Conflict', 'NotFound', 'QuotaExceeded'] as const;

/** A cluster's answer to its request: `key` is region and name. */
const answered = z.strictObject({
  key: z.string(),
  outcome: z.enum(['Asked', 'AlreadyThere', 'Unfit']),
  reason: z.string(),
});

export const wavesTasks = contractsOf('waves', {
  acceptRequest: accepts('upgrade-fleet'),
  changeUpgrade: {
    input: ofFleetOperation.extend({ at }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Changed'), upgrade }),
      refused,
    ]),
    throws: CHANGE_ERRORS,
    effect: {
      changes: 'writes the record of a fleet upgrade: a new one, or what was wished of it',
      runsTwice: 'finds what this operation itself wrote, and answers the same',
    },
  },
  publishChanged: {
    ...publishes(KINDS['upgrade-fleet'].ends.Succeeded),
    input: ofFleetOperation.extend({ upgrade }),
    throws: [...READ_ERRORS, 'NotFound'],
  },

  findUpgrades: {
    input: z.strictObject({
      /** A fact about a cluster or an upgrade, a schedule's event, or the hourly one, as the rule delivered it. */
      event: z.unknown(),
    }),
    output: z.strictObject({ outcome: z.literal('Found'), upgrades: z.array(z.string()) }),
    throws: READ_ERRORS,
  },
  advanceUpgrade: {
    input: z.strictObject({
      upgrade,
      at,
      /** The answers of clusters that were asked since the last look. */
      answers: z.array(answered),
      /** Ids of facts that were published since. */
      told: z.array(z.string()),
    }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({
        outcome: z.literal('Advanced'),
        /** Clusters to be asked, by region. */
        asks: z.array(z.strictObject({ region: z.string(), clusters: z.array(z.string()).min(1) })),
        /** Whether there are facts to publish. */
        tells: z.boolean(),
        /** ISO 8601: when to look again; empty where the hourly look is soon enough. */
        nextAt: z.string(),
        waitsFor: z.string(),
      }),
      /** It is over, or another home has it. */
      z.strictObject({ outcome: z.literal('NotOurs'), reason: z.string() }),
    ]),
    throws: RECORD_ERRORS,
    effect: {
      changes: 'writes the record of a fleet upgrade as it is decided',
      runsTwice:
        'the second decides on what the first has written; of two at once one is refused and looks again',
    },
  },
  requestUpgrades: {
    input: z.strictObject({ upgrade, region: z.string(), clusters: z.array(z.string()).min(1), at }),
    output: z.strictObject({ outcome: z.literal('Requested'), answers: z.array(answered) }),
    throws: RECORD_ERRORS,
    effect: {
      changes:
        'puts the requests of clusters on the bus of their region, while a majority of the seats tells its epoch',
      runsTwice: 'puts them again under the same ids, which their claims tell from new ones',
    },
    publishes: ['ClusterUpgradeRequested'],
  },
  publishProgress: {
    input: z.strictObject({ upgrade }),
    output: z.strictObject({ outcome: z.literal('Published'), told: z.array(z.string()) }),
    throws: [...READ_ERRORS, 'NotFound'],
    effect: { changes: 'publishes what the record has untold', runsTwice: again },
    publishes: [
      'ApprovalRequested',
      'ApprovalExpired',
      'WaveCompleted',
      'FleetUpgradePaused',
      'FleetUpgraded',
      'FleetUpgradeEnded',
    ],
  },
  scheduleAdvance: {
    input: z.strictObject({ upgrade, nextAt: z.string(), at }),
    output: only('Scheduled'),
    throws: CLAIM_ERRORS,
    effect: {
      changes: 'makes the schedule that has it looked at again, in place of the one before',
      runsTwice: 'replaces it by itself',
    },
  },
});
