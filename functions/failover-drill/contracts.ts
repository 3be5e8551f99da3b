import * as z from 'zod';
import {
  CHANGE_ERRORS,
  contractsOf,
  KUBERNETES_ERRORS,
  LOOK_ERRORS,
  READ_ERRORS,
} from '../../domain/contract.ts';
import { moveTimes } from '../../domain/failover/phases.ts';
import { KINDS } from '../../domain/operation/kinds.ts';
import { acceptanceOf, skippedOf, skippedOperationOf } from '../../domain/operation/request.ts';
import { observeInput } from '../../domain/phase-contract.ts';
import { phaseFailed, phaseWaiting } from '../../domain/progress.ts';
import { accepts, changes, changesCluster, ofOperationAt, only, publishes } from '../../domain/terms.ts';

const { ends } = KINDS.drill;
/** A drill that has begun goes on through pauses: what it has raised is put back. */
const DRILL_ERRORS = CHANGE_ERRORS.filter((name) => name !== 'Paused');
const LOWERED_TWICE = 'looks again first; what is as small as before, or smaller, is left as it is';

export const failoverDrillTasks = contractsOf('failover-drill', {
  acceptRequest: {
    ...accepts('drill'),
    output: z.discriminatedUnion('outcome', [...acceptanceOf('drill').options, skippedOf('drill')]),
  },
  planDrill: {
    input: ofOperationAt,
    output: z.discriminatedUnion('outcome', [
      z.strictObject({
        outcome: z.literal('Planned'),
        /** The regions whose objects say the word of the shadow pair; none where a hook moves traffic. */
        regions: z.array(z.string()),
      }),
      /** The plan is gone, or a move began between the request and the lease. */
      z.strictObject({ outcome: z.literal('Skipped'), reason: z.string() }),
    ]),
    throws: [...DRILL_ERRORS, ...KUBERNETES_ERRORS],
    effect: {
      changes: 'records what the drill is to do, and in Guard what its standby is put back to',
      runsTwice: 'finds the plan that was recorded, and writes the same to Guard',
    },
  },
  observeDrill: {
    /** `since`: when traffic of the shadow pair was seen at the standby. */
    input: ofOperationAt.extend({ since: z.string() }),
    output: z.discriminatedUnion('outcome', [
      only('Over'),
      z.strictObject({ outcome: z.literal('Waiting'), waitSeconds: z.int().min(1) }),
    ]),
    throws: READ_ERRORS,
  },
  observePutBack: {
    input: observeInput,
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Done'), notes: z.array(z.string()) }),
      phaseWaiting,
      phaseFailed,
    ]),
    throws: [...LOOK_ERRORS, 'NotFound'],
  },
  lowerNodeGroup: {
    ...changesCluster('the nodes of a group that a drill has raised, back to what they were', LOWERED_TWICE),
    throws: DRILL_ERRORS,
  },
  lowerDeployment: {
    ...changes('the replicas of a Deployment that a drill has raised, back to what they were', {
      conflicts: 'half an hour',
      runsTwice: LOWERED_TWICE,
    }),
    throws: [...DRILL_ERRORS, ...KUBERNETES_ERRORS],
  },
  settleDrill: {
    input: ofOperationAt.extend({
      /** Null where it failed before all was measured. */
      times: moveTimes.nullable(),
      /** In what it fell short so far. */
      short: z.array(z.string()),
      notes: z.array(z.string()),
    }),
    output: only('Settled'),
    throws: DRILL_ERRORS,
    effect: {
      changes: "writes the operation's report, and to Guard what came of the plan's last drill",
      runsTwice: 'writes the same again',
    },
  },
  publishDrilled: publishes(ends.Succeeded),
  publishSkipped: {
    ...publishes(ends.Skipped),
    input: z.strictObject({
      /** With its epoch, where it held the lease. */
      operation: skippedOperationOf('drill').extend({ epoch: z.int().optional() }),
      reason: z.string(),
    }),
  },
});
