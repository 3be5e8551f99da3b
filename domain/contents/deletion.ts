import { type Deleting, type Doomed, decideDeletion } from '../decide/deletion.ts';
import type { PhaseItem } from '../phase.ts';
import type { ContentsPort, EksKind } from '../ports/contents.ts';
import type { ContentDeletion } from './kind.ts';
import { CONTENT_KINDS, EKS_KINDS } from './kinds.ts';

/** One of a kind that is to be gone before its cluster is. */
export interface DoomedContent extends Doomed {
  readonly name: string;
}

/** EKS's view of something that can be deleted, of any kind. */
interface Shown {
  readonly status?: string;
  readonly modifiedAt?: string;
  readonly issues?: readonly { readonly message?: string }[];
}

const deletionOf = (kind: EksKind): ContentDeletion | undefined => CONTENT_KINDS[kind].deletion;

/** The kinds that EKS lets no cluster be deleted with. */
export const DELETED_KINDS = EKS_KINDS.filter((kind) => deletionOf(kind) !== undefined);

function doomed(name: string, { status = '', modifiedAt, issues = [] }: Shown): DoomedContent {
  const reasons = issues.flatMap(({ message }) => message ?? []);
  return {
    name,
    status,
    ...(modifiedAt === undefined ? {} : { changedAt: modifiedAt }),
    ...(reasons.length > 0 ? { reasons } : {}),
  };
}

/** Those of a kind that are there: of these names, or all. Of a cluster that does not exist there is none. */
export async function readDoomed(
  kind: EksKind,
  clusterName: string,
  contents: Pick<ContentsPort, 'read' | 'list'>,
  known?: readonly string[],
): Promise<readonly DoomedContent[]> {
  const names = known ?? (await contents.list(kind, clusterName)) ?? [];
  const seen = names.map(async (name) => {
    const observed = await contents.read(kind, clusterName, name);
    return observed && doomed(name, observed as Shown);
  });
  return (await Promise.all(seen)).filter((one) => one !== undefined);
}

const isIdle = ({ status }: DoomedContent): number => (status === 'ACTIVE' ? 1 : 0);

/**
 * The items of a deletion for the contents of a kind: the change, the task that makes it, and the contents that go
 * first.
 */
export function deletionItems(
  kind: EksKind,
  clusterName: string,
  contents: readonly DoomedContent[],
  deleting: Deleting,
): readonly PhaseItem[] {
  const deletion = deletionOf(kind);
  if (!deletion) return [];
  const keyOf = ({ name }: DoomedContent) => `${kind}/${name}`;
  const inOrder = deletion.inTurn
    ? [...contents].sort((left, right) => isIdle(left) - isIdle(right) || (left.name < right.name ? -1 : 1))
    : contents;
  return inOrder.map((content, index) => {
    const { name } = content;
    const change = deletion.change(clusterName, name);
    const former = deletion.inTurn ? inOrder.slice(0, index) : [];
    return {
      key: keyOf(content),
      task: deletion.task,
      decision: decideDeletion(content, deleting, change, deletion.title(name)),
      expected: deletion.expected,
      needs: former.map((one) => ({ keys: [keyOf(one)], until: 'ready' as const })),
    };
  });
}
