import type { HookTask } from '../domain/policy/rules/failover/each-plan.ts';
import { failoverRequested } from '../events/failover/requested.ts';
import { failoverTasks } from '../functions/failover/contracts.ts';
import { noAdministratorIsLeftBeside } from './builders/access.ts';
import { publish, skipped } from './builders/endings.ts';
import {
  condition,
  type Expression,
  empty,
  jsonata,
  list,
  now,
  type Reference,
  variables,
} from './builders/expression.ts';
import { untilOwn } from './builders/former-owner.ts';
import { hooks as hooksOf, sayWords } from './builders/moving.ts';
import { operation } from './builders/operation.ts';
import { DEADLINE, inTime } from './builders/pause.ts';
import { change, phase } from './builders/phase.ts';
import type { Step, Steps } from './builders/states.ts';
import { again, answer, each, fail, goto, parallel, set, wait, way, when } from './builders/step.ts';
import { task } from './builders/task.ts';

type Times = 'claimedAt' | 'fencedAt' | 'readyAt' | 'movedAt';
const $ = variables<
  Record<Times, string> & {
    notes: string[];
    fenceNotes: string[];
    fenceUpAt: string;
    hookParts: HookTask[];
    takenBack: string;
    leaseSeconds: number;
    hasWords: boolean;
    regions: string[];
    silent: string[];
    capacityAsks: number;
    waitsForData: boolean;
    lagTells: number;
    stoppedAt: string;
  }
>();

/** Clocks of the writers and ours may differ by so much. */
const SKEW_SECONDS = 5;
/** A name server answers anew within some seconds, and a resolver within a TTL; then something is wrong. */
const MOST_LOOKS_AT_TRAFFIC = 300;

/** A person is asked about the capacity once; a look that does not know it yet asks again. */
const MOST_ASKS = 10;

/** The progress of data that catches up is told each minute, until a person is asked. */
const MOST_TELLS = 400;
/** Looks are some seconds apart at first, and minutes later. */
const MOST_LOOKS_AT_LAG = 1000;

/** The user's hooks of one part of the plan, one after the other, where it has any: looking for them takes a second of its own. */
const hooks = (
  part: HookTask,
  as: string,
  more: { readonly prefix?: string; readonly notes?: 'notes' | 'fenceNotes'; readonly before?: Steps } = {},
) => {
  const { notes: kept = 'notes', before = [] } = more;
  return when(
    `Has${as}`,
    { when: condition`'${part}' in ${$.hookParts}` },
    ...before,
    hooksOf(
      part,
      as,
      (notes) => way({ assign: { [kept]: jsonata<string[]>`[${$[kept]}, ${notes}]` } }),
      more.prefix === undefined ? {} : { prefix: more.prefix },
    ),
  );
};
/** The next step in Guard. A person may have taken the move back, until its fence is up. */
const step = <A>(
  name: string,
  to: 'fenced' | 'serving',
  over: (skipped: Reference<{ outcome: 'Skipped'; reason: string }>) => Step<A>,
) =>
  task(failoverTasks.stepMove, {
    name,
    given: { to },
    choice: `${name}Outcome`,
    outcomes: { Stepped: () => way({}), Skipped: over },
  });

/** A branch's end, with what the state around it goes on with. */
const ended = (name: string, output: Expression<unknown>) => answer(name, undefined, { output });

/**
 * Data of a planned move that catches up with writers that have stopped: before the fence is on record, since a person may take the
 * move back until then, and before the steps that make it writable.
 */
