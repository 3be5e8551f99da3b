import * as z from 'zod';
import { CHANGE_ERRORS, contractsOf, READ_ERRORS } from '../../domain/contract.ts';
import { reconciliation } from '../../domain/fleet/schedules/reconciliation.ts';
import { caughtError } from '../../domain/operation/failure.ts';
import { KINDS } from '../../domain/operation/kinds.ts';
import { accepts, ofFleetOperation, only, publishes } from '../../domain/terms.ts';

const revision = z.int().min(1);
const count = z.int().min(0);
/** Schedules are no cluster's operation: neither a lease nor a pause is asked for. */
const SCHEDULE_ERRORS = CHANGE_ERRORS.filter((name) => !['Paused', 'LeaseLost'].includes(name));
/** Makes a repeated request the same request. */
const token = z.string();
const again = 'publishes the same again';

export const fleetTasks = contractsOf('fleet', {
  acceptRequest: {
    ...accepts('apply-fleet'),
    effect: {
      ...accepts('apply-fleet').effect,
      changes: "claims the request id, takes the fleet's lease and records the operation, in one transaction",
    },
  },
  storeDocument: {
    input: ofFleetOperation.extend({ at: z.string() }),
    output: z.strictObject({
      outcome: z.literal('Stored'),
      revision,
      /** The regions that have, or may still have, schedules of it. */
      regions: z.array(z.string()),
    }),
    throws: CHANGE_ERRORS,
    effect: {
      changes: 'writes the document of the request, or that it is gone, under the next revision',
      runsTwice: 'finds what this operation itself wrote, and answers the same',
    },
  },
  requestReconciliation: {
    input: ofFleetOperation.extend({ revision, region: z.string() }),
    output: only('Requested'),
    throws: [...READ_ERRORS, 'NotFound'],
    effect: {
      changes: 'puts SchedulesReconciliationRequested on the bus of one region',
      runsTwice: 'puts it again; what is reconciled already is found so',
    },
    publishes: ['SchedulesReconciliationRequested'],
  },
  publishApplied: {
    ...publishes(KINDS['apply-fleet'].ends.Succeeded),
    input: ofFleetOperation.extend({ revision, regions: z.array(z.string()) }),
    throws: [...READ_ERRORS, 'NotFound'],
  },

  findFleets: {
    input: z.strictObject({
      /** A request for one fleet's schedules, or a fact about a cluster, as the rule delivered it. */
      event: z.unknown(),
      /** ISO 8601: when the execution began to look. */
      at: z.string(),
    }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({
        outcome: z.literal('Found'),
        fleets: z.array(z.strictObject({ name: z.string(), revision })).min(1),
        /** The cluster that it is about; empty for all of the region. */
        cluster: z.string(),
      }),
      /** This region's replica does not have the document's revision yet. */
      z.strictObject({ outcome: z.literal('Waiting'), waitSeconds: z.int().min(1) }),
      /** No fleet has schedules, or had. */
      only('Nothing'),
    ]),
    throws: [...READ_ERRORS, 'InvalidRequest'],
  },
  applyGroup: {
    input: z.strictObject({ fleet: z.string(), token }),
    output: z.discriminatedUnion('outcome', [
      only('Ready'),
      /** It is being deleted; only then can one of its name be made, or be said to be gone. */
      z.strictObject({
        outcome: z.literal('Waiting'),
        waitSeconds: z.int().min(1),
        /** The schedules that go with it, where this deletion began. */
        deleted: count,
      }),
      /** The document makes no schedules here, and there are none. */
      only('Gone'),
    ]),
    throws: SCHEDULE_ERRORS,
    effect: {
      changes:
        "makes the fleet's schedule group, or deletes it with every schedule in it where there are to be none",
      runsTwice: 'the group is there, gone, or on its way already',
    },
  },
  listScheduled: {
    input: z.strictObject({
      fleet: z.string(),
      /** The beginning of the page, as the page before said; empty for the first. */
      from: z.string(),
    }),
    output: z.strictObject({
      outcome: z.literal('Listed'),
      /** Names of clusters that have schedules, or are to have some. */
      clusters: z.array(z.string()),
      /** The beginning of the next page; empty after the last. */
      next: z.string(),
    }),
    throws: READ_ERRORS,
  },
  reconcileCluster: {
    input: z.strictObject({
      fleet: z.string(),
      /** The cluster's name; it is of this region. */
      cluster: z.string(),
      token,
      /** ISO 8601. */
      at: z.string(),
    }),
    output: z.strictObject({
      outcome: z.literal('Reconciled'),
      cluster: z.string(),
      created: count,
      changed: count,
      deleted: count,
      /** The reason why entries that select it made no schedules; empty where they did. */
      conflict: z.string(),
      leftOut: z.string(),
    }),
    throws: SCHEDULE_ERRORS,
    effect: {
      changes: "creates, replaces and deletes one cluster's schedules until they are those of the document",
      runsTwice: 'the second finds them as they are to be',
    },
  },
  publishReconciled: {
    input: z.strictObject({ fleet: z.string(), revision, ...reconciliation }),
    output: only('Published'),
    throws: READ_ERRORS,
    effect: { changes: 'publishes SchedulesReconciled', runsTwice: again },
    publishes: ['SchedulesReconciled'],
  },
  publishReconciliationFailure: {
    input: z.strictObject({ caught: caughtError }),
    output: only('Published'),
    throws: READ_ERRORS,
    effect: { changes: 'publishes SchedulesReconciliationFailed', runsTwice: again },
    publishes: ['SchedulesReconciliationFailed'],
  },
});
