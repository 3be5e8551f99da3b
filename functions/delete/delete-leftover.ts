import { leftoverItems } from '../../domain/decide/leftovers.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { LeftoversPort } from '../../domain/ports/deletion.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';
import { deleteItem } from './delete-item.ts';
import { readScope } from './scope.ts';

/**
 * Makes the next change to one thing that the cluster left in EC2. Each kind has a function of its own, whose
 * role may change that kind alone. What if this runs twice? See `deleteItem`.
 */
export async function deleteLeftover(
  { operation, key }: { readonly operation: OperationRef; readonly key: string },
  ports: {
    readonly leftovers: LeftoversPort;
    readonly operations: OperationStore;
    readonly stacks: StackPort;
  },
): Promise<Applied> {
  const scope = await readScope(operation, ports.stacks);
  const isGroup = key.startsWith('securityGroup/');
  const seen = await (isGroup ? ports.leftovers.findWithRules(scope) : ports.leftovers.find(scope));
  return deleteItem({
    operation,
    key,
    items: leftoverItems(seen, scope, 0),
    operations: ports.operations,
    delete: (change) => ports.leftovers.change(change),
  });
}
