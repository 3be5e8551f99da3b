import type { Scope } from '../../domain/decide/ownership.ts';
import { stackOutputs } from '../../domain/decide/stack.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';

/** Where the cluster's left-overs are looked for; the VPC is the cluster's own if a stack of its made it. */
export async function readScope({ cluster }: OperationRef, stacks: StackPort): Promise<Scope> {
  const own = await stacks.ofCluster(cluster.name);
  const ownVpcId = own.map((stack) => stackOutputs(stack).VPC).find((vpcId) => vpcId !== undefined);
  return { clusterName: cluster.name, ...(ownVpcId === undefined ? {} : { ownVpcId }) };
}
