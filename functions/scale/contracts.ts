import * as z from 'zod';
import { CHANGE_ERRORS, contractsOf, KUBERNETES_ERRORS, READ_ERRORS } from '../../domain/contract.ts';
import { KINDS } from '../../domain/operation/kinds.ts';
import { acceptanceOf, busy, skippedOf, skippedOperationOf } from '../../domain/operation/request.ts';
import { observeInput } from '../../domain/phase-contract.ts';
import { phaseFailed, phaseWaiting } from '../../domain/progress.ts';
import {
  accepts,
  changes,
  changesCluster,
  ofOperation,
  ofOperationAt,
  only,
  publishes,
  refused,
} from '../../domain/terms.ts';

const { ends } = KINDS.scale;
/** A contract's part for a change by the Kubernetes API of a cluster. */
const changesKubernetes = (what: string, runsTwice: string) => ({
  ...changesCluster(what, runsTwice),
  throws: [...CHANGE_ERRORS, ...KUBERNETES_ERRORS],
});

export const scaleTasks = contractsOf('scale', {
  acceptRequest: {
    ...accepts('scale'),
    output: z.discriminatedUnion('outcome', [...acceptanceOf('scale').options, skippedOf('scale'), busy]),
    effect: {
      ...accepts('scale').effect,
      changes:
        'claims the request id and records the operation, with the lease unless it is skipped, in one transaction',
    },
  },
  planScaling: {
    input: ofOperationAt.extend({
      /** ISO 8601: since when the plan is asked for, pauses not counted; absent in executions of an earlier release. */
      since: z.string().exactOptional(),
    }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({
        outcome: z.literal('Planned'),
        /** True where the former sizes are to return by themselves. */
        returns: z.boolean(),
        /** The changes that may begin at once, by the look that was made for the plan. */
        beginning: phaseWaiting,
      }),
      refused,
      z.strictObject({ outcome: z.literal('Skipped'), reason: z.string() }),
      /** Changes are paused, or pods of the cluster ask for its sleep to wait. */
      z.strictObject({
        outcome: z.literal('Held'),
        waitSeconds: z.int().min(1),
        reason: z.string(),
        /** True where a pause holds it, whose end is waited for. */
        isPaused: z.boolean(),
      }),
    ]),
    throws: [...READ_ERRORS, 'Conflict', 'LeaseLost'],
    effect: {
      changes:
        "records what the operation is to do: every group's sizes, resolved, and those that a cluster wakes to",
      runsTwice: 'finds the plan of the first run and keeps to it, so that a relative size is added once',
    },
  },
  scheduleReturn: {
    input: ofOperation,
    output: only('Scheduled'),
    throws: CHANGE_ERRORS,
    effect: {
      changes: 'makes the schedule that asks once for the former sizes to return, and then deletes itself',
      runsTwice: 'finds the schedule by its name, which is of the operation, and writes it again',
    },
  },

  observeGroups: {
    /** `since`: when the last change was made, or the phase began. */
    input: observeInput,
    output: z.discriminatedUnion('outcome', [
      phaseWaiting,
      phaseFailed,
      /** All is there, and written down. */
      only('Settled'),
      /** The time is up: the nodes that are there are written down, and the missing ones are in one sentence. */
      z.strictObject({ outcome: z.literal('Incomplete'), reason: z.string() }),
    ]),
    throws: CHANGE_ERRORS,
    effect: {
      changes:
        'once all is there, or the time is up: records what came of the operation and what it left, lets the memory of a cluster that is awake go, and adds what its sleep has saved, in one transaction',
      runsTwice: 'finds the report of the last look and keeps to it, so that each saving is counted once',
    },
  },
  resizeNodeGroup: changesCluster(
    "a managed node group's sizes",
    'looks again first; EKS takes a repeated request under the same token for the same one, and refuses another while the group is UPDATING',
  ),
  resizeAutoScalingGroup: changes("a self-managed node group's sizes", {
    runsTwice: 'looks again first; sets the same sizes again',
  }),
  setBuiltInPools: changesCluster("which of Auto Mode's own node pools a cluster has"),
  limitNodePool: changesKubernetes(
    "a NodePool's limits",
    'looks again first, and finds the limits as they were to be; a pool that has changed in between refuses the change',
  ),
  deleteNodeClaim: changesKubernetes(
    'asks for the end of a NodeClaim, which takes its node and instance with it',
    'one that is on its way out, or gone, stays so',
  ),

  publishScaled: publishes([...ends.Succeeded, ...ends.Incomplete]),
  publishSkipped: {
    ...publishes(ends.Skipped),
    input: z.strictObject({
      /** With its epoch, where it held the lease. */
      operation: skippedOperationOf('scale').extend({ epoch: z.int().optional() }),
      reason: z.string(),
    }),
  },
});
