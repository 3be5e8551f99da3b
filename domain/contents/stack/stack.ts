import { type Decision, fail, nothing } from '../../decide/decision.ts';
import { isComplete, stackOutputs } from '../../decide/stack.ts';
import { behindImage } from '../../decide/stack-image.ts';
import { stackNameOf } from '../../desired/names.ts';
import { expectedStackDuration } from '../../expected-durations.ts';
import { decideDatedStack } from '../../observe/foundation.ts';
import type { DatedStack } from '../../ports/stacks.ts';
import type { ContentKind } from '../kind.ts';
import type { DesiredContentStack } from './desired.ts';
import { karpenterStack } from './karpenter.ts';
import { sharedNodeRules } from './node-rules.ts';
import { serviceAccountsStack } from './service-accounts.ts';

/** Our stacks change with releases of eks-fleet: only one that is gone or broken is a difference. */
export function asDrift(decision: Decision): Decision {
  if (decision.do !== 'update') return decision;
  const { change, summary } = decision;
  return change.operation === 'DeleteStack' ? fail(summary) : nothing;
}

/** A stack of a cluster's contents, by its purpose: of roles, of rules, of a launch template, of self-managed nodes. */
export const stack: ContentKind<DesiredContentStack, DatedStack, 'stacks'> = {
  port: 'stacks',
  task: 'apply-content-stack',
  desired: (config, facts) => [
    ...serviceAccountsStack(config, facts),
    ...karpenterStack(config, facts),
    ...sharedNodeRules(config, facts),
  ],
  read: (clusterName, purpose, { stacks }) => stacks.describe(stackNameOf(clusterName, purpose)),
  decide: (desired, observed, startedAt) => decideDatedStack(desired.stack, observed, startedAt),
  // The template of a stack that is complete is not worked out in vain.
  drifted: (desired, observed, startedAt) =>
    observed && isComplete(observed) ? [] : [asDrift(stack.decide(desired, observed, startedAt))],
  beyond: ({ nodeGroup, stack: { image } }, observed) => {
    const behind = nodeGroup === undefined ? undefined : behindImage(image, stackOutputs(observed));
    return behind
      ? [{ path: `selfManagedNodeGroup/${nodeGroup}.ami`, ...behind, means: 'DocumentBehind' }]
      : [];
  },
  create: (desired) => ({ operation: 'CreateStack', request: { StackName: desired.stack.stackName } }),
  title: ({ nodeGroup, stack: { stackName, template } }) => {
    const what = nodeGroup
      ? `Start self-managed node group ${nodeGroup}`
      : template.Description.replace(', made by eks-fleet', '');
    return `${what} (stack ${stackName})`;
  },
  expected: (desired) => expectedStackDuration(desired.stack),
};
