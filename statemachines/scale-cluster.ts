import { clusterHibernated } from '../events/cluster/hibernated.ts';
import { clusterScaleFailed } from '../events/cluster/scale-failed.ts';
import { clusterScaleIncomplete } from '../events/cluster/scale-incomplete.ts';
import { clusterScaleRequested } from '../events/cluster/scale-requested.ts';
import { clusterScaled } from '../events/cluster/scaled.ts';
import { scheduleSkipped } from '../events/cluster/schedule-skipped.ts';
import { clusterWoken } from '../events/cluster/woken.ts';
import { requestRejected } from '../events/operation/request-rejected.ts';
import { accessTasks } from '../functions/access/contracts.ts';
import { scaleTasks } from '../functions/scale/contracts.ts';
import { caughtAs } from './builders/catch.ts';
import { close, publish } from './builders/endings.ts';
import { condition, jsonata, now, text, variables } from './builders/expression.ts';
import { operation } from './builders/operation.ts';
import { awaitResume, DEADLINE, inTime, MOST_LOOKS } from './builders/pause.ts';
import { change, phase } from './builders/phase.ts';
import { notPublished } from './builders/request.ts';
import { answer, fail, goto, loop, set, way } from './builders/step.ts';
import { task } from './builders/task.ts';

const $ = variables<{ reason: string; beginning: object; asked: string; holds: number }>();

export const scaleCluster = operation({
  name: 'scale-cluster',
  comment: "Changes a cluster's capacity: resizes its node groups, puts it to sleep, wakes it.",
  startedBy: clusterScaleRequested,
  facts: [
    clusterScaled,
    clusterHibernated,
    clusterWoken,
    clusterScaleIncomplete,
    clusterScaleFailed,
    scheduleSkipped,
    requestRejected,
  ],
  accept: scaleTasks.acceptRequest,
  // What a schedule asks for gives way instead, and is held against the Fleet document of now.
  counts: { waits: 0 },
  alsoAccepts: {
    Skipped: ({ operation, reason }) => way({ assign: { operation, reason } }, goto('PublishSkipped')),
    Busy: ({ waitSeconds: seconds }) =>
      loop({
        to: 'AcceptRequest',
        wait: 'WaitForOther',
        comment: "Another operation holds the cluster's lease.",
        seconds,
        counter: 'waits',
        limit: 1000,
      }),
  },
  afterFence: [
    task(accessTasks.endBootstrap, {
      comment: 'What letting the fleet in had left to end, where its operation lost the lease.',
      catch: [
        caughtAs(['LeaseLost'], [goto('EndSuperseded')]),
        { errors: 'any', except: ['LeaseLost'], to: [] },
      ],
    }),
  ],
  // A refusal and what is missing are answers.
  work: [
    set('BeginPlan', { holds: 0, polls: 0, rounds: 0, asked: now }),
    task(scaleTasks.planScaling, {
      comment:
        'Settles the sizes of every group, everything that a refusal could come from, and what the cluster wakes to, before anything is changed.',
      given: { since: $.asked },
      assign: () => ({ since: now }),
      outcomes: {
        Refused: (refused) => answer('PlanRefused', refused),
        Skipped: (skipped) => answer('PlanSkipped', skipped),
        Held: ({ waitSeconds: seconds, isPaused, reason }) => [
          way(
            { when: condition`${isPaused} and ${$.holds} < ${MOST_LOOKS}` },
            awaitResume({
              of: 'Plan',
              to: 'PlanScaling',
              clock: { deadline: DEADLINE, since: ['asked'] },
              assign: { holds: jsonata<number>()`${$.holds} + 1` },
            }),
          ),
          loop({
            to: 'PlanScaling',
            wait: 'WaitWhileHeld',
            comment: 'Pods of the cluster ask for its sleep to wait.',
            seconds,
            counter: 'holds',
            limit: 1500,
            within: inTime(DEADLINE),
          }),
          way({}, fail('HeldTooLong', 'StepFailed', text`'plan-scaling: ' & ${reason}`)),
        ],
        Planned: ({ returns, beginning }) => [
          way(
            { when: returns, assign: { beginning } },
            task(scaleTasks.scheduleReturn, {
              comment: 'The way back is there before the first change.',
              patience: 'finishing',
              output: $.beginning,
            }),
          ),
          way({ output: beginning }),
        ],
      },
    }),
    // All groups side by side; of a cluster that wakes, Windows groups once the others are up. What starts nodes without a
    // group is stopped before groups go down, and started again once they have begun to come up. What the plan begins
    // with is the first. The look that finds all of it there, or its time up, writes down what was reached.
    phase(scaleTasks.observeGroups, {
      patience: 'settling',
      begun: { rounds: 20 },
      changes: [
        change(scaleTasks.resizeNodeGroup),
        change(scaleTasks.resizeAutoScalingGroup),
        change(scaleTasks.limitNodePool),
        change(scaleTasks.deleteNodeClaim),
        change(scaleTasks.setBuiltInPools),
      ],
      outcomes: {
        Settled: (settled) => answer('GroupsSettled', settled),
        Incomplete: (incomplete) => answer('GroupsSettled', incomplete),
      },
    }),
  ],
  succeeds: 'Settled',
  tell: () => publish(scaleTasks.publishScaled),
  ends: {
    Skipped: ({ reason }) =>
      way(
        { assign: { reason } },
        ...close(
          'Skipped',
          { result: 'Skipped', reason: $.reason },
          task(scaleTasks.publishSkipped, {
            given: { reason: $.reason },
            patience: 'finishing',
            catch: [{ errors: 'lasting', to: [notPublished('SkipNotPublished')] }],
          }),
          answer('Skipped', undefined, { comment: 'A schedule found a reason not to act.' }),
        ),
      ),
    Incomplete: ({ reason }) =>
      way(
        { assign: { reason } },
        publish(scaleTasks.publishScaled, { name: 'PublishIncomplete' }),
        ...close(
          'Incomplete',
          { result: 'Incomplete', reason: $.reason },
          fail('ScaleIncomplete', 'ScaleIncomplete', text`'observe-groups: ' & ${$.reason}`),
        ),
      ),
  },
});
