import { type Scope, scopeOf } from '../../domain/decide/ownership.ts';
import { stackNameOf } from '../../domain/desired/names.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';

/** Where the cluster's left-overs are looked for. */
export async function readScope({ cluster }: OperationRef, stacks: Pick<StackPort, 'find'>): Promise<Scope> {
  return scopeOf(cluster.name, await stacks.find(stackNameOf(cluster.name, 'network')));
}
