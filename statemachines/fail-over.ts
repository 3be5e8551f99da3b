import { failoverRequested } from '../events/failover/requested.ts';
import { failoverTasks } from '../functions/failover/contracts.ts';
import { noAdministratorIsLeft } from './builders/access.ts';
import { publish, skipped } from './builders/endings.ts';
import { condition, empty, jsonata, list, now, variables } from './builders/expression.ts';
import { hooks as hooksOf, noted, type Part, sayWords } from './builders/moving.ts';
import { operation } from './builders/operation.ts';
import { DEADLINE, inTime } from './builders/pause.ts';
import { change, phase } from './builders/phase.ts';
import { again, answer, fail, goto, parallel, set, wait, way, when } from './builders/step.ts';
import { task } from './builders/task.ts';

type Times = 'claimedAt' | 'fencedAt' | 'readyAt' | 'movedAt';
const $ = variables<
  Record<Times, string> & {
    notes: string[];
    leaseSeconds: number;
    hasWords: boolean;
    regions: string[];
    silent: string[];
    capacityAsks: number;
  }
>();

/** Clocks of the writers and ours may differ by so much. */
const SKEW_SECONDS = 5;
/** A name server answers anew within some seconds, and a resolver within a TTL; then something is wrong. */
const MOST_LOOKS_AT_TRAFFIC = 300;

/** A person is asked about the capacity once; a look that does not know it yet asks again. */
const MOST_ASKS = 10;

/** The user's hooks of one part of the plan; what they leave to tell is kept. */
const hooks = (part: Part, as: string) =>
  hooksOf(part, as, (notes) => way({ assign: { notes: jsonata<string[]>`[${$.notes}, ${notes}]` } }));
/** The next step in Guard. A person may have taken the move back, until its fence is up. */
const step = (name: string, to: 'fenced' | 'serving') =>
  task(failoverTasks.stepMove, {
    name,
    given: { to },
    choice: `${name}Outcome`,
    outcomes: {
      Stepped: () => way({}),
      Skipped: (skipped) => answer(`${name}TakenBack`, skipped),
    },
  });
export const failOver = operation({
  kind: 'failover',
  comment: 'Moves a plan to the side whose region this is: claim, fence, capacity, traffic, verification.',
  startedBy: [failoverRequested],
  accept: failoverTasks.acceptRequest,
  deadlineSeconds: 2 * 86_400,
  afterFence: noAdministratorIsLeft,
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
        Claimed: ({ leaseSeconds, hasWords, regions }) =>
          way({ assign: { leaseSeconds, hasWords, regions: list(regions), claimedAt: now } }),
      },
    }),
    when(
      'HasLease',
      {
        when: condition`${$.leaseSeconds} > 0`,
        comment: 'The writers of the other side stop by themselves once they have not had Guard for so long.',
      },
      wait('WaitForWriters', jsonata<number>`${$.leaseSeconds} + ${SKEW_SECONDS}`),
    ),
    hooks('fence', 'Fence'),
    step('StepFenced', 'fenced'),
    set('Fenced', { fencedAt: now }),
    parallel(
      'GetReady',
      [
        [hooksOf('beforeTraffic', 'HooksBefore', noted('HooksBeforeDone'), { prefix: 'before' })],
        [
          set('NobodyAsked', { capacityAsks: 0 }),
          phase(failoverTasks.observeCapacity, {
            comment: 'Nodes and workloads up to the floor of the plan.',
            prefix: 'capacity',
            changes: [change(failoverTasks.raiseNodeGroup), change(failoverTasks.raiseDeployment)],
            outcomes: {
              Done: ({ notes }) => noted('CapacityDone')(notes),
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
        ],
      ],
      {
        comment: "The user's steps before traffic, and the capacity, side by side.",
        assign: {
          notes: jsonata<string[]>`[${$.notes}, $states.result[0], $states.result[1]]`,
        },
      },
    ),
    set('Ready', { readyAt: now }),
    step('StepServing', 'serving'),
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
