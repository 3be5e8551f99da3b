import type { ObservedNode } from '../../ports/kubernetes.ts';

/**
 * The annotation of a node that is being replaced: how many nodes its group was to have before another was started for
 * it, and when that was. It goes with the node, so that whoever goes on finds where the former one stood.
 */
export const MARK = 'eks-fleet.dev/replaced';

interface Mark {
  readonly before: number;
  /** ISO 8601. */
  readonly since: string;
}

export const beginOf = (before: number, at: string): string => `${before} ${at}`;

/** Undefined of a node that is not being replaced. */
export function markOf({ annotations }: ObservedNode): Mark | undefined {
  const [, before, since = ''] = /^(\d+) (\S+)$/.exec(annotations[MARK] ?? '') ?? [];
  return before === undefined ? undefined : { before: Number(before), since };
}

/** The time after which what has not come by itself is told: a node joins in minutes, and a drain of EKS's has 15. */
const OVERDUE_MS = 20 * 60_000;

export const isOverdue = (node: ObservedNode, at: string): boolean =>
  Date.parse(at) - Date.parse(markOf(node)?.since ?? at) > OVERDUE_MS;
