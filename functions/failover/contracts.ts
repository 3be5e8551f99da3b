import * as z from 'zod';
import {
  CHANGE_ERRORS,
  contractsOf,
  KUBERNETES_ERRORS,
  LOOK_ERRORS,
  READ_ERRORS,
} from '../../domain/contract.ts';
import { MOVES } from '../../domain/failover/claim.ts';
import { moveTimes } from '../../domain/failover/phases.ts';
import { KINDS } from '../../domain/operation/kinds.ts';
import { acceptanceOf, skippedOf, skippedOperationOf } from '../../domain/operation/request.ts';
import { applyInput, observeInput } from '../../domain/phase-contract.ts';
import { HOOK_TASKS } from '../../domain/policy/rules/failover/each-plan.ts';
import { phaseFailed, phaseWaiting } from '../../domain/progress.ts';
import {
  accepts,
  changes,
  changesCluster,
  ofOperationAt,
  only,
  publishes,
  refused,
} from '../../domain/terms.ts';

const { ends } = KINDS.failover;
/** A move that was claimed goes on through pauses: a plan between two sides serves nobody. */
const MOVE_ERRORS = CHANGE_ERRORS.filter((name) => name !== 'Paused');
/** Somebody else was first, a person has taken the move back, or there is nothing to do any more. */
const overAlready = z.strictObject({ outcome: z.literal('Skipped'), reason: z.string() });
/** Capacity below the floor, each part with its numbers in one sentence. */
const missing = z.array(z.string()).min(1);
/** The part of a plan whose hooks are meant. */
const part = z.enum(HOOK_TASKS);

export const failoverTasks = contractsOf('failover', {
  acceptRequest: {
    ...accepts('failover'),
    output: z.discriminatedUnion('outcome', [...acceptanceOf('failover').options, skippedOf('failover')]),
  },
  claimPlan: {
    input: ofOperationAt,
    output: z.discriminatedUnion('outcome', [
      z.strictObject({
        outcome: z.literal('Claimed'),
        /** Seconds after which the writers of the side that served have stopped by themselves; 0 where they do not. */
        leaseSeconds: z.int().min(0),
        /** True where traffic is moved by words in S3, false where the user's own hook moves it. */
        hasWords: z.boolean(),
        /** The regions whose objects say the word: the standby's and the witness's. */
        regions: z.array(z.string()),
        /** The parts of the plan that have hooks. */
        hookParts: z.array(part),
        /** True of a planned move whose data has to have caught up with the side that served. */
        waitsForData: z.boolean(),
      }),
      refused,
      overAlready,
    ]),
    throws: MOVE_ERRORS,
    effect: {
      changes: 'records what the move is to do, and takes the plan in Guard under a new epoch',
      runsTwice: 'finds the plan that was recorded, and its own claim in Guard by its id',
    },
  },
  stepMove: {
    input: ofOperationAt.extend({
      /** `fencing` is where a claim begins: nothing is written for it. */
      to: z.enum(MOVES),
    }),
    output: z.discriminatedUnion('outcome', [only('Stepped'), overAlready]),
    throws: MOVE_ERRORS,
    effect: {
      changes: "writes the move's next step to Guard, before it is begun",
      runsTwice: 'finds the step there',
    },
  },
  settleMove: {
    input: ofOperationAt.extend({ times: moveTimes, notes: z.array(z.string()) }),
    output: only('Settled'),
    throws: MOVE_ERRORS,
    effect: {
      changes: "writes to Guard that the move is over, and the operation's report",
      runsTwice: 'finds the move over, and writes the same report',
    },
  },

  observeHooks: {
    input: observeInput.extend({ part }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Done'), notes: z.array(z.string()) }),
      phaseWaiting,
      phaseFailed,
    ]),
    throws: LOOK_ERRORS,
  },
  runHook: {
    ...changes("starts a state machine of the user's, or asks a function", {
      runsTwice:
        'a run of its name is started once; a function is asked again with the same epoch and step, until its answer is on record',
    }),
    input: applyInput.extend({ part }),
    throws: MOVE_ERRORS,
  },

  observeLag: {
    /** `since`: writers have stopped by then. */
    input: ofOperationAt.extend({ since: z.string() }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Done'), notes: z.array(z.string()) }),
      z.strictObject({ outcome: z.literal('Waiting'), waitSeconds: z.int().min(1) }),
      /** The data is behind, and it is to be told; with `isAsked` a person is to be asked. */
      z.strictObject({ outcome: z.literal('Behind'), why: z.string(), isAsked: z.boolean() }),
    ]),
    throws: LOOK_ERRORS,
  },
  tellLag: {
    input: ofOperationAt.extend({ since: z.string(), why: z.string(), isAsked: z.boolean() }),
    output: only('Told'),
    throws: MOVE_ERRORS,
    effect: {
      changes: 'writes to Guard what data the move waits for, and asks a person whether it goes on without',
      runsTwice: 'asks again, about the same epoch',
    },
    publishes: ['FailoverAsked'],
  },

  observeCapacity: {
    /** `ready`: what an earlier look has had raised; absent from an execution of an earlier release. */
    input: observeInput.extend({ ready: z.array(z.string()).optional() }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Done'), notes: z.array(z.string()) }),
      phaseWaiting,
      phaseFailed,
      /** A person is to be asked whether the move goes on below its floor. */
      z.strictObject({ outcome: z.literal('Short'), missing }),
    ]),
    throws: [...LOOK_ERRORS, 'NotFound'],
  },
  tellShortage: {
    input: ofOperationAt.extend({ missing }),
    output: only('Told'),
    throws: MOVE_ERRORS,
    effect: {
      changes:
        'asks a person whether the move goes on below its floor, and writes to Guard that it was asked',
      runsTwice: 'asks again, about the same epoch',
    },
    publishes: ['FailoverAsked'],
  },
  raiseNodeGroup: {
    ...changesCluster(
      'the nodes of a group of the side that is to serve, upwards',
      'looks again first; a group that has as many is left as it is',
    ),
    throws: MOVE_ERRORS,
  },
  raiseDeployment: {
    ...changesCluster(
      'the replicas of a Deployment, upwards',
      'looks again first; one that has as many is left as it is, and one that has changed refuses the change',
    ),
    throws: [...MOVE_ERRORS, ...KUBERNETES_ERRORS],
  },

  sayWord: {
    input: ofOperationAt.extend({
      region: z.string(),
      /** False before the move serves: it is only looked whether the object answers. */
      isDue: z.boolean(),
      /** Of a drill alone: its word is taken back. */
      isBack: z.boolean().optional(),
    }),
    output: z.discriminatedUnion('outcome', [only('Said'), only('Readable')]),
    throws: MOVE_ERRORS,
    effect: {
      changes:
        "one region's object, which the plan's health checks read, over the version that was read alone",
      runsTwice: 'finds its own word there',
    },
  },
  observeTraffic: {
    input: ofOperationAt.extend({ since: z.string() }),
    output: z.discriminatedUnion('outcome', [
      only('Served'),
      z.strictObject({ outcome: z.literal('Waiting'), waitSeconds: z.int().min(1), reason: z.string() }),
    ]),
    throws: READ_ERRORS,
  },

  publishFailedOver: publishes(ends.Succeeded),
  publishSkipped: {
    ...publishes(ends.Skipped),
    input: z.strictObject({
      /** With its epoch, where it held the lease. */
      operation: skippedOperationOf('failover').extend({ epoch: z.int().optional() }),
      reason: z.string(),
    }),
  },
});
