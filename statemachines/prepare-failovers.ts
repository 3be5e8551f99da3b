import { failoverPreparationRequested } from '../events/failover/preparation-requested.ts';
import { failoverReadinessTasks as tasks } from '../functions/failover-readiness/contracts.ts';
import type { Caught, Reference } from './builders/expression.ts';
import {
  condition,
  errorOutput,
  execution,
  input,
  jsonata,
  list,
  text,
  variables,
} from './builders/expression.ts';
import { again, answer, each, goto, set, way, when } from './builders/step.ts';
import { task } from './builders/task.ts';
import { housekeeping } from './builders/workflow.ts';

type Fact = Record<'plan' | 'fleet' | 'region', string> &
  Record<'broke' | 'mended' | 'unready', string[]> & { ready: boolean };
const $ = variables<{
  token: string;
  event: unknown;
  watches: boolean;
  prepares: boolean;
  plans: string[];
  drilled: { name: string; drill: 'weekly' | 'monthly' | 'quarterly' }[];
  /** Of the region, and of a plan: its own variables, since a branch cannot set those around it. */
  regional: string[];
  regionLooks: number;
  plan: string;
  found: string[];
  looks: number;
  fact: Fact;
  why: string;
  isToldLate: boolean;
  notJudged: string[];
  caught: Caught;
}>();

/** A table with replicas in three regions takes longest; all else is there within minutes. */
const LOOKS = 360;

/** Whatever stands in the way is told with the rest; of what hangs on it nothing is tried. */
/** A task's own message: the Cause of an error of Lambda's is JSON that has it. */
const because = text`$exists(${errorOutput.Cause}) ? ($contains(${errorOutput.Cause}, '"errorMessage"') ? $parse(${errorOutput.Cause}).errorMessage : ${errorOutput.Cause}) : ${errorOutput.Error}`;
const noted = (reason: Reference<string>) => ({
  found: jsonata<string[]>`[$append(${$.found}, [$substring(${reason}, 0, 500)])]`,
});
const noticed = (reason: Reference<string>) => ({
  regional: jsonata<string[]>`[$append(${$.regional}, [$substring(${reason}, 0, 500)])]`,
});
const late: Caught = {
  Error: 'StepFailed',
  Cause: "find-plans: the document's revision has not come to this region",
};
const notPrepared = {
  errors: 'any' as const,
  assign: noted(because),
  to: [goto('CompareSides')],
};
const tooLong = (what: string) => way({ assign: noted(text`'${what} took too long'`) }, goto('CompareSides'));

const notTold = {
  errors: 'any' as const,
  output: { notJudged: because },
  to: [goto('PlanNotJudged')],
};

/** A part of what a plan needs: it is looked at again until it is there. */
const part = (of: string, wanted: string) => ({
  choice: `${of}Seen`,
  catch: [notPrepared],
  outcomes: {
    Ready: () => way({ assign: { looks: 0 } }),
    Waiting: again({ wait: `WaitFor${of}`, counter: 'looks', limit: LOOKS }),
    Unready: ({ reason }: { readonly reason: Reference<string> }) =>
      way({ assign: noted(reason) }, goto('CompareSides')),
  },
  otherwise: tooLong(wanted),
});

const alsoFound = ({ unready }: { readonly unready: Reference<string[]> }) =>
  way({ assign: { found: jsonata<string[]>`[$append(${$.found}, ${unready})]` } });

