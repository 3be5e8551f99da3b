/** Code that must not compile: `tsc` reports each `@ts-expect-error` beneath which there is no error. */
import { createTasks } from '../../functions/create/contracts.ts';
import { fleetTasks } from '../../functions/fleet/contracts.ts';
import { operationTasks } from '../../functions/operation/contracts.ts';
import { scaleTasks } from '../../functions/scale/contracts.ts';
import { publish } from '../../statemachines/builders/endings.ts';
import { variables } from '../../statemachines/builders/expression.ts';
import { operation } from '../../statemachines/builders/operation.ts';
import { change, phase } from '../../statemachines/builders/phase.ts';
import { answer, way } from '../../statemachines/builders/step.ts';
import { task } from '../../statemachines/builders/task.ts';

const $ = variables<{ since: string; polls: number; from: string }>();
const go = () => way({});
const outcomes = { Planned: go, Refused: go, Skipped: go, Held: go };

task(scaleTasks.planScaling, { outcomes });
// @ts-expect-error an outcome that the contract does not have
task(scaleTasks.planScaling, { outcomes: { ...outcomes, Gone: go } });
// @ts-expect-error no branch for Held
task(scaleTasks.planScaling, { outcomes: { Planned: go, Refused: go, Skipped: go } });
// @ts-expect-error several outcomes, and none is looked at
task(scaleTasks.planScaling);
// @ts-expect-error a member that Held does not have
task(scaleTasks.planScaling, { outcomes: { ...outcomes, Held: ({ returns }) => way({ when: returns }) } });
// @ts-expect-error a condition that is no boolean
task(scaleTasks.planScaling, { outcomes: { ...outcomes, Held: ({ reason }) => way({ when: reason }) } });
// @ts-expect-error a time that is a number
task(scaleTasks.planScaling, { given: { at: $.polls }, outcomes });
// @ts-expect-error given more than it takes
task(scaleTasks.planScaling, { given: { key: $.since }, outcomes });
task(fleetTasks.listScheduled, { given: { fleet: 'retail', from: $.from } });
// @ts-expect-error given too little
task(fleetTasks.listScheduled, { given: { fleet: 'retail' } });
// @ts-expect-error given nothing
task(fleetTasks.listScheduled);
task(operationTasks.releaseLease, { outcomes: 'whichever' });
// @ts-expect-error Released or Superseded: one is to say that it does not matter
task(operationTasks.releaseLease);

const groups = { changes: [change(scaleTasks.resizeNodeGroup)] };
phase(scaleTasks.observeGroups, { ...groups, outcomes: { Settled: go, Incomplete: go } });
// @ts-expect-error no branch for Incomplete
phase(scaleTasks.observeGroups, { ...groups, outcomes: { Settled: go } });
// @ts-expect-error Waiting is the phase's own
phase(scaleTasks.observeGroups, { ...groups, outcomes: { Settled: go, Incomplete: go, Waiting: go } });
// @ts-expect-error a change that is to be given the network
change(createTasks.applyControlPlane);
// @ts-expect-error no change of a phase
change(scaleTasks.publishScaled);
// @ts-expect-error what plans is no look at a phase
phase(createTasks.planCluster, { ...groups, outcomes: { Planned: go, Refused: go } });

const plan = task(createTasks.planCluster, {
  outcomes: {
    Planned: (planned) => answer('Planned', planned),
    Refused: (refused) => answer('PlanRefused', refused),
  },
});
const both = task(scaleTasks.planScaling, {
  outcomes: {
    Planned: (planned) => answer('Done', planned),
    Refused: (refused) => answer('PlanRefused', refused),
    Skipped: (skipped) => answer('PlanSkipped', skipped),
    Held: go,
  },
});
const about = { kind: 'create', comment: '', accept: createTasks.acceptRequest } as const;
const tell = () => publish(scaleTasks.publishScaled);
operation({ ...about, work: [plan], succeeds: 'Planned', tell });
// @ts-expect-error the work never answers that
operation({ ...about, work: [plan], succeeds: 'Settled', tell });
// @ts-expect-error the work answers something, and nothing says which of it is a success
operation({ ...about, work: [plan], tell });
operation({
  ...about,
  work: [plan],
  succeeds: 'Planned',
  // @ts-expect-error what the work answers has no such member
  tell: ({ kubernetesVersion }) => publish(createTasks.publishCreated, { given: { kubernetesVersion } }),
});
operation({ ...about, work: [both], succeeds: 'Planned', tell, ends: { Skipped: go } });
// @ts-expect-error the work may end Skipped
operation({ ...about, work: [both], succeeds: 'Planned', tell });
// @ts-expect-error the work never ends Gone
operation({ ...about, work: [both], succeeds: 'Planned', tell, ends: { Skipped: go, Gone: go } });
// The request of a schedule may give way, or turn out to have a reason not to act.
operation({ ...about, accept: scaleTasks.acceptRequest, work: [plan], succeeds: 'Planned', tell });
// @ts-expect-error no first task: its answers are not those of one
operation({ ...about, accept: scaleTasks.planScaling, work: [plan], succeeds: 'Planned', tell });
