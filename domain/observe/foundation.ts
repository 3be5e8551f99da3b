import { type Decision, refuse } from '../decide/decision.ts';
import { CLUSTER_TAG, isStackOf } from '../decide/ownership.ts';
import { decideStack, stackOutputs } from '../decide/stack.ts';
import { type DesiredFoundation, desiredFoundation } from '../desired/foundation.ts';
import { type NetworkFacts, networkFacts } from '../desired/network/facts.ts';
import type { DesiredStack } from '../desired/template.ts';
import type { DatedStack, StackPort } from '../ports/stacks.ts';
import type { Target } from './target.ts';

export const foundationOf = (target: Target): DesiredFoundation =>
  desiredFoundation(target.config, target.account, target.subnets);

export const foundationStacks = ({ network, roles }: DesiredFoundation): readonly DesiredStack[] =>
  [network, roles].filter((stack) => stack !== undefined);

/**
 * Decides the next change of a stack, by whether this operation, which began at `startedAt`, has changed it before. A
 * stack of the same name that is not the cluster's is left alone: two clusters' stacks may come to the same name.
 */
export function decideDatedStack(
  stack: DesiredStack,
  observed: DatedStack | undefined,
  startedAt: string,
): Decision {
  const name = stack.tags[CLUSTER_TAG] ?? '';
  if (observed && observed.StackStatus !== 'DELETE_COMPLETE' && !isStackOf(name, observed))
    return refuse(
      'metadata.name',
      `there is a stack ${observed.StackName} that is not of cluster ${name}, but of ${ownerOf(observed)}`,
      'give the cluster another name, or delete that stack if nobody needs it',
    );
  return decideStack(stack, observed, observed !== undefined && observed.changedAt >= startedAt);
}

const ownerOf = ({ tags }: DatedStack): string =>
  tags[CLUSTER_TAG] ? `cluster ${tags[CLUSTER_TAG]}` : 'something else';

/** The network once the foundation is there: our stack's outputs, or the given subnets. */
export async function readNetwork(
  target: Target,
  stacks: Pick<StackPort, 'find'>,
  { network }: DesiredFoundation = foundationOf(target),
): Promise<NetworkFacts> {
  const observed = network && (await stacks.find(network.stackName));
  return networkFacts(target.config, target.account, observed ? stackOutputs(observed) : {}, target.subnets);
}
