import type { NodesLeft } from '../domain/upgrade/left-behind.ts';
import type { UpgradeStep } from '../domain/upgrade/steps.ts';
import { clusterUpgradeRequested } from '../events/cluster/upgrade-requested.ts';
import { upgradeTasks } from '../functions/upgrade/contracts.ts';
import { noAdministratorIsLeft } from './builders/access.ts';
import { publish } from './builders/endings.ts';
import { condition, empty, jsonata, now, variables } from './builders/expression.ts';
import { operation } from './builders/operation.ts';
import { DEADLINE, inTime } from './builders/pause.ts';
import { change, failedStep, held, phase } from './builders/phase.ts';
import { again, answer, fail, goto, set, way } from './builders/step.ts';
import { task } from './builders/task.ts';

const $ = variables<{
  asked: string;
  check: UpgradeStep | null;
  step: UpgradeStep;
  done: string;
  unhealthy: { key: string; reason: string } | null;
  begun: number;
  nodesLeft: NodesLeft[];
}>();
const given = { step: $.step };
const within = inTime(DEADLINE);
/** Ten minors have some hundred steps; no plan has more. */
const more = condition`${$.begun} < 200`;
const begun = jsonata<number>`${$.begun} + 1`;
const nextStep = (changed: object) => way({ assign: changed }, goto('ChooseStep'));

export const upgradeCluster = operation({
  kind: 'upgrade',
  comment:
    'Upgrades a cluster, one minor after the other: add-ons, control plane, soak, add-ons, nodes. Or takes an upgrade back.',
  startedBy: [clusterUpgradeRequested],
  accept: upgradeTasks.acceptRequest,
  // Soaks last for days, and a group of hundreds of nodes for two.
  deadlineSeconds: 21 * 86_400,
  afterFence: noAdministratorIsLeft,
  work: [
    set('BeginUpgrade', { check: null, done: empty, unhealthy: null, nodesLeft: [], begun: 0, frozen: 0 }),
    set('BeginPlan', { holds: 0, refreshes: 0, asked: now }),
    task(upgradeTasks.refreshInsights, {
      comment: 'What EKS found a day ago says little of now.',
      given: { since: $.asked },
      outcomes: {
        // An update of somebody else is waited for from the first look on, however long EKS took to refresh.
        Refreshed: () => way({ assign: { asked: now } }),
        Refreshing: again({ wait: 'WaitForInsights', counter: 'refreshes', limit: 120, within }),
      },
      otherwise: {
        steps: [fail('InsightsTookTooLong', 'StepFailed', 'refresh-insights: EKS came to no end')],
      },
    }),
    task(upgradeTasks.planUpgrade, {
      comment: 'All findings, and every version that is to be installed, before anything is changed.',
      given: { since: $.asked, check: $.check },
      outcomes: {
        Refused: (refused) => answer('PlanRefused', refused),
        Held: held('Another change of the cluster is under way.'),
        Failed: ({ failures }) => failedStep('CheckFailed', failures),
        Planned: ({ checked }) => way({ assign: { done: checked } }),
      },
    }),
    task(upgradeTasks.chooseStep, {
      comment: 'The next step of the plan, forward or back.',
      given: { done: $.done, unhealthy: $.unhealthy, nodesLeft: $.nodesLeft },
      choice: 'WhichStep',
      outcomes: {
        Done: () => answer('Upgraded'),
        Check: ({ step }) => way({ when: more, assign: { check: step, begun } }, goto('BeginPlan')),
        Frozen: again({ wait: 'WaitWhileFrozen', counter: 'frozen', limit: 1000, within }),
        Failed: ({ failures }) => failedStep('StepsFailed', failures),
        Step: ({ step }) => way({ when: more, assign: { step, begun, unhealthy: null } }),
      },
      otherwise: { steps: [fail('StepsTookTooLong', 'StepFailed', 'choose-step: it came to no end')] },
    }),
    phase(upgradeTasks.observeStep, {
      given,
      changes: [
        change(upgradeTasks.runHook, { given }),
        change(upgradeTasks.upgradeAddon, { given }),
        change(upgradeTasks.upgradeControlPlane, { given }),
        change(upgradeTasks.upgradeNodeGroup, { given }),
        change(upgradeTasks.replaceNode, { given }),
        change(upgradeTasks.evictPod, { given }),
      ],
      outcomes: {
        Done: ({ nodesLeft }) => nextStep({ done: $.step.key, nodesLeft }),
        Unhealthy: ({ reason }) => nextStep({ unhealthy: { key: $.step.key, reason } }),
      },
    }),
  ],
  tell: () => publish(upgradeTasks.publishUpgraded),
});
