import { isStandardType } from '../account-facts/quotas.ts';
import type { FailoverPlan } from '../policy/failover.ts';
import type { SideGroup } from '../ports/sides.ts';
import type { RecordedSizes } from './sizes.ts';

/** Sentences about room begin so: while nobody answers, those of the last look stand. */
export const ROOM = 'room: ';

/** The standby's region, as far as nodes that come to it need room. */
export interface SeenRoom {
  readonly plan: Pick<FailoverPlan, 'to' | 'capacity'>;
  readonly sizes: RecordedSizes | undefined;
  readonly groups: readonly SideGroup[];
  /** By subnet. */
  readonly freeAddresses: Readonly<Record<string, number>>;
  /** vCPUs by instance type. */
  readonly vcpus: Readonly<Record<string, number>>;
  /** On-demand instances of the region, by type. */
  readonly running: Readonly<Record<string, number>>;
  /** vCPUs of standard families on demand; undefined where the account has no such quota. */
  readonly vcpuQuota: number | undefined;
}

interface Coming {
  readonly group: SideGroup;
  readonly wanted: number;
  readonly nodes: number;
}

/** Nodes of each group that a failover starts. */
function comingTo({ plan: { capacity = {} }, sizes, groups }: SeenRoom): readonly Coming[] {
  const wantedOf: Readonly<Record<string, number>> = { ...sizes?.nodeGroups, ...capacity.nodeGroups };
  return groups.flatMap((group) => {
    const wanted = wantedOf[group.name] ?? 0;
    const nodes = Math.max(0, wanted - group.desiredSize);
    return nodes === 0 ? [] : [{ group, wanted, nodes }];
  });
}

const sumOf = <Item>(items: readonly Item[], count: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + count(item), 0);

/** The part of the pods that comes with the nodes that come: those that run on the standby have their addresses already. */
function podsWith({ plan: { capacity = {} }, sizes }: SeenRoom, coming: readonly Coming[]): number {
  const replicas: Readonly<Record<string, number>> = { ...sizes?.replicas, ...capacity.replicas };
  const nodes: Readonly<Record<string, number>> = { ...sizes?.nodeGroups, ...capacity.nodeGroups };
  const all = sumOf(Object.values(nodes), (count) => count);
  const part = all === 0 ? 0 : sumOf(coming, ({ nodes: count }) => count) / all;
  return Math.ceil(sumOf(Object.values(replicas), (count) => count) * part);
}

/** One address a node and pod is the least: the network's plug-in keeps some warm beside. */
function addressFaults(seen: SeenRoom, coming: readonly Coming[]): readonly string[] {
  const subnets = [...new Set(coming.flatMap(({ group }) => group.subnets))];
  const known = subnets.flatMap((id) => seen.freeAddresses[id] ?? []);
  if (known.length < subnets.length || subnets.length === 0) return [];
  const free = sumOf(known, (count) => count);
  const nodes = sumOf(coming, (one) => one.nodes);
  const pods = podsWith(seen, coming);
  if (free >= nodes + pods) return [];
  const { cluster, region } = seen.plan.to;
  return [
    `the subnets of ${cluster} in ${region} have ${free} free addresses, and ${nodes} nodes and ${pods} pods are to come`,
  ];
}

/** The quota is of instances on demand; the smallest type of a group is what EKS may start at the least. */
function quotaFaults(seen: SeenRoom, coming: readonly Coming[]): readonly string[] {
  const { running, vcpus, vcpuQuota, plan } = seen;
  if (vcpuQuota === undefined) return [];
  const used = sumOf(
    Object.entries(running).filter(([type]) => isStandardType(type)),
    ([type, count]) => count * (vcpus[type] ?? 0),
  );
  const counted = coming.filter(
    ({ group: { isSpot, instanceTypes } }) =>
      !isSpot && instanceTypes.length > 0 && instanceTypes.every(isStandardType),
  );
  const more = sumOf(
    counted,
    ({ nodes, group }) => nodes * Math.min(...group.instanceTypes.map((type) => vcpus[type] ?? 0)),
  );
  if (more === 0 || used + more <= vcpuQuota) return [];
  return [
    `this account may run ${vcpuQuota} vCPUs on demand in ${plan.to.region}, runs ${used}, and ${more} are to come`,
  ];
}

/** Everything for which there is no room in the standby's region, each in one sentence. */
export function roomFaults(seen: SeenRoom): readonly string[] {
  const coming = comingTo(seen);
  return [...addressFaults(seen, coming), ...quotaFaults(seen, coming)].map((one) => `${ROOM}${one}`);
}
