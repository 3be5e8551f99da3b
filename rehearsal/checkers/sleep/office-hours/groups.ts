import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../../simulator/service.ts';
import type { World } from '../../../../simulator/world.ts';

/** A node group as Auto Scaling has it. */
export interface SeenGroup {
  readonly cluster: string;
  readonly name: string;
  readonly sizes: string;
  readonly desired: number;
  /** Instances of any state that are not gone yet. */
  readonly instances: number;
  readonly inService: number;
}

const CLUSTER_TAG = 'kubernetes.io/cluster/';

/** The node groups of a region, from the simulated Auto Scaling's own state: no call is made, and none is traced. */
export async function groupsOf(world: World, region: string): Promise<readonly SeenGroup[]> {
  const { accountId } = world.region(region);
  const describe = world.region(region).service('autoscaling').operations
    .DescribeAutoScalingGroups as Operation;
  const caller = { kind: 'service' as const, principal: 'autoscaling.amazonaws.com', accountId };
  const context = { operation: 'DescribeAutoScalingGroups', caller, requestId: 'checker' };
  const groups: AutoScalingGroup[] = [];
  let NextToken: string | undefined;
  do {
    const page = (await describe({ MaxRecords: 100, ...(NextToken ? { NextToken } : {}) }, context)) as {
      readonly AutoScalingGroups: readonly AutoScalingGroup[];
      readonly NextToken?: string;
    };
    groups.push(...page.AutoScalingGroups);
    NextToken = page.NextToken;
  } while (NextToken);
  return groups.flatMap((group) => {
    const { AutoScalingGroupName: name = '', MinSize, MaxSize, DesiredCapacity = 0 } = group;
    const tag = group.Tags?.find(({ Key = '' }) => Key.startsWith(CLUSTER_TAG))?.Key;
    if (tag === undefined) return [];
    const instances = group.Instances ?? [];
    return [
      {
        cluster: tag.slice(CLUSTER_TAG.length),
        name,
        sizes: `${DesiredCapacity} of ${MinSize}-${MaxSize}`,
        desired: DesiredCapacity,
        instances: instances.length,
        inService: instances.filter(({ LifecycleState }) => LifecycleState === 'InService').length,
      },
    ];
  });
}

/** The way in which a group does not run as it did at first. */
export function notAwake(group: SeenGroup | undefined, first: SeenGroup): string | undefined {
  if (!group) return `${first.name} is gone`;
  if (group.sizes !== first.sizes) return `${group.name} is ${group.sizes}, not ${first.sizes}`;
  if (group.inService === group.desired && group.instances === group.desired) return undefined;
  return `${group.name} has ${group.inService} of ${group.desired} nodes in service`;
}

/** The way in which a group is not asleep: no node, and its maximum kept. */
export function notAsleep(group: SeenGroup | undefined, first: SeenGroup): string | undefined {
  if (!group) return `${first.name} is gone`;
  const wanted = `0 of 0-${first.sizes.split('-')[1]}`;
  if (group.sizes !== wanted) return `${group.name} is ${group.sizes}, not ${wanted}`;
  return group.instances === 0 ? undefined : `${group.name} still has ${group.instances} nodes`;
}
