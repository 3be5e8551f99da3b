import {
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  type EC2Client,
  type Filter,
  type Instance,
  type NetworkInterface,
  paginateDescribeInstances,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  paginateDescribeVolumes,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup,
  type Tag,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  leftSecurityGroups,
  type SeenInstance,
  type SeenLeftovers,
  type SeenNetworkInterface,
  type SeenRule,
  type SeenSecurityGroup,
} from '../../domain/decide/leftovers.ts';
import { isOwned, lifecycleTag, type Scope, type Tags } from '../../domain/decide/ownership.ts';
import { TaskError } from '../../domain/errors.ts';
import type { LeftoversPort } from '../../domain/ports/deletion.ts';
import { named, unlessMissing } from '../errors.ts';

const CHANGES = {
  DeleteNetworkInterface: DeleteNetworkInterfaceCommand,
  DeleteSecurityGroup: DeleteSecurityGroupCommand,
  RevokeSecurityGroupEgress: RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngress: RevokeSecurityGroupIngressCommand,
  TerminateInstances: TerminateInstancesCommand,
} as const;

/** A filter takes at most this many values (EC2 API reference, "Filtering"). */
const VALUES_AT_ONCE = 200;

const toTags = (tags: readonly Tag[] = []): Tags =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/** The filters under which a cluster's own may be found: EC2 has no "or" between filters. */
function filtersOf({ clusterName, ownVpcId }: Scope): readonly Filter[] {
  return [
    { Name: 'tag-key', Values: [lifecycleTag(clusterName)] },
    { Name: 'tag-value', Values: [clusterName] },
    ...(ownVpcId === undefined ? [] : [{ Name: 'vpc-id', Values: [ownVpcId] }]),
  ];
}

/** The items of paginated lists, once each. */
async function collect<Page, T extends { readonly id: string }>(
  lists: readonly AsyncIterable<Page>[],
  read: (page: Page) => readonly T[],
): Promise<T[]> {
  const found = new Map<string, T>();
  for (const pages of lists)
    for await (const page of pages) for (const one of read(page)) found.set(one.id, one);
  return [...found.values()];
}

