import { decideDeletionRequest } from '../../domain/decide/deletion-request.ts';
import { guestInstances } from '../../domain/decide/leftovers.ts';
import { stackNameOf } from '../../domain/desired/names.ts';
import { forwarderOf, RULE_PURPOSE, VPC_TAG } from '../../domain/forwarder/names.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { LeftoversPort } from '../../domain/ports/deletion.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { leftovers } from '../runtime/ports/resources/leftovers.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { readScope } from './scope.ts';

async function guestsOf(
  operation: OperationRef,
  ports: { readonly leftovers: LeftoversPort; readonly stacks: StackPort },
): Promise<readonly string[]> {
  const scope = await readScope(operation, ports.stacks);
  // A given network stays, and so does everything in it.
  return scope.ownVpcId === undefined ? [] : guestInstances(await ports.leftovers.find(scope), scope);
}

/** The VPC of a cluster that is gone, by its remains: the rule of its forwarder, or a network of its own. */
async function vpcOfRest(
  operation: OperationRef,
  stackNames: readonly string[],
  stacks: StackPort,
): Promise<string | undefined> {
  const rule = stackNameOf(operation.cluster.name, RULE_PURPOSE);
  const found = stackNames.includes(rule) ? await stacks.find(rule) : undefined;
  return found?.tags[VPC_TAG] ?? (await readScope(operation, stacks)).ownVpcId;
}

/** The name of the stack of a VPC's forwarder, where it has one. */
async function forwarderIn(
  vpcId: string,
  ports: { readonly deployment: { readonly stage: string }; readonly stacks: StackPort },
): Promise<readonly string[]> {
  const { stackName } = forwarderOf(vpcId, ports.deployment.stage);
  return (await ports.stacks.find(stackName)) ? [stackName] : [];
}

/**
 * Looks at everything that a refusal could come from, before anything is deleted. It changes nothing, so it may
 * run as often as it likes.
 */
export const handler = task(
  deleteTasks.planDeletion,
  { deployment, eks, leftovers, operations, registry, stacks },
  async ({ operation }, ports) => {
    const { name, arn } = operation.cluster;
    const [cluster, stackNames, registered, guests] = await Promise.all([
      ports.eks.describeCluster(name),
      ports.stacks.namesOfCluster(name),
      ports.registry.read(arn),
      guestsOf(operation, ports),
    ]);
    const rule = stackNameOf(name, RULE_PURPOSE);
    // The rule of a forwarder stands beside any cluster that the fleet speaks to, also one that others made.
    const hasStacks = stackNames.some((stackName) => stackName !== rule);
    const problem = decideDeletionRequest({
      cluster: operation.cluster,
      observed: cluster,
      hasStacks,
      // Its operations are read only where nothing else tells that it was ours: of some clusters there are hundreds.
      wasCreated: !cluster && !hasStacks && (await ports.operations.isOnRecord(arn, 'create')),
      isRegistered: registered !== undefined,
      guestInstances: guests,
    });
    if (problem) return { outcome: 'Refused' as const, problems: [problem] };
    const vpcId = cluster?.resourcesVpcConfig.vpcId ?? (await vpcOfRest(operation, stackNames, ports.stacks));
    const forwarder = vpcId === undefined ? [] : await forwarderIn(vpcId, ports);
    return { outcome: 'Planned' as const, stacks: [...stackNames, ...forwarder] };
  },
);
