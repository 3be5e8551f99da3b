import { EKS_KINDS } from '../contents/kinds.ts';
import { TaskError } from '../errors.ts';
import type { ContentsPort, EksKind } from '../ports/contents.ts';

/** The names that EKS lists of a cluster's contents, by kind. */
export type Inventory = Readonly<Record<EksKind, readonly string[]>>;

/** Lists all that EKS knows of a cluster's contents. Throws `NotFound` where there is no such cluster. */
export async function readInventory(
  clusterName: string,
  contents: Pick<ContentsPort, 'list'>,
): Promise<Inventory> {
  const lists = EKS_KINDS.map(async (kind) => {
    const names = await contents.list(kind, clusterName);
    if (!names) throw new TaskError('NotFound', `there is no cluster ${clusterName} any more`);
    return [kind, names] as const;
  });
  return Object.fromEntries(await Promise.all(lists)) as unknown as Inventory;
}
