import type { DoomedContent } from '../contents/deletion.ts';
import { stackNameOf } from '../desired/names.ts';
import { EXPECTED_DURATIONS } from '../expected-durations.ts';
import type { PhaseItem } from '../phase.ts';
import type { DatedStack } from '../ports/stacks.ts';
import type { Deleting } from './deletion.ts';
import { stackOutputs } from './stack.ts';
import { decideStackDeletion, isComputeStack, isNodeGroupStack } from './stack-deletion.ts';

export const ready = (key: string) => ({ keys: [key], until: 'ready' as const });

export const stackItem = (stack: DatedStack, { startedAt, elapsedSeconds }: Deleting): PhaseItem => ({
  key: `stack/${stack.StackName}`,
  task: 'delete-stack',
  decision: decideStackDeletion(stack, stack.changedAt >= startedAt, elapsedSeconds),
  // A VPC of its own is a network with gateways.
  expected:
    stackOutputs(stack).VPC === undefined ? EXPECTED_DURATIONS.stack : EXPECTED_DURATIONS.networkDeletion,
});

/**
 * The stacks of node groups, of the rules between them and the control plane, and of the rule for its VPC's
 * forwarder. A managed group's launch template goes after the group. The rules go last: nodes that are drained still
 * talk to the control plane. `nodeGroups` are the managed ones that are there still; the name of a stack does not say
 * all of its group's name.
 */
export function computeStackItems(
  clusterName: string,
  stacks: readonly DatedStack[],
  nodeGroups: readonly Pick<DoomedContent, 'name'>[],
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

/**
 * The stacks that stand until the cluster and its leftovers are gone, and until everything else that `held` their
 * network is.
 */
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