const steps = (plan: Reference<string>) => [
  set('BeginPlan', { plan, found: list($.regional), looks: 0, isToldLate: false }),
  task(tasks.detachChecks, {
    given: { plan: $.plan },
    ...part('Detachment', 'taking its check off records'),
  }),
  task(tasks.applyGuard, {
    given: { plan: $.plan, token: $.token, since: execution.StartTime },
    ...part('Guard', 'the table of Guard'),
  }),
  task(tasks.enterPlan, { given: { plan: $.plan }, ...part('Entry', 'its item in Guard') }),
  task(tasks.recordSizes, {
    comment: 'While the primary is well: it is not there to be asked when its sizes are wanted.',
    given: { plan: $.plan },
    outcomes: 'whichever',
    catch: [{ errors: 'any', assign: noted(because), to: [] }],
  }),
  task(tasks.applyWord, {
    name: 'ApplyWitnessWord',
    given: { plan: $.plan, side: 'witness' },
    ...part('WitnessWord', 'the word in the region of the witness'),
  }),
  task(tasks.applyWord, {
    name: 'ApplyStandbyWord',
    given: { plan: $.plan, side: 'standby' },
    ...part('StandbyWord', 'the word in the region of the standby'),
  }),
  task(tasks.applyChecks, {
    given: { plan: $.plan, token: $.token, since: execution.StartTime },
    ...part('Checks', 'its health checks'),
  }),
  task(tasks.attachChecks, {
    given: { plan: $.plan },
    choice: 'AttachmentSeen',
    catch: [notPrepared],
    outcomes: {
      Settled: alsoFound,
      Waiting: again({ wait: 'WaitForAttachment', counter: 'looks', limit: LOOKS }),
    },
    otherwise: tooLong('putting its check on records'),
  }),
  task(tasks.compareSides, {
    given: { plan: $.plan },
    catch: [{ errors: 'any', assign: noted(because), to: [] }],
    outcomes: { Settled: alsoFound },
  }),
  task(tasks.measureRoom, {
    given: { plan: $.plan },
    catch: [{ errors: 'any', assign: noted(because), to: [] }],
    outcomes: { Settled: alsoFound },
  }),
  task(tasks.judgeReadiness, {
    given: { plan: $.plan, found: list($.found) },
    catch: [{ errors: 'any', output: { notJudged: because }, to: [answer('PlanNotJudged')] }],
    outcomes: {
      Changed: ({ fact }) =>
        way(
          { assign: { fact } },
          task(tasks.publishReadiness, { given: { fact: $.fact }, catch: [notTold] }),
        ),
      Unchanged: ({ fact }) => way({ assign: { fact } }),
      Late: ({ fact, why }) =>
        way(
          { assign: { fact, why } },
          task(tasks.publishLateness, { given: { fact: $.fact, why: $.why }, catch: [notTold] }),
          set('IsToldLate', { isToldLate: true }),
        ),
      Gone: () => answer('PlanGone', undefined, { output: {} }),
    },
  }),
  task(tasks.recordReadiness, {
    given: { fact: $.fact, isToldLate: $.isToldLate },
    catch: [notTold],
  }),
  answer('PlanPrepared', undefined, { output: {} }),
];

/** It may run at any time, as often as anyone likes: each task looks first, and changes over what it has read alone. */
export const prepareFailovers = housekeeping({
  name: 'prepare-failovers',
  comment: 'Has all that failover plans of this region need: nothing of it is on the path of a failover.',
  timeoutSeconds: 14400,
  patience: 'brief',
  startedBy: [failoverPreparationRequested],
  steps: [
    set('Begin', {
      ...{ event: input(), regionLooks: 0, regional: [] },
      token: text`$split(${execution.Name}, '_')[-1]`,
    }),
    task(tasks.findPlans, {
      given: { event: $.event, at: execution.StartTime },
      choice: 'PlansFound',
      outcomes: {
        Found: ({ plans, watches, prepares, drilled }) =>
          way({
            assign: { plans: list(plans), watches, prepares, drilled: list(drilled), regionLooks: 0 },
          }),
        Nothing: () => answer('NothingToPrepare'),
        Waiting: again({
          wait: 'WaitForReplica',
          comment: 'The document was written in the home region, and is on its way here.',
          counter: 'regionLooks',
          limit: 300,
        }),
      },
      otherwise: way({}, set('ReplicaLate', { caught: late }), goto('PrepareFailoversFailed')),
    }),
    task(tasks.keepSchedules, {
      given: {
        token: $.token,
        watches: $.watches,
        prepares: $.prepares,
        drilled: list($.drilled),
      },
    }),
    task(tasks.applyWords, {
      given: { token: $.token, since: execution.StartTime },
      choice: 'WordsSeen',
      catch: [{ errors: 'any', assign: noticed(because), to: [goto('PreparePlans')] }],
      outcomes: {
        Ready: () => way({}),
        Waiting: again({ wait: 'WaitForWords', counter: 'regionLooks', limit: LOOKS }),
        Unready: ({ reason }) => way({ assign: noticed(reason) }),
      },
      otherwise: way({ assign: noticed(text`'the bucket of words took too long'`) }),
    }),
    each('PreparePlans', list($.plans), steps, {
      comment: 'Each on its own: what stands in the way of one keeps none of the others.',
      atOnce: 5,
      assign: { notJudged: jsonata<string[]>`[$states.result.notJudged]` },
      output: {},
    }),
    when(
      'AreAllJudged',
      { when: condition`$count(${$.notJudged}) > 0` },
      set('SomeNotJudged', { caught: { Error: 'StepFailed', Cause: jsonata<string>`${$.notJudged}[0]` } }),
      goto('PrepareFailoversFailed'),
    ),
    answer('Prepared'),
  ],
});