const catchUp = [
  set('WritersStopped', { stoppedAt: now, lagLooks: 0, lagTells: 0 }),
  task(failoverTasks.observeLag, {
    comment: 'Nothing that was written is left behind, unless a person says so.',
    given: { since: $.stoppedAt },
    choice: 'HasCaughtUp',
    outcomes: {
      Done: ({ notes }) => way({ assign: { fenceNotes: jsonata<string[]>`[${$.fenceNotes}, ${notes}]` } }),
      Waiting: again({
        wait: 'WaitForData',
        counter: 'lagLooks',
        limit: MOST_LOOKS_AT_LAG,
        within: inTime(DEADLINE),
      }),
      Behind: ({ why, isAsked }, { state }) =>
        way(
          {
            when: condition`${$.lagTells} < ${MOST_TELLS}`,
            assign: { lagTells: jsonata<number>`${$.lagTells} + 1` },
          },
          task(failoverTasks.tellLag, { given: { since: $.stoppedAt, why, isAsked } }),
          goto(state),
        ),
    },
    otherwise: {
      steps: [fail('DataTookTooLong', 'StepFailed', 'observe-lag: the data has not caught up')],
    },
  }),
];

/** The writers of the other side have stopped, and nothing of it can write any more; then the user's own steps before traffic. */
const fence = [
  set('NothingFenced', { fenceNotes: [] }),
  when(
    'HasLease',
    {
      when: condition`${$.leaseSeconds} > 0`,
      comment: 'The writers of the other side stop by themselves once they have not had Guard for so long.',
    },
    wait('WaitForWriters', jsonata<number>`${$.leaseSeconds} + ${SKEW_SECONDS}`),
  ),
  hooks('fence', 'Fence', { prefix: 'fence', notes: 'fenceNotes' }),
  when('WaitsForData', { when: condition`${$.waitsForData}` }, ...catchUp),
  step('StepFenced', 'fenced', ({ reason }) =>
    ended('FenceTakenBack', jsonata`{'notes': [], 'fencedAt': '', 'takenBack': ${reason}}`),
  ),
  set('Fenced', { fenceUpAt: now }),
  hooks('beforeTraffic', 'HooksBefore', {
    ...{ prefix: 'before', notes: 'fenceNotes' },
    // A drill that the lease was taken from may begin one of them as late.
    before: [untilOwn('WaitBeforeHooks', 'OtherBeforeHooks')],
  }),
  ended('FenceIsUp', jsonata`{'notes': [${$.fenceNotes}], 'fencedAt': ${$.fenceUpAt}, 'takenBack': ''}`),
];

/** Nodes and workloads up to the floor of the plan, once nobody else may change them. */
const capacity = [
  untilOwn('WaitForFormerOwner', 'FormerOwner', noAdministratorIsLeftBeside),
  set('NobodyAsked', { capacityAsks: 0 }),
  phase(failoverTasks.observeCapacity, {
    comment: 'Nodes and workloads up to the floor of the plan.',
    prefix: 'capacity',
    changes: [change(failoverTasks.raiseNodeGroup), change(failoverTasks.raiseDeployment)],
    outcomes: {
      Done: ({ notes }) => ended('CapacityDone', jsonata`{'notes': [${notes}]}`),
      Short: ({ missing }, { state }) =>
        way(
          {
            when: condition`${$.capacityAsks} < ${MOST_ASKS}`,
            assign: { capacityAsks: jsonata<number>`${$.capacityAsks} + 1` },
          },
          task(failoverTasks.tellShortage, { given: { missing: list(missing) } }),
          goto(state),
        ),
    },
  }),
];

const OVER = jsonata<{
  outcome: 'Skipped';
  reason: string;
}>`{'outcome': 'Skipped', 'reason': ${$.takenBack}}`;

/**
 * The tasks that come behind the fence are called once beside it, with nothing to do: a function that has not run for long takes
 * half a second to start, for which clients would wait. Whatever comes of it, the call that counts finds it as well.
 */
const ahead = [
  task(failoverTasks.stepMove, {
    name: 'StepNothing',
    given: { to: 'fencing' },
    patience: 'fleeting',
    outcomes: 'whichever',
    catch: [{ errors: 'any', except: ['LeaseLost'], to: [] }],
  }),
  each(
    'FindWords',
    jsonata<string[]>`${$.hasWords} ? [${$.regions}] : []`,
    (region) => [
      task(failoverTasks.sayWord, {
        name: 'FindWord',
        given: { region, isDue: false },
        patience: 'fleeting',
        outcomes: 'whichever',
        catch: [{ errors: 'any', except: ['LeaseLost'], to: [answer('NotFound')] }],
      }),
    ],
    { comment: 'In both regions at once.', atOnce: 2, output: {} },
  ),
  ended('AskedAhead', jsonata`{'notes': []}`),
];

