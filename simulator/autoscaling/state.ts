import type { Activity, AutoScalingGroup, Instance, TagDescription } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';

/** A group as its service holds it; members of `AutoScalingGroup` are shown as they are. */
export type GroupRecord = Omit<AutoScalingGroup, 'Instances' | 'Tags'> & {
  AutoScalingGroupName: string;
  AutoScalingGroupARN: string;
  MinSize: number;
  MaxSize: number;
  DesiredCapacity: number;
  subnetIds: string[];
  instances: (Instance & { InstanceId: string; InstanceType: string; spot: boolean })[];
  tags: TagDescription[];
  activities: Activity[];
  /** The time since when launches fail without success, and the wait before the next one. */
  failingSince: number | undefined;
  retryMs: number;
  isConverging: boolean;
  /** Instances that have joined a cluster as nodes: which cluster, and whether add-ons can run on them. */
  joined: Map<string, { readonly clusterName: string; readonly runsAddons: boolean }>;
};

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

/** Auto Scaling's records of one region and account. */
export class AutoScalingState {
  readonly region: Region;
  readonly groups = new Map<string, GroupRecord>();

  constructor(region: Region) {
    this.region = region;
  }

  group(name: string | undefined): GroupRecord {
    const group = this.groups.get(name ?? '');
    if (!group)
      throw validationError(`AutoScalingGroup name not found - AutoScalingGroup: ${name} not found`);
    return group;
  }

  uuid(): string {
    return this.region.kernel.random(`autoscaling/${this.region.name}/ids`).uuid();
  }

  now(): Date {
    return new Date(this.region.kernel.now());
  }

  /** Calls an operation of another service inside AWS, as Auto Scaling itself. */
  async ask<Output>(service: string, operation: string, input: object): Promise<Output> {
    const caller = {
      kind: 'service' as const,
      principal: 'autoscaling.amazonaws.com',
      accountId: this.region.accountId,
    };
    const run = this.region.service(service).operations[operation];
    if (!run) throw new Error(`${service} has no operation ${operation}`);
    return (await run(input, { operation, caller, requestId: this.uuid() })) as Output;
  }
}

export function shown(record: GroupRecord): AutoScalingGroup {
  const { subnetIds, instances, tags, activities, failingSince, retryMs, isConverging, joined, ...group } =
    record;
  // An instance that EC2 was asked for and has not started yet has no id: it is not shown.
  const launched = instances.filter(({ InstanceId }) => InstanceId !== '');
  return { ...group, Instances: launched.map(({ spot, ...instance }) => instance), Tags: tags };
}
