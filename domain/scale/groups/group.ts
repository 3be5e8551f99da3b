import type { Sizes } from './sizes.ts';

/** An instance as its Auto Scaling group shows it. */
export interface GroupInstance {
  readonly instanceId: string;
  readonly instanceType: string;
  readonly zone: string;
  /** `LifecycleState`: only `InService` counts as capacity. */
  readonly state: string;
  readonly isHealthy: boolean;
}

/** A node group as it is, managed or self-managed, by EKS and Auto Scaling. */
export interface ScalableGroup {
  /** `nodeGroup/<name>` of a managed one, `autoScalingGroup/<name>` of a self-managed one. */
  readonly key: string;
  readonly kind: 'managed' | 'selfManaged';
  /** As eksctl has it; the Auto Scaling group's own name where nothing says another. */
  readonly name: string;
  /** `DescribeNodegroup`'s, or `ACTIVE` for a self-managed group. */
  readonly status: string;
  readonly sizes: Sizes;
  readonly labels: Readonly<Record<string, string>>;
  readonly isWindows: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly autoScalingGroupName: string;
  /** Its Auto Scaling group's own sizes, where it was asked: an update of EKS's raises them for a while. */
  readonly autoScaling?: Pick<Sizes, 'desiredSize' | 'maxSize'>;
  readonly instances: readonly GroupInstance[];
  /**
   * EKS's words about its health. Where Auto Scaling was asked, also its own words about launches that failed, newest
   * first.
   */
  readonly issues: readonly string[];
}

/** A group as far as its sizes go: who is in it is another question to AWS. */
export type ResizableGroup = Omit<ScalableGroup, 'instances'>;

export const isInService = ({ state, isHealthy }: GroupInstance): boolean =>
  state === 'InService' && isHealthy;

/** The nodes that a group has, by instance type and zone: `2 m6i.large in us-west-2a`. */
export function nodesInWords(instances: readonly GroupInstance[]): string {
  const counts = new Map<string, number>();
  for (const { instanceType, zone } of instances.filter(isInService))
    counts.set(`${instanceType} in ${zone}`, (counts.get(`${instanceType} in ${zone}`) ?? 0) + 1);
  const parts = [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
  return parts.length === 0 ? 'no nodes' : parts.map(([what, count]) => `${count} ${what}`).join(', ');
}
