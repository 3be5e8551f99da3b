import type { MoveTimes } from '../domain/failover/phases.ts';
import { failoverDrillRequested } from '../events/failover/drill-requested.ts';
import { failoverTasks } from '../functions/failover/contracts.ts';
import { failoverDrillTasks } from '../functions/failover-drill/contracts.ts';
import { attempt } from './builders/attempt.ts';
import { publish, skipped } from './builders/endings.ts';
import { type Caught, empty, jsonata, list, now, type Reference, variables } from './builders/expression.ts';
import { hooks, noted, sayWords } from './builders/moving.ts';
import { operation } from './builders/operation.ts';
import { DEADLINE, inTime } from './builders/pause.ts';
import { change, phase } from './builders/phase.ts';
import { again, answer, fail, parallel, set, way } from './builders/step.ts';
import { task } from './builders/task.ts';

const $ = variables<{
  regions: string[];
  notes: string[];
  short: string[];
  times: MoveTimes | null;
  fault: Caught;
  still: string[];
  begunAt: string;
  /** Of the branch that tries. */
  said: string[];
  lacked: string[];
  readyAt: string;
  movedAt: string;
  servedAt: string;
  silent: string[];
}>();

/** A name server answers anew within some seconds, and a resolver within a TTL; then the drill has found something. */
const MOST_LOOKS_AT_TRAFFIC = 60;
/** A look each minute, and one more where a stay begins in the middle of one. */
const MOST_LOOKS_AT_STAY = 490;

const tried = [
  set('BeginTry', { said: [], lacked: [], silent: [], trafficLooks: 0, stayLooks: 0 }),
  parallel(
    'GetReady',
    [
      [hooks('beforeTraffic', 'HooksBefore', noted('HooksBeforeDone'), { prefix: 'before' })],
      [
        phase(failoverTasks.observeCapacity, {
          prefix: 'capacity',
          changes: [change(failoverTasks.raiseNodeGroup), change(failoverTasks.raiseDeployment)],
          outcomes: {
            Done: ({ notes }) => noted('CapacityDone')(notes),
            Short: () => way({}, fail('AskedInDrill', 'Unexpected', 'observe-capacity: a drill asks nobody')),
          },
        }),
      ],
    ],
    {
      comment: "The user's steps that drills run, and the capacity, side by side.",
      assign: {
        said: jsonata<string[]>`[$states.result[0]]`,
        lacked: jsonata<string[]>`[$states.result[1]]`,
      },
    },
  ),
  set('Ready', { readyAt: now }),
  sayWords(list($.regions), 'silent'),
  set('WordSaid', { movedAt: now }),
  task(failoverTasks.observeTraffic, {
    comment: 'What name servers answer for the shadow pair is the proof.',
    given: { since: $.movedAt },
    choice: 'TrafficSeen',
    outcomes: {
      Served: () => way({}),
      Waiting: again({
        wait: 'WaitForTraffic',
        counter: 'trafficLooks',
        limit: MOST_LOOKS_AT_TRAFFIC,
        within: inTime(DEADLINE),
      }),
    },
    otherwise: {
      steps: [
        fail('NotServed', 'StepFailed', 'observe-traffic: the standby was not seen to serve the shadow pair'),
      ],
    },
  }),
  set('Served', { servedAt: now }),
  hooks(
    'afterTraffic',
    'HooksAfter',
    (notes) => way({ assign: { said: jsonata<string[]>`[${$.said}, ${notes}]` } }),
    {
      prefix: 'after',
    },
  ),
  task(failoverDrillTasks.observeDrill, {
    given: { since: $.servedAt },
    choice: 'StaySeen',
    outcomes: {
      Over: () => way({}),
      Waiting: again({
        wait: 'Stay',
        counter: 'stayLooks',
        limit: MOST_LOOKS_AT_STAY,
        within: inTime(DEADLINE),
      }),
    },
    otherwise: way({}),
  }),
  answer('Tried', undefined, {
    output: {
      lacked: list($.lacked),
      notes: jsonata<string[]>`[${$.said}, ${$.silent}.('the word was not said in ' & $)]`,
      times: {
        claimedAt: $.begunAt,
        fencedAt: $.begunAt,
        readyAt: $.readyAt,
        movedAt: $.movedAt,
        servedAt: $.servedAt,
      },
    },
  }),
];

const faultInWords: Reference<string> = jsonata`$contains(${$.fault.Cause}, '"errorMessage"') ? $parse(${$.fault.Cause}).errorMessage : ${$.fault.Cause}`;

export const drillFailover = operation({
  kind: 'drill',
  comment: 'Does all of a failover on the real standby but the claim and the fence, and puts all of it back.',
  startedBy: [failoverDrillRequested],
  accept: failoverDrillTasks.acceptRequest,
  work: [
    task(failoverDrillTasks.planDrill, {
      comment: 'All that it will do, and what is put back, is on record before the first change.',
      outcomes: {
        Skipped: (skipped) => answer('DrillSkipped', skipped),
        Planned: ({ regions }) => way({ assign: { regions: list(regions) } }),
      },
    }),
    set('BeginDrill', {
      notes: [],
      short: [],
      still: [],
      times: null,
      begunAt: now,
      fault: { Error: empty, Cause: empty },
    }),
    attempt('TryPlan', tried, {
      comment: 'Whatever comes of it, the standby is put back.',
      caughtIn: 'fault',
      assign: {
        notes: jsonata<string[]>`[$states.result[0].notes]`,
        short: jsonata<string[]>`[$states.result[0].lacked]`,
        times: jsonata<MoveTimes>`$states.result[0].times`,
      },
    }),
    sayWords(list($.regions), 'still', { isBack: true }),
    phase(failoverDrillTasks.observePutBack, {
      changes: [change(failoverDrillTasks.lowerNodeGroup), change(failoverDrillTasks.lowerDeployment)],
      outcomes: {
        Done: ({ notes }) => way({ assign: { notes: jsonata<string[]>`[${$.notes}, ${notes}]` } }),
      },
    }),
    task(failoverDrillTasks.settleDrill, {
      given: {
        times: $.times,
        short: jsonata<
          string[]
        >`[${$.short}, ${$.fault.Error} = '' ? [] : [$substring(${faultInWords}, 0, 500)]]`,
        notes: jsonata<
          string[]
        >`[${$.notes}, ${$.still}.('the word of the shadow pair was not taken back in ' & $ & ' yet')]`,
      },
    }),
    answer('Drilled', jsonata<{ outcome: 'Drilled' }>`{'outcome': 'Drilled'}`),
  ],
  succeeds: 'Drilled',
  tell: () => publish(failoverDrillTasks.publishDrilled),
  ends: { Skipped: skipped(failoverDrillTasks.publishSkipped) },
});
