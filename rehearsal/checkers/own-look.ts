import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../simulator/aws-error.ts';
import type { Caller } from '../../simulator/service.ts';
import type { World } from '../../simulator/world.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * A service's answer at this moment: past IAM, throttling and the trace. It takes no virtual time, so that nothing
 * comes to pass meanwhile. Undefined where the service refuses, for example a resource that it does not have.
 */
export async function lookAt<Output>(
  world: World,
  region: string,
  [service, operation]: readonly [service: string, operation: string],
  input: Input = {},
): Promise<Output | undefined> {
  const caller: Caller = { kind: 'administrator', arn: 'checker', accountId: world.accountId };
  const run = world.region(region).service(service).operations[operation];
  if (!run) throw new Error(`a checker asks ${service} for ${operation}, which it does not have`);
  try {
    return (await run({ ...input }, { operation, caller, requestId: 'checker' })) as Output;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** All that is in one list, page after page. */
export async function listNow<One>(
  world: World,
  region: string,
  [service, operation, list]: readonly [service: string, operation: string, list: string],
  input: Input = {},
): Promise<readonly One[]> {
  const found: One[] = [];
  let next: Input | undefined = input;
  while (next) {
    const page: Input | undefined = await lookAt<Input>(world, region, [service, operation], next);
    found.push(...((page?.[list] ?? []) as readonly One[]));
    const { nextToken, NextToken }: Input = page ?? {};
    next = nextToken ? { ...input, nextToken } : NextToken ? { ...input, NextToken } : undefined;
  }
  return found;
}

/** A node group as Auto Scaling has it. */
export interface GroupNow {
  /** As EKS or eksctl names it. */
  readonly name: string;
  readonly scalingGroup: string;
  /** The ARN, which tells it from other groups that had the name. */
  readonly arn: string;
  /** `2 of 1-4`. */
  readonly sizes: string;
  readonly instances: number;
  readonly instanceIds: readonly string[];
  readonly inService: number;
}

const NAME_TAGS = ['eks:nodegroup-name', 'alpha.eksctl.io/nodegroup-name'];

export const sizesInWords = (desired = 0, min = 0, max = 0): string => `${desired} of ${min}-${max}`;

function groupNow(group: AutoScalingGroup): GroupNow {
  const { AutoScalingGroupName: scalingGroup = '', Instances = [], Tags = [] } = group;
  const own = Tags.find(({ Key = '' }) => NAME_TAGS.includes(Key))?.Value;
  return {
    name: own ?? scalingGroup,
    scalingGroup,
    arn: group.AutoScalingGroupARN ?? '',
    sizes: sizesInWords(group.DesiredCapacity, group.MinSize, group.MaxSize),
    instances: Instances.length,
    instanceIds: Instances.flatMap(({ InstanceId }) => InstanceId ?? []),
    inService: Instances.filter(({ LifecycleState }) => LifecycleState === 'InService').length,
  };
}

/** The node groups of a cluster, managed and self-managed: both have the tag of Kubernetes' cloud provider. */
export async function groupsNow(world: World, region: string, cluster: string): Promise<readonly GroupNow[]> {
  const found = await listNow<AutoScalingGroup>(
    world,
    region,
    ['autoscaling', 'DescribeAutoScalingGroups', 'AutoScalingGroups'],
    { Filters: [{ Name: 'tag-key', Values: [`kubernetes.io/cluster/${cluster}`] }] },
  );
  return found.map(groupNow);
}

/** The version of a cluster's control plane, and of each managed node group, as EKS has them. */
export async function versionsNow(world: World, region: string, clusterName: string) {
  const ask = <Output>(operation: string, input: Input) =>
    lookAt<Output>(world, region, ['eks', operation], input);
  const found = await ask<{ readonly cluster: { readonly version?: string } }>('DescribeCluster', {
    name: clusterName,
  });
  const names = await listNow<string>(world, region, ['eks', 'ListNodegroups', 'nodegroups'], {
    clusterName,
  });
  const groups = names.map(async (nodegroupName) => {
    const group = await ask<{ readonly nodegroup: { readonly version?: string; readonly amiType?: string } }>(
      'DescribeNodegroup',
      {
        clusterName,
        nodegroupName,
      },
    );
    const { version, amiType } = group?.nodegroup ?? {};
    return { name: nodegroupName, version, isCustom: amiType === 'CUSTOM' };
  });
  return { version: found?.cluster.version, groups: await Promise.all(groups) };
}

/**
 * Looks that are under way. Each is begun where something is seen, and ends before virtual time goes on. A look that
 * fails is a finding as well.
 */
export class Looks {
  readonly #violations: string[] = [];

  /** Begins a look; it answers violations. */
  begin(look: () => Promise<readonly string[]>): void {
    look().then(
      (found) => this.#violations.push(...found),
      (error: unknown) =>
        this.#violations.push(`a checker failed: ${String((error as Error).stack ?? error)}`),
    );
  }

  get violations(): readonly string[] {
    return this.#violations;
  }
}
