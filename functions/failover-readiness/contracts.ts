import * as z from 'zod';
import { CHANGE_ERRORS, contractsOf, KUBERNETES_ERRORS, READ_ERRORS } from '../../domain/contract.ts';
import { readinessFact } from '../../domain/failover/readiness.ts';
import { ofFleetOperation, only } from '../../domain/terms.ts';

/** Preparation is no cluster's operation: neither a lease nor a pause is asked for. */
const PREPARATION_ERRORS = CHANGE_ERRORS.filter((name) => !['Paused', 'LeaseLost'].includes(name));
/** Makes a repeated request the same request. */
const token = z.string();
const at = z.string();
const since = z.string();
const plan = z.string();
/** Plans that are drilled by their document, and how often. */
const drilled = z.array(z.strictObject({ name: plan, drill: z.enum(['weekly', 'monthly', 'quarterly']) }));
const waiting = z.strictObject({ outcome: z.literal('Waiting'), waitSeconds: z.int().min(1) });
/** It cannot be had, and no waiting mends it. */
const unready = z.strictObject({ outcome: z.literal('Unready'), reason: z.string() });

const seesTo = (changes: string, runsTwice: string) => ({
  output: z.discriminatedUnion('outcome', [only('Ready'), waiting, unready]),
  throws: PREPARATION_ERRORS,
  effect: { changes, runsTwice },
});
const STACK_TWICE =
  'looks again first; a stack has one name, and one that is under way takes no second change';

export const failoverReadinessTasks = contractsOf('failover-readiness', {
  requestPreparation: {
    input: ofFleetOperation.extend({ revision: z.int().min(1), region: z.string() }),
    output: only('Requested'),
    throws: [...READ_ERRORS, 'NotFound'],
    effect: {
      changes: 'puts FailoverPreparationRequested on the bus of one region',
      runsTwice: 'puts it again; what is prepared already is found so',
    },
    publishes: ['FailoverPreparationRequested'],
  },
  findPlans: {
    input: z.strictObject({
      /** A request to prepare, as the rule delivered it. */
      event: z.unknown(),
      at,
    }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({
        outcome: z.literal('Found'),
        /** Plans whose standby is here, and those that have left something here. */
        plans: z.array(plan),
        /** Whether there are plans to watch, as standby or witness. */
        watches: z.boolean(),
        /** Whether there is something to prepare later, or to be taken away. */
        prepares: z.boolean(),
        drilled,
      }),
      /** This region's replica does not have the document's revision yet. */
      waiting,
      /** No plan has a part here, and nothing is left of one. */
      only('Nothing'),
    ]),
    throws: [...READ_ERRORS, 'InvalidRequest'],
  },
  keepSchedules: {
    input: z.strictObject({ token, at, watches: z.boolean(), prepares: z.boolean(), drilled }),
    output: only('Kept'),
    throws: PREPARATION_ERRORS,
    effect: {
      changes: 'makes, replaces or deletes the schedules by which plans are watched, prepared and drilled',
      runsTwice: 'the second finds them as they are to be',
    },
  },
  applyWords: {
    input: z.strictObject({ token, since }),
    ...seesTo("makes, updates or deletes the stack of the region's bucket of words", STACK_TWICE),
  },
  applyGuard: {
    input: z.strictObject({ token, since, plan }),
    ...seesTo("makes or updates the stack of the Guard table of the plan's regions", STACK_TWICE),
  },
  enterPlan: {
    input: z.strictObject({ plan, at }),
    ...seesTo(
      "writes the plan's item to Guard where there is none, or under a new epoch where the plan was edited",
      'finds the item as it is to be',
    ),
  },
  applyWord: {
    input: z.strictObject({ plan, at, side: z.enum(['standby', 'witness']) }),
    ...seesTo(
      "says in one region's objects who owns the plan, and that no drill is under way, or takes them away with the plan",
      'finds its own word there, or none',
    ),
  },
  detachChecks: {
    input: z.strictObject({ plan }),
    ...seesTo(
      "takes the plan's check off a record that the plan does not move any more",
      'finds the record without it',
    ),
  },
  applyChecks: {
    input: z.strictObject({ token, since, plan }),
    ...seesTo("makes, updates or deletes the stack of the plan's health checks", STACK_TWICE),
  },
  attachChecks: {
    input: z.strictObject({ plan, at }),
    output: z.discriminatedUnion('outcome', [
      /** `unready`: what stands in the way of traffic, each in one sentence. */
      z.strictObject({ outcome: z.literal('Settled'), unready: z.array(z.string()) }),
      waiting,
    ]),
    throws: PREPARATION_ERRORS,
    effect: {
      changes: "puts the plan's check on the primary records of one name, over what was read alone",
      runsTwice: 'finds the check there',
    },
  },
  recordSizes: {
    input: z.strictObject({ plan, at }),
    output: z.discriminatedUnion('outcome', [
      only('Recorded'),
      /** The sizes that were recorded before stay. */
      z.strictObject({ outcome: z.literal('NotRecorded'), reason: z.string() }),
    ]),
    throws: PREPARATION_ERRORS,
    effect: {
      changes: "writes the primary's sizes to Guard, over the former ones",
      runsTwice: 'writes them as they are by then',
    },
  },
  compareSides: {
    input: z.strictObject({ plan }),
    /** `unready`: in what the standby is less than the primary, each in one sentence. */
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Settled'), unready: z.array(z.string()) }),
    ]),
    throws: [...READ_ERRORS, 'InvalidRequest', 'NotFound'],
  },
  measureRoom: {
    input: z.strictObject({ plan }),
    /** `unready`: for what there is no room in the standby's region, each in one sentence. */
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Settled'), unready: z.array(z.string()) }),
    ]),
    throws: [...READ_ERRORS, 'InvalidRequest', 'NotFound'],
  },
  judgeReadiness: {
    input: z.strictObject({
      plan,
      at,
      /** Things that stood in the way while it was prepared. */
      found: z.array(z.string()),
    }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Changed'), fact: readinessFact }),
      z.strictObject({ outcome: z.literal('Unchanged'), fact: readinessFact }),
      /** It should have been ready by now and never was, and nobody was told; `why` is for people. */
      z.strictObject({ outcome: z.literal('Late'), fact: readinessFact, why: z.string() }),
      /** No document has the plan. */
      only('Gone'),
    ]),
    throws: [...READ_ERRORS, ...KUBERNETES_ERRORS, 'InvalidRequest', 'NotFound'],
  },
  publishReadiness: {
    input: z.strictObject({ fact: readinessFact }),
    output: only('Published'),
    throws: READ_ERRORS,
    effect: { changes: 'publishes FailoverReadinessChanged', runsTwice: 'publishes the same again' },
    publishes: ['FailoverReadinessChanged'],
  },
  publishLateness: {
    input: z.strictObject({ fact: readinessFact, why: z.string() }),
    output: only('Published'),
    throws: READ_ERRORS,
    effect: {
      changes: 'publishes FailoverHeld for a plan that was never ready',
      runsTwice: 'publishes the same again',
    },
    publishes: ['FailoverHeld'],
  },
  recordReadiness: {
    input: z.strictObject({
      fact: readinessFact,
      at,
      /** People were told in this run that the plan was never ready. */
      isToldLate: z.boolean(),
    }),
    output: only('Recorded'),
    throws: PREPARATION_ERRORS,
    effect: {
      changes: 'remembers in Guard what stands in the way of the plan',
      runsTwice: 'remembers the same',
    },
  },
});
