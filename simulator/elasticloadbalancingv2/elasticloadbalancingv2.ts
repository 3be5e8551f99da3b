import type {
  DeleteLoadBalancerInput,
  DeleteTargetGroupInput,
  DescribeLoadBalancersInput,
  DescribeTagsInput,
  DescribeTargetGroupsInput,
  LoadBalancer,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import { type ModelledOperation, operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Authorization, Service } from '../service.ts';

type Tags = Readonly<Record<string, string>>;

interface BalancerRecord {
  readonly shown: LoadBalancer & { LoadBalancerArn: string; LoadBalancerName: string };
  readonly tags: Tags;
  readonly networkInterfaceIds: readonly string[];
  readonly deletionProtection: boolean;
}

interface TargetGroupRecord {
  readonly shown: TargetGroup & {
    TargetGroupArn: string;
    TargetGroupName: string;
    LoadBalancerArns: string[];
  };
  readonly tags: Tags;
}

/** Load balancers and target groups that Kubernetes' controllers make and leave behind: planted, not created. */
export interface LoadBalancerPlants {
  plantLoadBalancer(given: {
    readonly name: string;
    readonly type: 'application' | 'network';
    readonly scheme?: 'internet-facing' | 'internal';
    readonly subnetIds: readonly string[];
    readonly groupIds?: readonly string[];
    readonly tags?: Tags;
    readonly deletionProtection?: boolean;
  }): { readonly loadBalancerArn: string };
  plantTargetGroup(given: {
    readonly name: string;
    readonly vpcId: string;
    /** The ARN that a file names; one is made up otherwise. */
    readonly targetGroupArn?: string;
    readonly loadBalancerArns?: readonly string[];
    readonly tags?: Tags;
  }): { readonly targetGroupArn: string };
}

/** A page of at most 400 records, by the place where the next one begins. */
function page<T>(all: readonly T[], size = 400, marker?: string) {
  const start = marker === undefined ? 0 : Number(Buffer.from(marker, 'base64').toString('utf8'));
  if (!Number.isInteger(start)) throw new AwsError('ValidationError', 'Invalid marker');
  const end = start + size;
  return {
    found: all.slice(start, end),
    NextMarker: end < all.length ? Buffer.from(String(end)).toString('base64') : undefined,
  };
}

class LoadBalancers {
  readonly region: Region;
  readonly balancers = new Map<string, BalancerRecord>();
  readonly targetGroups = new Map<string, TargetGroupRecord>();

  constructor(region: Region) {
    this.region = region;
  }

  #id(): string {
    return this.region.kernel
      .random(`elasticloadbalancing/${this.region.name}/ids`)
      .text(16, '0123456789abcdef');
  }

  plantLoadBalancer(given: Parameters<LoadBalancerPlants['plantLoadBalancer']>[0]) {
    const { network, name: regionName } = this.region;
    const kind = given.type === 'application' ? 'app' : 'net';
    const id = this.#id();
    const scheme = given.scheme ?? 'internet-facing';
    const networkInterfaceIds = given.subnetIds.map(
      (subnetId) =>
        network.createNetworkInterface({
          subnetId,
          groupIds: given.groupIds ?? [],
          description: `ELB ${kind}/${given.name}/${id}`,
          requesterManaged: true,
          associatePublicIp: scheme === 'internet-facing',
        }).networkInterfaceId,
    );
    const LoadBalancerArn = this.region.arn(
      'elasticloadbalancing',
      `loadbalancer/${kind}/${given.name}/${id}`,
    );
    const vpcId = network.subnet(given.subnetIds[0] ?? '')?.vpcId;
    this.balancers.set(LoadBalancerArn, {
      shown: {
        LoadBalancerArn,
        LoadBalancerName: given.name,
        DNSName: `${given.name}-${id}.elb.${regionName}.amazonaws.com`,
        CreatedTime: new Date(this.region.kernel.now()),
        Scheme: scheme,
        ...(vpcId !== undefined && { VpcId: vpcId }),
        State: { Code: 'active' },
        Type: given.type,
        AvailabilityZones: given.subnetIds.map((SubnetId) => ({
          SubnetId,
          ZoneName: network.subnet(SubnetId)?.availabilityZone,
        })),
        SecurityGroups: [...(given.groupIds ?? [])],
        IpAddressType: 'ipv4',
      },
      tags: given.tags ?? {},
      networkInterfaceIds,
      deletionProtection: given.deletionProtection ?? false,
    });
    return { loadBalancerArn: LoadBalancerArn };
  }

  plantTargetGroup(given: Parameters<LoadBalancerPlants['plantTargetGroup']>[0]) {
    const TargetGroupArn =
      given.targetGroupArn ??
      this.region.arn('elasticloadbalancing', `targetgroup/${given.name}/${this.#id()}`);
    this.targetGroups.set(TargetGroupArn, {
      shown: {
        TargetGroupArn,
        TargetGroupName: given.name,
        VpcId: given.vpcId,
        Protocol: 'HTTP',
        Port: 80,
        TargetType: 'ip',
        LoadBalancerArns: [...(given.loadBalancerArns ?? [])],
      },
      tags: given.tags ?? {},
    });
    return { targetGroupArn: TargetGroupArn };
  }

  describeLoadBalancers(input: DescribeLoadBalancersInput) {
    const { LoadBalancerArns: arns, Names: names } = input;
    const all = [...this.balancers.values()].map((held) => held.shown);
    const missing = (names ?? []).find((name) => !all.some((held) => held.LoadBalancerName === name));
    if (missing !== undefined) {
      throw new AwsError('LoadBalancerNotFound', `Load balancers '[${missing}]' not found`);
    }
    if (arns?.some((arn) => !this.balancers.has(arn))) {
      throw new AwsError('LoadBalancerNotFound', 'One or more load balancers not found');
    }
    const chosen = all.filter(
      (held) =>
        (!arns?.length || arns.includes(held.LoadBalancerArn)) &&
        (!names?.length || names.includes(held.LoadBalancerName)),
    );
    const { found, NextMarker } = page(chosen, input.PageSize, input.Marker);
    return { LoadBalancers: found, NextMarker };
  }

  describeTargetGroups(input: DescribeTargetGroupsInput) {
    const { TargetGroupArns: arns, Names: names, LoadBalancerArn } = input;
    const all = [...this.targetGroups.values()].map((held) => held.shown);
    const isMissing =
      arns?.some((arn) => !this.targetGroups.has(arn)) ||
      names?.some((name) => !all.some((held) => held.TargetGroupName === name));
    if (isMissing) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
    const chosen = all.filter(
      (held) =>
        (!arns?.length || arns.includes(held.TargetGroupArn)) &&
        (!names?.length || names.includes(held.TargetGroupName)) &&
        (LoadBalancerArn === undefined || held.LoadBalancerArns.includes(LoadBalancerArn)),
    );
    const { found, NextMarker } = page(chosen, input.PageSize, input.Marker);
    return { TargetGroups: found, NextMarker };
  }

  describeTags({ ResourceArns }: DescribeTagsInput) {
    if ((ResourceArns ?? []).length > 20) {
      throw new AwsError('ValidationError', 'The maximum number of resources is 20');
    }
    return {
      TagDescriptions: (ResourceArns ?? []).map((arn) => {
        const held = this.balancers.get(arn) ?? this.targetGroups.get(arn);
        if (!held && arn.includes(':targetgroup/')) {
          throw new AwsError('TargetGroupNotFound', `Target groups '${arn}' not found`);
        }
        if (!held) throw new AwsError('LoadBalancerNotFound', `Load balancers '[${arn}]' not found`);
        return { ResourceArn: arn, Tags: Object.entries(held.tags).map(([Key, Value]) => ({ Key, Value })) };
      }),
    };
  }

  /** A balancer that is not there counts as deleted; its interfaces stay for up to a minute. */
  deleteLoadBalancer({ LoadBalancerArn = '' }: DeleteLoadBalancerInput) {
    const held = this.balancers.get(LoadBalancerArn);
    if (!held) return {};
    if (held.deletionProtection) {
      throw new AwsError(
        'OperationNotPermitted',
        `Load balancer '${LoadBalancerArn}' cannot be deleted because deletion protection is enabled`,
      );
    }
    this.balancers.delete(LoadBalancerArn);
    for (const group of this.targetGroups.values()) {
      group.shown.LoadBalancerArns = group.shown.LoadBalancerArns.filter((arn) => arn !== LoadBalancerArn);
    }
    const { kernel, network, settings } = this.region;
    kernel.after(sampleDurationMs(kernel, 'elb/delete', settings.durationScale), () => {
      for (const id of held.networkInterfaceIds) network.deleteNetworkInterface(id);
    });
    return {};
  }

  deleteTargetGroup({ TargetGroupArn = '' }: DeleteTargetGroupInput) {
    const held = this.targetGroups.get(TargetGroupArn);
    if (held && held.shown.LoadBalancerArns.length > 0) {
      throw new AwsError(
        'ResourceInUse',
        `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
      );
    }
    this.targetGroups.delete(TargetGroupArn);
    return {};
  }

  operations(): Record<string, ModelledOperation> {
    const paging = ['PageSize', 'Marker'];
    return {
      DescribeLoadBalancers: {
        members: ['LoadBalancerArns', 'Names', ...paging],
        run: (input: DescribeLoadBalancersInput) => this.describeLoadBalancers(input),
      },
      DescribeTargetGroups: {
        members: ['TargetGroupArns', 'Names', 'LoadBalancerArn', ...paging],
        run: (input: DescribeTargetGroupsInput) => this.describeTargetGroups(input),
      },
      DescribeTags: {
        members: ['ResourceArns'],
        run: (input: DescribeTagsInput) => this.describeTags(input),
      },
      DeleteLoadBalancer: {
        members: ['LoadBalancerArn'],
        run: (input: DeleteLoadBalancerInput) => this.deleteLoadBalancer(input),
      },
      DeleteTargetGroup: {
        members: ['TargetGroupArn'],
        run: (input: DeleteTargetGroupInput) => this.deleteTargetGroup(input),
      },
    };
  }

  authorize(operation: string, input: Readonly<Record<string, unknown>>): Authorization[] {
    const action = `elasticloadbalancing:${operation}`;
    const arn = String(input.LoadBalancerArn ?? input.TargetGroupArn ?? '*');
    if (!operation.startsWith('Delete')) return [{ action, resource: '*' }];
    const tags = (this.balancers.get(arn) ?? this.targetGroups.get(arn))?.tags ?? {};
    const context = Object.fromEntries(
      Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
    );
    return [{ action, resource: arn, context }];
  }
}

export interface ElasticLoadBalancingV2Service extends Service {
  readonly plants: LoadBalancerPlants;
}

/** Application and Network Load Balancers (API version 2015-12-01): read, cleaned up, and planted. */
export function createElasticLoadBalancingV2(region: Region): ElasticLoadBalancingV2Service {
  const state = new LoadBalancers(region);
  return {
    signingName: 'elasticloadbalancing',
    operations: operationsOf(region.kernel, 'elasticloadbalancingv2', state.operations()),
    authorize: (operation, input) => state.authorize(operation, input),
    plants: {
      plantLoadBalancer: (given) => state.plantLoadBalancer(given),
      plantTargetGroup: (given) => state.plantTargetGroup(given),
    },
  };
}
