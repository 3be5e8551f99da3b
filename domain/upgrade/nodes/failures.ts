import type { ObservedUpdate } from '../../ports/eks.ts';

/** An update of a managed node group's nodes that EKS has given up. */
export interface FailedNodeUpdate {
  /** EKS's words: `PodEvictionFailure: Reached max retries …`. */
  readonly reason: string;
  /** Nodes whose pods could not be evicted, by their names in the cluster; of other failures there are none. */
  readonly heldNodes: readonly string[];
}

/**
 * Updates of a group's version since then (ISO 8601) that EKS gave up one after the other, the newest first. What came
 * before one that succeeded is over.
 */
export function failuresSince(
  updates: readonly ObservedUpdate[],
  since: string,
): readonly FailedNodeUpdate[] {
  const own = updates.filter(
    ({ type, createdAt, status }) =>
      type === 'VersionUpdate' && status !== 'InProgress' && Date.parse(createdAt) >= Date.parse(since),
  );
  const wellAt = own.findIndex(({ status }) => status === 'Successful');
  return own.slice(0, wellAt < 0 ? own.length : wellAt).map(({ reason, errors }) => ({
    reason,
    heldNodes: errors.flatMap(({ code, resourceIds }) => (code === 'PodEvictionFailure' ? resourceIds : [])),
  }));
}
