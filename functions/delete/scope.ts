import { type Scope, scopeOf } from '../../domain/decide/ownership.ts';
import { stackNameOf } from '../../domain/desired/names.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';

/** Reads the scope in which the cluster's leftovers are looked for. */
export async function readScope({ cluster }: OperationRef, stacks: Pick<StackPort, 'find'>): Promise<Scope> {
  return scopeOf(cluster.name, await stacks.find(stackNameOf(cluster.name, 'network')));
}
