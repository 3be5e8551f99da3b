import type * as z from 'zod';
import type { clusterFacts, networkFacts } from '../domain/phase-contract.ts';
import { clusterCreated } from '../events/cluster/created.ts';
import { clusterCreationFailed } from '../events/cluster/creation-failed.ts';
import { clusterRequested } from '../events/cluster/requested.ts';
import { requestRejected } from '../events/operation/request-rejected.ts';
import { endBootstrap } from '../functions/access/end-bootstrap.contract.ts';
import { acceptRequest } from '../functions/create/accept-request.contract.ts';
import { applyAccessEntry } from '../functions/create/apply-access-entry.contract.ts';
import { applyAddon } from '../functions/create/apply-addon.contract.ts';
import { applyCapability } from '../functions/create/apply-capability.contract.ts';
import { applyContentStack } from '../functions/create/apply-content-stack.contract.ts';
import { applyControlPlane } from '../functions/create/apply-control-plane.contract.ts';
import { applyFargateProfile } from '../functions/create/apply-fargate-profile.contract.ts';
import { applyIdentityProvider } from '../functions/create/apply-identity-provider.contract.ts';
import { applyLogRetention } from '../functions/create/apply-log-retention.contract.ts';
import { applyNodeGroup } from '../functions/create/apply-node-group.contract.ts';
import { applyPodIdentityAssociation } from '../functions/create/apply-pod-identity-association.contract.ts';
import { applyPullThroughCacheRule } from '../functions/create/apply-pull-through-cache-rule.contract.ts';
import { applyStack } from '../functions/create/apply-stack.contract.ts';
import { observeContents } from '../functions/create/observe-contents.contract.ts';
import { observeControlPlane } from '../functions/create/observe-control-plane.contract.ts';
import { observeFoundation } from '../functions/create/observe-foundation.contract.ts';
import { planCluster } from '../functions/create/plan-cluster.contract.ts';
import { publishCreated } from '../functions/create/publish-created.contract.ts';
import { registerCluster } from '../functions/create/register-cluster.contract.ts';
import { requestRollback } from '../functions/create/request-rollback.contract.ts';
import { verifyCluster } from '../functions/create/verify-cluster.contract.ts';
import { access } from './builders/access.ts';
import { publish } from './builders/endings.ts';
import { condition, execution, variables } from './builders/expression.ts';
import { operation } from './builders/operation.ts';
import { change, failedStep, phase } from './builders/phase.ts';
import { choice, parallel } from './builders/scopes.ts';
import { answer, answering, wait, way } from './builders/step.ts';
import { task } from './builders/task.ts';

const $ = variables<{
  network: z.infer<typeof networkFacts>;
  cluster: z.infer<typeof clusterFacts>;
  outputs: Record<string, Record<string, string>>;
}>();
const found = { network: $.network, cluster: $.cluster };
const given = { ...found, outputs: $.outputs };

export const createCluster = operation({
  name: 'create-cluster',
  comment: 'Brings a cluster to what its ClusterConfig says, from nothing or from what exists.',
  startedBy: clusterRequested,
  facts: [clusterCreated, clusterCreationFailed, requestRejected],
  accept: acceptRequest,
  work: [
    task(planCluster, {
      comment: 'Everything that a refusal could come from is looked at before anything is changed.',
      outcomes: { Planned: () => way({}), Refused: (refused) => answer('PlanRefused', refused) },
    }),
    phase(observeFoundation, {
      comment: 'The network and the roles: given, or generated stacks side by side.',
      remembers: { ready: 'ready' },
      changes: [change(applyStack)],
      outcomes: { Done: ({ network }) => way({ assign: { network } }) },
    }),
    phase(observeControlPlane, {
      comment: 'The control plane, and for one that exists, its changes one after the other.',
      given: { network: $.network },
      changes: [change(applyControlPlane, { given: { network: $.network } })],
      outcomes: { Done: ({ cluster }) => way({ assign: { cluster } }) },
    }),
    parallel(
      'FillCluster',
      [
        [
          phase(observeContents, {
            comment: 'What belongs to the cluster: what does not depend on one another runs side by side.',
            prefix: 'contents',
            given: found,
            remembers: { ready: 'contentsReady', outputs: 'outputs' },
            changes: [
              change(applyAccessEntry, { given }),
              change(applyAddon, { given }),
              change(applyNodeGroup, { given }),
              change(applyFargateProfile, { given }),
              change(applyPodIdentityAssociation, { given }),
              change(applyIdentityProvider, { given }),
              change(applyCapability, { given }),
              change(applyContentStack, { given }),
              change(applyLogRetention, { given }),
              change(applyPullThroughCacheRule, { given }),
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
    task(verifyCluster, {
      choice: 'Verified',
      outcomes: {
        Verified: (verified) =>
          answering(verified, task(registerCluster, { comment: 'From now on the fleet has it.' })),
        Failed: ({ failures }) => failedStep('VerificationFailed', failures),
      },
    }),
  ],
  succeeds: 'Verified',
  tell: ({ kubernetesVersion }) => publish(publishCreated, { given: { kubernetesVersion } }),
  beforeFailure: [
    wait('WaitForAccessTask', 30, {
      comment: 'A task beside what failed may still be under way, for 30 s at most.',
    }),
    task(endBootstrap, {
      comment: "No administrator of the fleet's stays in the cluster.",
      catch: [{ errors: 'any', to: [] }],
    }),
  ],
  afterFailure: [
    choice(
      'RollsBack',
      [
        way(
          { when: condition`${execution.Input}.detail.rollbackOnFailure = true` },
          task(requestRollback, {
            patience: 'finishing',
            choice: 'RollbackOutcome',
            outcomes: { Requested: () => way({}), Kept: () => way({}) },
            otherwise: { steps: [] },
          }),
        ),
      ],
      { steps: [] },
    ),
  ],
});
