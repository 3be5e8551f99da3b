import type {
  DeleteAccessPointInput,
  DescribeAccessPointsInput,
  DescribeTagsInput,
  LoadBalancerDescription,
} from '@aws-sdk/client-elastic-load-balancing';
import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import { type ModelledOperation, operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Authorization, Service } from '../service.ts';

type Tags = Readonly<Record<string, string>>;

interface BalancerRecord {
  readonly shown: LoadBalancerDescription & { LoadBalancerName: string };
  readonly tags: Tags;
  readonly networkInterfaceIds: readonly string[];
}

/** Load balancers that Kubernetes makes of Services of type LoadBalancer without the load balancer controller. */
export interface ClassicLoadBalancerPlants {
  plantLoadBalancer(given: {
    readonly name: string;
    readonly scheme?: 'internet-facing' | 'internal';
    readonly subnetIds: readonly string[];
    readonly groupIds?: readonly string[];
    readonly tags?: Tags;
  }): void;
}

export interface ElasticLoadBalancingService extends Service {
  readonly plants: ClassicLoadBalancerPlants;
}

const notFound = (name: string): AwsError =>
  new AwsError('LoadBalancerNotFound', `There is no ACTIVE Load Balancer named '${name}'`);

function describeBalancers(balancers: ReadonlyMap<string, BalancerRecord>, input: DescribeAccessPointsInput) {
  const { LoadBalancerNames: names, PageSize = 400, Marker } = input;
  const chosen = names?.length
    ? names.map((name) => {
        const held = balancers.get(name);
        if (!held) throw notFound(name);
        return held.shown;
      })
    : [...balancers.values()].map((held) => held.shown);
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, 'base64').toString('utf8'));
  const end = start + PageSize;
  return {
    LoadBalancerDescriptions: chosen.slice(start, end),
    NextMarker: end < chosen.length ? Buffer.from(String(end)).toString('base64') : undefined,
  };
}

function describeTags(
  balancers: ReadonlyMap<string, BalancerRecord>,
  { LoadBalancerNames }: DescribeTagsInput,
) {
  if ((LoadBalancerNames ?? []).length > 20) {
    throw new AwsError('ValidationError', 'The maximum number of load balancers is 20');
  }
  return {
    TagDescriptions: (LoadBalancerNames ?? []).map((name) => {
      const held = balancers.get(name);
      if (!held) throw notFound(name);
      return {
        LoadBalancerName: name,
        Tags: Object.entries(held.tags).map(([Key, Value]) => ({ Key, Value })),
      };
    }),
  };
}

/** Classic Load Balancers (API version 2012-06-01): read, cleaned up, and planted. */
export function createElasticLoadBalancing(region: Region): ElasticLoadBalancingService {
  const { kernel, network, settings } = region;
  const balancers = new Map<string, BalancerRecord>();
  const operations: Record<string, ModelledOperation> = {
    DescribeLoadBalancers: {
      members: ['LoadBalancerNames', 'PageSize', 'Marker'],
      run: (input: DescribeAccessPointsInput) => describeBalancers(balancers, input),
    },
    DescribeTags: {
      members: ['LoadBalancerNames'],
      run: (input: DescribeTagsInput) => describeTags(balancers, input),
    },
    // A balancer that is not there counts as deleted; its interfaces stay for up to a minute.
    DeleteLoadBalancer: {
      members: ['LoadBalancerName'],
      run: ({ LoadBalancerName = '' }: DeleteAccessPointInput) => {
        const held = balancers.get(LoadBalancerName);
        if (!held) return {};
        balancers.delete(LoadBalancerName);
        kernel.after(sampleDurationMs(kernel, 'elb/delete', settings.durationScale), () => {
          for (const id of held.networkInterfaceIds) network.deleteNetworkInterface(id);
        });
        return {};
      },
    },
  };
  return {
    signingName: 'elasticloadbalancing',
    operations: operationsOf(kernel, 'elasticloadbalancing', operations),
    authorize: (operation, input): Authorization[] => {
      const action = `elasticloadbalancing:${operation}`;
      if (operation !== 'DeleteLoadBalancer') return [{ action, resource: '*' }];
      const name = String(input.LoadBalancerName);
      const context = Object.fromEntries(
        Object.entries(balancers.get(name)?.tags ?? {}).map(([key, value]) => [
          `aws:ResourceTag/${key}`,
          value,
        ]),
      );
      return [{ action, resource: region.arn('elasticloadbalancing', `loadbalancer/${name}`), context }];
    },
    plants: {
      plantLoadBalancer: ({ name, scheme = 'internet-facing', subnetIds, groupIds = [], tags = {} }) => {
        const networkInterfaceIds = subnetIds.map(
          (subnetId) =>
            network.createNetworkInterface({
              subnetId,
              groupIds,
              description: `ELB ${name}`,
              requesterManaged: true,
              associatePublicIp: scheme === 'internet-facing',
            }).networkInterfaceId,
        );
        const subnets = subnetIds.map((id) => network.subnet(id));
        balancers.set(name, {
          shown: {
            LoadBalancerName: name,
            DNSName: `${name}.${region.name}.elb.amazonaws.com`,
            Scheme: scheme,
            Subnets: [...subnetIds],
            SecurityGroups: [...groupIds],
            VPCId: subnets[0]?.vpcId,
            AvailabilityZones: subnets.flatMap((subnet) => subnet?.availabilityZone ?? []),
            Instances: [],
            CreatedTime: new Date(kernel.now()),
          },
          tags,
          networkInterfaceIds,
        });
      },
    },
  };
}