export const failOver = operation({
  kind: 'failover',
  comment: 'Moves a plan to the side whose region this is: claim, fence, capacity, traffic, verification.',
  startedBy: [failoverRequested],
  accept: failoverTasks.acceptRequest,
  deadlineSeconds: 2 * 86_400,
  afterFence: 'beside',
  work: [
    set('BeginMove', {
      notes: [],
      movedAt: empty,
      trafficLooks: 0,
    }),
    task(failoverTasks.claimPlan, {
      comment: 'All that it will do is on record, and then the plan is taken in Guard under a new epoch.',
      outcomes: {
        Refused: (refused) => answer('PlanRefused', refused),
        Skipped: (skipped) => answer('PlanSkipped', skipped),
        Claimed: ({ leaseSeconds, hasWords, regions, hookParts, waitsForData }) =>
          way({
            assign: {
              ...{ leaseSeconds, hasWords, waitsForData, claimedAt: now },
              ...{ regions: list(regions), hookParts: list(hookParts) },
            },
          }),
      },
    }),
    parallel('GetReady', [fence, capacity, ahead], {
      comment:
        "The fence, with the user's steps behind it, and the capacity, side by side: nodes harm nobody, and start while writers are waited for.",
      assign: {
        notes: jsonata<string[]>`[${$.notes}, $states.result.notes]`,
        fencedAt: jsonata<string>`$states.result[0].fencedAt`,
        takenBack: jsonata<string>`$states.result[0].takenBack`,
      },
    }),
    when(
      'IsTakenBack',
      { when: condition`${$.takenBack} != ''` },
      answer('TakenBack', OVER, { output: OVER }),
    ),
    set('Ready', { readyAt: now }),
    step('StepServing', 'serving', (skipped) => answer('StepServingTakenBack', skipped)),
    hooks('traffic', 'TrafficHook'),
    sayWords(jsonata<string[]>`${$.hasWords} ? [${$.regions}] : []`, 'silent'),
    set('WordSaid', { movedAt: jsonata<string>`${$.movedAt} = '' ? ${now} : ${$.movedAt}` }),
    task(failoverTasks.observeTraffic, {
      comment: 'What name servers answer is the proof.',
      given: { since: $.movedAt },
      outcomes: {
        Served: () => way({}),
        Waiting: (answered, asked) =>
          again<typeof answered>({
            wait: 'WaitForTraffic',
            comment: 'The word is said again where it was not taken.',
            counter: 'trafficLooks',
            limit: MOST_LOOKS_AT_TRAFFIC,
            within: inTime(DEADLINE),
          })(answered, { ...asked, state: 'SayWords' }),
      },
      otherwise: {
        steps: [
          fail('NotServed', 'StepFailed', 'observe-traffic: the side that is to serve was not seen to serve'),
        ],
      },
    }),
    task(failoverTasks.settleMove, {
      given: {
        notes: jsonata<string[]>`[${$.notes}, ${$.silent}.('the word was not said in ' & $ & ' yet')]`,
        times: {
          claimedAt: $.claimedAt,
          fencedAt: $.fencedAt,
          readyAt: $.readyAt,
          movedAt: $.movedAt,
          servedAt: now,
        },
      },
    }),
    hooks('afterTraffic', 'HooksAfter'),
    answer('Moved', jsonata<{ outcome: 'Moved' }>`{'outcome': 'Moved'}`),
  ],
  succeeds: 'Moved',
  tell: () => publish(failoverTasks.publishFailedOver),
  ends: { Skipped: skipped(failoverTasks.publishSkipped) },
});
