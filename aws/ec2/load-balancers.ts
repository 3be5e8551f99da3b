import {
  DeleteLoadBalancerCommand as DeleteClassicLoadBalancerCommand,
  DescribeTagsCommand as DescribeClassicTagsCommand,
  type ElasticLoadBalancingClient,
  paginateDescribeLoadBalancers as paginateClassicLoadBalancers,
} from '@aws-sdk/client-elastic-load-balancing';
import {
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeTagsCommand,
  type ElasticLoadBalancingV2Client,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  SeenLoadBalancer,
  SeenLoadBalancing,
  SeenTargetGroup,
} from '../../domain/decide/left-load-balancers.ts';
import type { Tags } from '../../domain/decide/ownership.ts';
import { TaskError } from '../../domain/errors.ts';
import type { LoadBalancersPort } from '../../domain/ports/deletion.ts';
import { named, unlessMissing } from '../errors.ts';

/** DescribeTags of both generations takes at most this many at once. */
const TAGS_AT_ONCE = 20;

interface TagDescription {
  readonly id: string | undefined;
  readonly tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];
}

/** Tags by id. One that went in the meantime fails the whole batch, which is then asked one by one. */
async function tagsOf(
  ids: readonly string[],
  describe: (ids: string[]) => Promise<readonly TagDescription[]>,
): Promise<ReadonlyMap<string, Tags>> {
  const found = new Map<string, Tags>();
  const read = async (batch: string[]): Promise<void> => {
    const answer = await unlessMissing(describe(batch));
    for (const { id = '', tags } of answer ?? [])
      found.set(id, Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])));
    if (!answer && batch.length > 1) for (const id of batch) await read([id]);
  };
  for (let start = 0; start < ids.length; start += TAGS_AT_ONCE)
    await read(ids.slice(start, start + TAGS_AT_ONCE));
  return found;
}

const inVpc = (vpcId: string | undefined) => (vpcId === undefined ? {} : { vpcId });

/** `LoadBalancersPort` over both generations of Elastic Load Balancing. */
export class ElasticLoadBalancers implements LoadBalancersPort {
  readonly #classic: ElasticLoadBalancingClient;
  readonly #v2: ElasticLoadBalancingV2Client;

  constructor(classic: ElasticLoadBalancingClient, v2: ElasticLoadBalancingV2Client) {
    this.#classic = classic;
    this.#v2 = v2;
  }

  async all(): Promise<SeenLoadBalancing> {
    const [classic, v2, targetGroups] = await Promise.all([
      named(this.#classicBalancers()),
      named(this.#balancers()),
      named(this.#targetGroups()),
    ]);
    return { loadBalancers: [...classic, ...v2], targetGroups };
  }

  async change({ operation, request }: { operation: string; request: unknown }): Promise<void> {
    const { LoadBalancerName, LoadBalancerArn, TargetGroupArn } = request as Readonly<
      Record<string, string | undefined>
    >;
    const call =
      operation === 'DeleteTargetGroup'
        ? this.#v2.send(new DeleteTargetGroupCommand({ TargetGroupArn }))
        : operation !== 'DeleteLoadBalancer'
          ? Promise.reject(new TaskError('Unexpected', `this task makes no change named ${operation}`))
          : LoadBalancerName === undefined
            ? this.#v2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }))
            : this.#classic.send(new DeleteClassicLoadBalancerCommand({ LoadBalancerName }));
    await unlessMissing<unknown>(call);
  }

  async #classicBalancers(): Promise<readonly SeenLoadBalancer[]> {
    const seen: Omit<SeenLoadBalancer, 'tags'>[] = [];
    for await (const page of paginateClassicLoadBalancers({ client: this.#classic }, {}))
      for (const { LoadBalancerName: id = '', VPCId } of page.LoadBalancerDescriptions ?? [])
        seen.push({ generation: 'classic', id, ...inVpc(VPCId) });
    const tags = await tagsOf(
      seen.map(({ id }) => id),
      async (LoadBalancerNames) => {
        const command = new DescribeClassicTagsCommand({ LoadBalancerNames });
        const { TagDescriptions = [] } = await this.#classic.send(command);
        return TagDescriptions.map(({ LoadBalancerName, Tags = [] }) => ({
          id: LoadBalancerName,
          tags: Tags,
        }));
      },
    );
    return seen.map((balancer) => ({ ...balancer, tags: tags.get(balancer.id) ?? {} }));
  }

  async #balancers(): Promise<readonly SeenLoadBalancer[]> {
    const seen: Omit<SeenLoadBalancer, 'tags'>[] = [];
    for await (const page of paginateDescribeLoadBalancers({ client: this.#v2 }, {}))
      for (const { LoadBalancerArn: id = '', VpcId } of page.LoadBalancers ?? [])
        seen.push({ generation: 'v2', id, ...inVpc(VpcId) });
    const tags = await this.#tags(seen.map(({ id }) => id));
    return seen.map((balancer) => ({ ...balancer, tags: tags.get(balancer.id) ?? {} }));
  }

  async #targetGroups(): Promise<readonly SeenTargetGroup[]> {
    const seen: Omit<SeenTargetGroup, 'tags'>[] = [];
    for await (const page of paginateDescribeTargetGroups({ client: this.#v2 }, {}))
      for (const { TargetGroupArn: arn = '', VpcId } of page.TargetGroups ?? [])
        seen.push({ arn, ...inVpc(VpcId) });
    const tags = await this.#tags(seen.map(({ arn }) => arn));
    return seen.map((group) => ({ ...group, tags: tags.get(group.arn) ?? {} }));
  }

  #tags(arns: readonly string[]): Promise<ReadonlyMap<string, Tags>> {
    return tagsOf(arns, async (ResourceArns) => {
      const { TagDescriptions = [] } = await this.#v2.send(new DescribeTagsCommand({ ResourceArns }));
      return TagDescriptions.map(({ ResourceArn, Tags = [] }) => ({ id: ResourceArn, tags: Tags }));
    });
  }
}
