/** Code that must not compile: `tsc` reports each `@ts-expect-error` beneath which there is no error. */
import { acceptRequest } from '../../functions/create/accept-request.contract.ts';
import { applyControlPlane } from '../../functions/create/apply-control-plane.contract.ts';
import { observeFoundation } from '../../functions/create/observe-foundation.contract.ts';
import { planCluster } from '../../functions/create/plan-cluster.contract.ts';
import { publishCreated } from '../../functions/create/publish-created.contract.ts';
import { listScheduled } from '../../functions/fleet/list-scheduled.contract.ts';
import { releaseLease } from '../../functions/operation/release-lease.contract.ts';
import { acceptRequest as acceptScaling } from '../../functions/scale/accept-request.contract.ts';
import { observeGroups } from '../../functions/scale/observe-groups.contract.ts';
import { planScaling } from '../../functions/scale/plan-scaling.contract.ts';
import { publishScaled } from '../../functions/scale/publish-scaled.contract.ts';
import { resizeNodeGroup } from '../../functions/scale/resize-node-group.contract.ts';
import { publish } from '../../statemachines/builders/endings.ts';
import { variables } from '../../statemachines/builders/expression.ts';
import { operation } from '../../statemachines/builders/operation.ts';
import { change, phase } from '../../statemachines/builders/phase.ts';
import { answer, way } from '../../statemachines/builders/step.ts';
import { task } from '../../statemachines/builders/task.ts';

const $ = variables<{ since: string; polls: number; from: string }>();
const go = () => way({});
const outcomes = { Planned: go, Refused: go, Skipped: go, Held: go };

task(planScaling, { outcomes });
// @ts-expect-error an outcome that the contract does not have
task(planScaling, { outcomes: { ...outcomes, Gone: go } });
// @ts-expect-error no branch for Held
task(planScaling, { outcomes: { Planned: go, Refused: go, Skipped: go } });
// @ts-expect-error several outcomes, and none is looked at
task(planScaling);
// @ts-expect-error a member that Held does not have
task(planScaling, { outcomes: { ...outcomes, Held: ({ returns }) => way({ when: returns }) } });
// @ts-expect-error a condition that is no boolean
task(planScaling, { outcomes: { ...outcomes, Held: ({ reason }) => way({ when: reason }) } });
// @ts-expect-error a time that is a number
task(planScaling, { given: { at: $.polls }, outcomes });
// @ts-expect-error given more than it takes
task(planScaling, { given: { key: $.since }, outcomes });
task(listScheduled, { given: { fleet: 'retail', from: $.from } });
// @ts-expect-error given too little
task(listScheduled, { given: { fleet: 'retail' } });
// @ts-expect-error given nothing
task(listScheduled);
task(releaseLease, { outcomes: 'whichever' });
// @ts-expect-error Released or Superseded: one is to say that it does not matter
task(releaseLease);

const groups = { changes: [change(resizeNodeGroup)] };
phase(observeGroups, { ...groups, outcomes: { Settled: go, Incomplete: go } });
// @ts-expect-error no branch for Incomplete
phase(observeGroups, { ...groups, outcomes: { Settled: go } });
// @ts-expect-error Waiting is the phase's own
phase(observeGroups, { ...groups, outcomes: { Settled: go, Incomplete: go, Waiting: go } });
// @ts-expect-error a look that is to know what the look before found ready
phase(observeFoundation, { ...groups, outcomes: { Done: go } });
// @ts-expect-error a change that is to be given the network
change(applyControlPlane);
// @ts-expect-error no change of a phase
change(publishScaled);
// @ts-expect-error what plans is no look at a phase
phase(planCluster, { ...groups, outcomes: { Planned: go, Refused: go } });

const plan = task(planCluster, {
  outcomes: {
    Planned: (planned) => answer('Planned', planned),
    Refused: (refused) => answer('PlanRefused', refused),
  },
});
const both = task(planScaling, {
  outcomes: {
    Planned: (planned) => answer('Done', planned),
    Refused: (refused) => answer('PlanRefused', refused),
    Skipped: (skipped) => answer('PlanSkipped', skipped),
    Held: go,
  },
});
const about = { name: 'x', comment: '', facts: [], accept: acceptRequest };
const tell = () => publish(publishScaled);
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
  tell: ({ kubernetesVersion }) => publish(publishCreated, { given: { kubernetesVersion } }),
});
operation({ ...about, work: [both], succeeds: 'Planned', tell, ends: { Skipped: go } });
// @ts-expect-error the work may end Skipped
operation({ ...about, work: [both], succeeds: 'Planned', tell });
// @ts-expect-error the work never ends Gone
operation({ ...about, work: [both], succeeds: 'Planned', tell, ends: { Skipped: go, Gone: go } });
const alsoAccepts = { Skipped: go, Busy: go };
operation({ ...about, accept: acceptScaling, alsoAccepts, work: [plan], succeeds: 'Planned', tell });
// @ts-expect-error the first task may answer Busy and Skipped, too
operation({ ...about, accept: acceptScaling, work: [plan], succeeds: 'Planned', tell });
