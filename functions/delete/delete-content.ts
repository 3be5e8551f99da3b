import { deletionItems, readDoomed } from '../../domain/contents/deletion.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { ContentsPort, EksKind } from '../../domain/ports/contents.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { deleteItem } from './delete-item.ts';
import { namesOf } from './own-stacks.ts';
import { readDeleting } from './read-deleting.ts';

/**
 * Deletes one of the contents. Each kind has a function of its own, whose role may delete that kind alone. What if
 * this runs twice? See `deleteItem`.
 */
export async function deleteContent(
  kind: EksKind,
  { operation, key }: { readonly operation: OperationRef; readonly key: string },
  ports: { readonly contents: ContentsPort; readonly operations: OperationStore },
): Promise<Applied> {
  const { name } = operation.cluster;
  const deleting = await readDeleting(operation, ports.operations, 0);
  const doomed = await readDoomed(kind, name, ports.contents, namesOf(kind, [key]));
  return deleteItem({
    operation,
    key,
    items: deletionItems(kind, name, doomed, deleting),
    operations: ports.operations,
    delete: (change, token) => ports.contents.change(change, token),
  });
}
