import type { ObservedNode } from '../../ports/kubernetes.ts';

/**
 * The annotation of a node that is being replaced: how many nodes its group was to have before another was started for
 * it, when that was, and the most that it might have. It goes with the node, so that whoever goes on finds where the
 * former one stood.
 */
export const MARK = 'eks-fleet.dev/replaced';

interface Mark {
  readonly before: number;
  /** ISO 8601. */
  readonly since: string;
  /** Absent of a mark of an earlier release. */
  readonly maxSize?: number;
}

export const beginOf = (before: number, at: string, maxSize: number): string => `${before} ${at} ${maxSize}`;

/** Undefined of a node that is not being replaced. */
export function markOf({ annotations }: ObservedNode): Mark | undefined {
  const [, before, since = '', maxSize] = /^(\d+) (\S+?)(?: (\d+))?$/.exec(annotations[MARK] ?? '') ?? [];
  if (before === undefined) return undefined;
  return { before: Number(before), since, ...(maxSize === undefined ? {} : { maxSize: Number(maxSize) }) };
}

/** The time after which what has not come by itself is told: a node joins in minutes, and a drain of EKS's has 15. */
const OVERDUE_MS = 20 * 60_000;

export const isOverdue = (node: ObservedNode, at: string): boolean =>
  Date.parse(at) - Date.parse(markOf(node)?.since ?? at) > OVERDUE_MS;

/** The most nodes that a group may have while none of these, which are its own, is replaced: a surge may have raised it. */
export const boundOf = (maxSize: number, nodes: readonly ObservedNode[]): number =>
  Math.min(maxSize, ...nodes.flatMap((node) => markOf(node)?.maxSize ?? []));
