import { stackNameOf } from '../desired/names.ts';
import { EXPECTED_DURATIONS } from '../expected-durations.ts';
import type { PhaseItem } from '../phase.ts';
import type { DatedStack } from '../ports/stacks.ts';
import { type Deleting, type Doomed, decideDeletion } from './deletion.ts';
import { stackOutputs } from './stack.ts';
import { decideStackDeletion, isComputeStack, isNodeGroupStack } from './stack-deletion.ts';

export interface DoomedPart extends Doomed {
  readonly name: string;
}

export const ready = (key: string) => ({ keys: [key], until: 'ready' as const });

export function nodeGroupItems(
  clusterName: string,
  nodeGroups: readonly DoomedPart[],
  deleting: Deleting,
): readonly PhaseItem[] {
  return nodeGroups.map((group) => ({
    key: `nodeGroup/${group.name}`,
    task: 'delete-node-group',
    decision: decideDeletion(
      group,
      deleting,
      { operation: 'DeleteNodegroup', request: { clusterName, nodegroupName: group.name } },
      `delete node group ${group.name}`,
    ),
    expected: EXPECTED_DURATIONS.nodeGroupDeletion,
  }));
}

/** EKS makes or deletes one profile of a cluster at a time: those that it is busy with come first. */
export function fargateProfileItems(
  clusterName: string,
  profiles: readonly DoomedPart[],
  deleting: Deleting,
): readonly PhaseItem[] {
  const isIdle = ({ status }: DoomedPart) => (status === 'ACTIVE' ? 1 : 0);
  const inOrder = [...profiles].sort(
    (left, right) => isIdle(left) - isIdle(right) || (left.name < right.name ? -1 : 1),
  );
  const keyOf = ({ name }: DoomedPart) => `fargateProfile/${name}`;
  return inOrder.map((profile, index) => ({
    key: keyOf(profile),
    task: 'delete-fargate-profile',
    decision: decideDeletion(
      profile,
      deleting,
      { operation: 'DeleteFargateProfile', request: { clusterName, fargateProfileName: profile.name } },
      `delete Fargate profile ${profile.name}`,
    ),
    expected: EXPECTED_DURATIONS.fargateProfileDeletion,
    needs: inOrder.slice(0, index).map((former) => ready(keyOf(former))),
  }));
}

/** What a capability made stays: its custom resources are Kubernetes' own, and go with the cluster. */
export function capabilityItems(
  clusterName: string,
  capabilities: readonly DoomedPart[],
  deleting: Deleting,
): readonly PhaseItem[] {
  return capabilities.map((capability) => ({
    key: `capability/${capability.name}`,
    task: 'delete-capability',
    decision: decideDeletion(
      capability,
      deleting,
      { operation: 'DeleteCapability', request: { clusterName, capabilityName: capability.name } },
      `delete capability ${capability.name}`,
    ),
    expected: EXPECTED_DURATIONS.capability,
  }));
}

export const stackItem = (stack: DatedStack, { startedAt, elapsedSeconds }: Deleting): PhaseItem => ({
  key: `stack/${stack.StackName}`,
  task: 'delete-stack',
  decision: decideStackDeletion(stack, stack.changedAt >= startedAt, elapsedSeconds),
  // A VPC of its own is a network with gateways.
  expected:
    stackOutputs(stack).VPC === undefined ? EXPECTED_DURATIONS.stack : EXPECTED_DURATIONS.networkDeletion,
});

/**
 * The stacks of node groups, of the rules between them and the control plane, and of its VPC's forwarder's rule. A managed group's launch
 * template goes after the group, and the rules go last: nodes that are drained still talk to the control plane.
 * `nodeGroups` are the managed ones that are there still; the name of a stack does not say all of its group's name.
 */
export function computeStackItems(
  clusterName: string,
  stacks: readonly DatedStack[],
  nodeGroups: readonly DoomedPart[],
  deleting: Deleting,
): readonly PhaseItem[] {
  const compute = stacks.filter(({ StackName }) => isComputeStack(clusterName, StackName));
  const rules = stackNameOf(clusterName, 'shared-node-rules');
  const keysOfNodes = compute
    .filter(({ StackName }) => isNodeGroupStack(clusterName, StackName))
    .map(({ StackName }) => `stack/${StackName}`);
  return compute.map((stack) => {
    const users = nodeGroups.filter(
      ({ name }) => stackNameOf(clusterName, `nodegroup-${name}`) === stack.StackName,
    );
    const before = stack.StackName === rules ? keysOfNodes : users.map(({ name }) => `nodeGroup/${name}`);
    return { ...stackItem(stack, deleting), needs: before.map(ready) };
  });
}

/** The stacks that stand until the cluster and what it left are gone, and until what else `held` their network is. */
export function foundationStackItems(
  clusterName: string,
  stacks: readonly DatedStack[],
  deleting: Deleting,
  held: readonly PhaseItem[] = [],
): readonly PhaseItem[] {
  const needs = held.map(({ key }) => ready(key));
  return stacks
    .filter(({ StackName }) => !isComputeStack(clusterName, StackName))
    .map((stack) => ({
      ...stackItem(stack, deleting),
      ...(stackOutputs(stack).VPC === undefined ? {} : { needs }),
    }));
}
