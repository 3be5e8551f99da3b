import { networkingNeeds } from '../addon/desired.ts';
import { type ContentKind, isMadeSince } from '../kind.ts';
import type { DesiredContentStack } from '../stack/desired.ts';
import { beyondDocument } from './beyond.ts';
import { compareNodeGroup } from './compare.ts';
import { decideNodeGroup, isInOrder, nodeGroupDecisions, withNewestRelease } from './decide.ts';
import type { DesiredNodeGroup } from './managed.ts';
import { launchTemplateStack, managedNodeGroup } from './managed.ts';
import type { ObservedNodegroup } from './observed.ts';
import { selfManagedNodeGroup } from './self-managed.ts';

/** A managed node group, and the stacks of those that are not managed. */
export const nodeGroup: ContentKind<DesiredNodeGroup, ObservedNodegroup> = {
  port: 'contents',
  task: 'apply-node-group',
  admits: 'nodeRole',
  desired: (config, facts) => {
    const networking = networkingNeeds(config, facts);
    const afterNetworking = <Group extends DesiredNodeGroup | DesiredContentStack>(group: Group): Group => ({
      ...group,
      needs: [...group.needs, ...networking],
    });
    return [
      ...config.managedNodeGroups.flatMap((group) => [
        ...launchTemplateStack(config, facts, group),
        afterNetworking(managedNodeGroup(config, facts, group)),
      ]),
      ...config.nodeGroups.map((group) => afterNetworking(selfManagedNodeGroup(config, facts, group))),
    ];
  },
  read: (clusterName, name, { contents }) => contents.read('nodeGroup', clusterName, name),
  decide: (desired, observed, startedAt) =>
    decideNodeGroup(desired, observed, { attempted: isMadeSince(observed, startedAt) }),
  changes: (desired, observed, startedAt) =>
    observed && isInOrder(observed)
      ? nodeGroupDecisions(desired, observed, {})
      : [nodeGroup.decide(desired, observed, startedAt)],
  // The number of nodes between the bounds is for autoscalers and people to choose.
  drifted: (desired, observed, startedAt) =>
    observed && isInOrder(observed)
      ? nodeGroupDecisions(desired, observed, { keepDesiredSize: true })
      : [nodeGroup.decide(desired, observed, startedAt)],
  instead: withNewestRelease,
  beyond: beyondDocument,
  compare: compareNodeGroup,
  create: ({ request }) => ({ operation: 'CreateNodegroup', request }),
  title: ({ request: { nodegroupName, scalingConfig } }) => {
    const nodes = scalingConfig.desiredSize === 1 ? '1 node' : `${scalingConfig.desiredSize} nodes`;
    return `Start node group ${nodegroupName} (${nodes})`;
  },
  expected: () => ({ minSeconds: 75, maxSeconds: 240 }),
  deletion: {
    task: 'delete-node-group',
    // EKS drains its nodes first (logs of eksctl).
    expected: { minSeconds: 180, maxSeconds: 480 },
    title: (name) => `delete node group ${name}`,
    change: (clusterName, nodegroupName) => ({
      operation: 'DeleteNodegroup',
      request: { clusterName, nodegroupName },
    }),
  },
};