function toInterface(seen: NetworkInterface): SeenNetworkInterface {
  const { NetworkInterfaceId: id = '', VpcId = '', Status = '', InterfaceType = '', Description } = seen;
  const instanceId = seen.Attachment?.InstanceId;
  return {
    id,
    vpcId: VpcId,
    status: Status,
    type: InterfaceType,
    description: Description ?? '',
    ...(instanceId === undefined ? {} : { instanceId }),
    groupIds: (seen.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    tags: toTags(seen.TagSet),
  };
}

const toGroup = ({
  GroupId = '',
  GroupName = '',
  VpcId = '',
  Tags: tags,
}: SecurityGroup): SeenSecurityGroup => ({
  id: GroupId,
  name: GroupName,
  vpcId: VpcId,
  tags: toTags(tags),
});

const toInstance = ({ InstanceId = '', State, Tags: tags }: Instance): SeenInstance => ({
  id: InstanceId,
  state: State?.Name ?? '',
  tags: toTags(tags),
});

function batches(values: readonly string[]): string[][] {
  const made: string[][] = [];
  for (let start = 0; start < values.length; start += VALUES_AT_ONCE)
    made.push(values.slice(start, start + VALUES_AT_ONCE));
  return made;
}

/** `LeftoversPort` over EC2. */
export class Ec2Leftovers implements LeftoversPort {
  readonly #client: EC2Client;

  constructor(client: EC2Client) {
    this.#client = client;
  }

  find(scope: Scope): Promise<SeenLeftovers> {
    return named(this.#find(scope, async () => []));
  }

  findWithRules(scope: Scope): Promise<SeenLeftovers> {
    return named(this.#find(scope, (groupIds) => this.#mentions(groupIds)));
  }

  async volumes(clusterName: string): Promise<readonly string[]> {
    const available = { Name: 'status', Values: ['available'] };
    const filters = filtersOf({ clusterName }).map((filter) => [filter, available]);
    const lists = filters.map((Filters) => paginateDescribeVolumes({ client: this.#client }, { Filters }));
    const volumes = await named(
      collect(lists, ({ Volumes = [] }) =>
        Volumes.map(({ VolumeId = '', Tags: tags }) => ({ id: VolumeId, tags: toTags(tags) })),
      ),
    );
    return volumes.filter(({ tags }) => isOwned(tags, clusterName)).map(({ id }) => id);
  }

  async change({ operation, request }: { operation: string; request: unknown }): Promise<void> {
    const Command = CHANGES[operation as keyof typeof CHANGES] as
      | (new (
          input: never,
        ) => Parameters<EC2Client['send']>[0])
      | undefined;
    if (!Command) throw new TaskError('Unexpected', `this task makes no change named ${operation}`);
    await unlessMissing(this.#client.send(new Command(request as never)) as Promise<unknown>);
  }

  async #find(
    scope: Scope,
    mentionsOf: (groupIds: readonly string[]) => Promise<readonly SeenRule[]>,
  ): Promise<SeenLeftovers> {
    const filters = filtersOf(scope);
    const config = { client: this.#client };
    const byFilter = filters.map((filter) => ({ Filters: [filter] }));
    const securityGroups = await collect(
      byFilter.map((input) => paginateDescribeSecurityGroups(config, input)),
      (page) => (page.SecurityGroups ?? []).map(toGroup),
    );
    const groupIds = leftSecurityGroups(securityGroups, scope).map(({ id }) => id);
    const inGroups = batches(groupIds).map((Values) => ({ Filters: [{ Name: 'group-id', Values }] }));
    const networkInterfaces = await collect(
      [...byFilter, ...inGroups].map((input) => paginateDescribeNetworkInterfaces(config, input)),
      (page) => (page.NetworkInterfaces ?? []).map(toInterface),
    );
    // After the interfaces, so that an instance that holds one of them is known by its tags.
    const [instances, mentions] = await Promise.all([
      collect(
        byFilter.slice(0, 2).map((input) => paginateDescribeInstances(config, input)),
        (page) => (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances.map(toInstance)),
      ),
      mentionsOf(groupIds),
    ]);
    return { networkInterfaces, securityGroups, mentions, instances };
  }

  /** The rules of other groups that mention one of these: the groups that have any, then their rules with ids. */
  async #mentions(groupIds: readonly string[]): Promise<readonly SeenRule[]> {
    const config = { client: this.#client };
    const filters = batches(groupIds).flatMap((Values) =>
      ['ip-permission.group-id', 'egress.ip-permission.group-id'].map((Name) => ({ Name, Values })),
    );
    const groups = await collect(
      filters.map((filter) => paginateDescribeSecurityGroups(config, { Filters: [filter] })),
      (page) => (page.SecurityGroups ?? []).map(toGroup),
    );
    const byId = new Map(groups.map((group) => [group.id, group]));
    const mentioned = new Set(groupIds);
    const lists = batches([...byId.keys()]).map((Values) =>
      paginateDescribeSecurityGroupRules(config, { Filters: [{ Name: 'group-id', Values }] }),
    );
    return collect(lists, (page) =>
      (page.SecurityGroupRules ?? []).flatMap((rule): readonly SeenRule[] => {
        const { SecurityGroupRuleId: id = '', IsEgress = false, GroupId = '' } = rule;
        const mentionedGroupId = rule.ReferencedGroupInfo?.GroupId ?? '';
        const group = byId.get(GroupId);
        if (!group || !mentioned.has(mentionedGroupId) || GroupId === mentionedGroupId) return [];
        return [{ id, isEgress: IsEgress, group, mentionedGroupId }];
      }),
    );
  }
}
