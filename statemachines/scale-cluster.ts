import { clusterScaleRequested } from '../events/cluster/scale-requested.ts';
import { scaleTasks } from '../functions/scale/contracts.ts';
import { noAdministratorIsLeft } from './builders/access.ts';
import { incomplete, publish, skipped } from './builders/endings.ts';
import { now, variables } from './builders/expression.ts';
import { operation } from './builders/operation.ts';
import { change, held, phase } from './builders/phase.ts';
import { answer, set, way } from './builders/step.ts';
import { task } from './builders/task.ts';

const $ = variables<{ beginning: object; asked: string }>();
const wayBack = task(scaleTasks.scheduleReturn, {
  comment: 'The way back is there before the first change.',
  patience: 'finishing',
  output: $.beginning,
});

export const scaleCluster = operation({
  kind: 'scale',
  comment: "Changes a cluster's capacity: resizes its node groups, puts it to sleep, wakes it.",
  startedBy: [clusterScaleRequested],
  accept: scaleTasks.acceptRequest, // What a schedule asks for may give way.
  afterFence: noAdministratorIsLeft,
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
        Held: held('Pods of the cluster ask for its sleep to wait.'),
        Planned: ({ returns, beginning }) => [
          way({ when: returns, assign: { beginning } }, wayBack),
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
  // A schedule that finds a reason not to act, and what is missing when the time is up, are no failures.
  ends: {
    Skipped: skipped(scaleTasks.publishSkipped),
    Incomplete: incomplete('ScaleIncomplete', scaleTasks.observeGroups, scaleTasks.publishScaled),
  },
});
