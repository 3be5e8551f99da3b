import type { ClusterConfig } from '../../cluster-config/config.ts';
import { documentSizes, managedKey, selfManagedKey } from '../groups/document.ts';
import { isInService, type ScalableGroup } from '../groups/group.ts';
import type { NodeCount } from '../groups/node-count.ts';
import type { RestorePoint, Sizes } from '../groups/sizes.ts';
import type { Provisioning } from '../inside/provisioning.ts';

/** A group as it was before its cluster was put to sleep. */
export interface RememberedGroup {
  readonly key: string;
  readonly name: string;
  /** The sizes that it wakes to. */
  readonly sizes: Sizes;
  /**
   * The restore points of those sizes, the newest first. Empty where they are there to stay; absent where that is not
   * known.
   */
  readonly formers?: readonly RestorePoint[];
  /** The sizes in the document at that moment; absent where it names no such group. */
  readonly document?: Sizes;
  /** The nodes that ran, and run no longer while it sleeps. */
  readonly nodes: readonly NodeCount[];
}

/** The memory of a sleeping cluster: a cluster with one is asleep. Times are ISO 8601. */
export interface Memory {
  /** The operation that captured them. */
  readonly operationId: string;
  readonly capturedAt: string;
  /** The time at which the last node was seen gone; absent until then. */
  readonly asleepSince?: string;
  readonly groups: readonly RememberedGroup[];
  /** The pools that started nodes without a group; absent where nothing did. */
  readonly provisioning?: Provisioning;
}

/** The part of a memory that a document is applied by while its cluster sleeps. */
export interface Asleep {
  readonly groups: readonly Pick<RememberedGroup, 'key' | 'document'>[];
  /** Auto Mode's own pools are gone until it wakes. */
  readonly hasNoBuiltInPools: boolean;
}

export const asleepOf = ({ groups, provisioning }: Memory): Asleep => ({
  groups: groups.map(({ key, document }) => ({ key, ...(document ? { document } : {}) })),
  hasNoBuiltInPools: provisioning?.builtIn !== undefined,
});

/** An operation of ours, and when (ISO 8601) it left the groups that it had scaled. */
interface Leaving {
  readonly operationId: string;
  readonly at: string;
}

/** The sizes at which an operation of ours left a group. */
export interface LeftSizes {
  readonly sizes: Sizes;
  /** Others that it had asked for and EKS was still at: they may come true once nobody waits any more. */
  readonly asked?: Sizes;
}

/** The sizes at which operations of ours left groups, by the groups' keys. A difference is a person's change. */
export interface LastSizes extends Leaving {
  /** Each with the operation that left it; where a record is from before that was said, the record's own stands for it. */
  readonly groups: Readonly<Record<string, Sizes & Partial<Leaving> & Pick<LeftSizes, 'asked'>>>;
}

/** The last sizes of a group, and of which operation; undefined where none of ours has scaled it. */
export function lastSizesOf(left: LastSizes | undefined, key: string): (Leaving & LeftSizes) | undefined {
  const group = left?.groups[key];
  if (!left || !group) return undefined;
  const { operationId = left.operationId, at = left.at, asked, ...sizes } = group;
  return { operationId, at, sizes, ...(asked ? { asked } : {}) };
}

/** The last sizes once an operation has ended: groups that it has not touched keep theirs. */
export function recordLastSizes(
  left: LastSizes | undefined,
  leaving: Leaving,
  touched: readonly (readonly [key: string, left: LeftSizes])[],
): LastSizes {
  const before = Object.keys(left?.groups ?? {}).flatMap((key) => {
    const group = lastSizesOf(left, key);
    if (!group) return [];
    const { sizes, ...others } = group;
    return [[key, { ...sizes, ...others }] as const];
  });
  const now = touched.map(
    ([key, { sizes, ...others }]) => [key, { ...sizes, ...others, ...leaving }] as const,
  );
  return { ...leaving, groups: Object.fromEntries([...before, ...now]) };
}

export function nodeCounts({ instances }: ScalableGroup): readonly NodeCount[] {
  const counts = new Map<string, number>();
  for (const { instanceType } of instances.filter(isInService))
    counts.set(instanceType, (counts.get(instanceType) ?? 0) + 1);
  return [...counts].map(([instanceType, count]) => ({ instanceType, count }));
}

export function remember(
  groups: readonly ScalableGroup[],
  config: ClusterConfig,
  formersOf: (group: ScalableGroup) => RememberedGroup['formers'],
): readonly RememberedGroup[] {
  const written = documentSizes(config);
  return groups.map((group) => {
    const document = written.get(group.key);
    const formers = formersOf(group);
    const { key, name, sizes } = group;
    return {
      key,
      name,
      sizes,
      ...(formers ? { formers } : {}),
      ...(document ? { document } : {}),
      nodes: nodeCounts(group),
    };
  });
}

/**
 * A document as it is applied to a sleeping cluster. Its groups keep the sizes that the document had when the cluster
 * fell asleep, so that CloudFormation finds none of them changed. Groups that are new since begin without nodes.
 */
export function asleepDocument(config: ClusterConfig, { groups }: Asleep): ClusterConfig {
  const known = new Map(groups.map(({ key, document }) => [key, document]));
  const sized = <Group extends { readonly name: string }>(group: Group, key: string): Group => {
    const document = known.get(key);
    if (document) {
      const { minSize, maxSize, desiredSize: desiredCapacity } = document;
      return { ...group, minSize, maxSize, desiredCapacity };
    }
    return { ...group, minSize: 0, desiredCapacity: 0 };
  };
  return {
    ...config,
    managedNodeGroups: config.managedNodeGroups.map((group) => sized(group, managedKey(group.name))),
    nodeGroups: config.nodeGroups.map((group) => sized(group, selfManagedKey(group.name))),
  };
}
