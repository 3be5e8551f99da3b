import type * as z from 'zod';
import type { clusterFacts, networkFacts } from '../domain/phase-contract.ts';
import { clusterRequested } from '../events/cluster/requested.ts';
import { createTasks } from '../functions/create/contracts.ts';
import { access, noAdministratorStays } from './builders/access.ts';
import { publish } from './builders/endings.ts';
import { condition, execution, variables } from './builders/expression.ts';
import { operation } from './builders/operation.ts';
import { change, failedStep, phase } from './builders/phase.ts';
import { answer, answering, parallel, wait, way, when } from './builders/step.ts';
import { task } from './builders/task.ts';

const $ = variables<{
  network: z.infer<typeof networkFacts>;
  cluster: z.infer<typeof clusterFacts>;
  contentsOutputs: Record<string, Record<string, string>>;
}>();
const found = { network: $.network, cluster: $.cluster };
const given = { ...found, outputs: $.contentsOutputs };

export const createCluster = operation({
  kind: 'create',
  comment: 'Brings a cluster to what its ClusterConfig says, from nothing or from what exists.',
  startedBy: [clusterRequested],
  accept: createTasks.acceptRequest,
  work: [
    task(createTasks.planCluster, {
      comment: 'Everything that a refusal could come from is looked at before anything is changed.',
      outcomes: { Planned: () => way({}), Refused: (refused) => answer('PlanRefused', refused) },
    }),
    phase(createTasks.observeFoundation, {
      comment: 'The network and the roles: given, or generated stacks side by side.',
      changes: [change(createTasks.applyStack)],
      outcomes: { Done: ({ network }) => way({ assign: { network } }) },
    }),
    phase(createTasks.observeControlPlane, {
      comment: 'The control plane, and for one that exists, its changes one after the other.',
      given: { network: $.network },
      changes: [change(createTasks.applyControlPlane, { given: { network: $.network } })],
      outcomes: { Done: ({ cluster }) => way({ assign: { cluster } }) },
    }),
    parallel(
      'FillCluster',
      [
        [
          phase(createTasks.observeContents, {
            comment: 'What belongs to the cluster: what does not depend on one another runs side by side.',
            prefix: 'contents',
            given: found,
            changes: [
              change(createTasks.applyAccessEntry, { given }),
              change(createTasks.applyAddon, { given }),
              change(createTasks.applyNodeGroup, { given }),
              change(createTasks.applyFargateProfile, { given }),
              change(createTasks.applyPodIdentityAssociation, { given }),
              change(createTasks.applyIdentityProvider, { given }),
              change(createTasks.applyCapability, { given }),
              change(createTasks.applyContentStack, { given }),
              change(createTasks.applyLogRetention, { given }),
              change(createTasks.applyPullThroughCacheRule, { given }),
            ],
            outcomes: { Done: () => answer('ContentsDone') },
          }),
        ],
        [...access('AccessEnded'), answer('AccessEnded')],
      ],
      {
        comment: "What the cluster contains, and beside it the fleet's own way in, which takes less time.",
        output: {},
      },
    ),
    task(createTasks.verifyCluster, {
      choice: 'Verified',
      outcomes: {
        Verified: (verified) =>
          answering(
            verified,
            task(createTasks.registerCluster, { comment: 'From now on the fleet has it.' }),
          ),
        Failed: ({ failures }) => failedStep('VerificationFailed', failures),
      },
    }),
  ],
  succeeds: 'Verified',
  tell: ({ kubernetesVersion }) => publish(createTasks.publishCreated, { given: { kubernetesVersion } }),
  beforeFailure: [
    wait('WaitForAccessTask', 30, 'A task beside what failed may still be under way, for 30 s at most.'),
    ...noAdministratorStays,
  ],
  afterFailure: [
    when(
      'RollsBack',
      { when: condition`${execution.Input}.detail.rollbackOnFailure = true` },
      task(createTasks.requestRollback, {
        patience: 'finishing',
        choice: 'RollbackOutcome',
        outcomes: { Requested: () => way({}), Kept: () => way({}) },
        otherwise: { steps: [] },
      }),
    ),
  ],
});
