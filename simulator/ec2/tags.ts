import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeTagsRequest,
  Tag,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../aws-error.ts';
import type { ModelledOperation } from '../modelled-members.ts';
import { describe } from './describe.ts';
import { invalidValue, notFound } from './errors.ts';
import type { Ec2State, Tagged } from './state.ts';

/** Resource types as tag specifications, DescribeTags and IAM spell them, by id prefix. */
const TYPES: Readonly<Record<string, string>> = {
  vpc: 'vpc',
  subnet: 'subnet',
  sg: 'security-group',
  sgr: 'security-group-rule',
  eni: 'network-interface',
  igw: 'internet-gateway',
  eigw: 'egress-only-internet-gateway',
  eipalloc: 'elastic-ip',
  nat: 'natgateway',
  rtb: 'route-table',
  i: 'instance',
  vol: 'volume',
  vpce: 'vpc-endpoint',
  key: 'key-pair',
  pg: 'placement-group',
  ami: 'image',
  lt: 'launch-template',
};

/** The resource type of an id, for example `security-group` of `sg-0123`; undefined where the prefix is unknown. */
export function resourceTypeOf(id: string): string | undefined {
  return TYPES[id.slice(0, id.lastIndexOf('-'))];
}

/** EC2's rules for the tags that a caller gives ("Tag restrictions" of the EC2 user guide). */
function assertUserTags(tags: readonly Tag[]): void {
  const seen = new Set<string>();
  for (const { Key, Value } of tags) {
    if (!Key) throw invalidValue('Tag key cannot be null or empty');
    if (/^aws:/i.test(Key)) {
      throw invalidValue(`Tag keys starting with 'aws:' are reserved for internal use`);
    }
    if (Key.length > 127) {
      throw invalidValue('Tag key exceeds the maximum length of 127 characters');
    }
    if ((Value ?? '').length > 255) {
      throw invalidValue('Tag value exceeds the maximum length of 255 characters');
    }
    if (seen.has(Key)) throw invalidValue(`Duplicate tag key '${Key}' specified.`);
    seen.add(Key);
  }
}

/** Puts tags over those that are there; at most 50 that are not AWS's own. */
export function putTags(record: Tagged, tags: readonly Tag[]): void {
  const merged = new Map(record.Tags.map((tag) => [tag.Key, tag]));
  for (const { Key, Value } of tags) merged.set(Key, { Key, Value: Value ?? '' });
  const own = [...merged.keys()].filter((key) => !key?.startsWith('aws:'));
  if (own.length > 50) {
    throw new AwsError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
  }
  record.Tags = [...merged.values()];
}

/** The tags that a create call gives to the resource of `type`; other resource types in it are refused. */
export function tagsFor(type: string, specifications: readonly TagSpecification[] | undefined): Tag[] {
  const tags: Tag[] = [];
  for (const { ResourceType, Tags } of specifications ?? []) {
    if (ResourceType !== type) {
      throw invalidValue(`'${ResourceType}' is not a valid taggable resource type for this operation.`);
    }
    tags.push(...(Tags ?? []));
  }
  assertUserTags(tags);
  return tags.map(({ Key, Value }) => ({ Key, Value: Value ?? '' }));
}

export function tagOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  const records = (ids: readonly string[] | undefined): Tagged[] =>
    (ids ?? []).map((id) => {
      const record = ec2.tagged(id);
      if (!record) throw notFound(id.slice(0, id.lastIndexOf('-')), id);
      return record;
    });
  return {
    CreateTags: {
      members: ['Resources', 'Tags', 'DryRun'],
      run: ({ Resources, Tags }: CreateTagsRequest) => {
        assertUserTags(Tags ?? []);
        for (const record of records(Resources)) putTags(record, Tags ?? []);
        return {};
      },
    },
    DeleteTags: {
      members: ['Resources', 'Tags'],
      run: ({ Resources, Tags }: DeleteTagsRequest) => {
        assertUserTags(Tags ?? []);
        for (const record of records(Resources)) {
          record.Tags = record.Tags.filter(
            (held) =>
              held.Key?.startsWith('aws:') ||
              (Tags !== undefined &&
                !Tags.some((tag) => tag.Key === held.Key && (tag.Value ?? held.Value) === held.Value)),
          );
        }
        return {};
      },
    },
    DescribeTags: {
      members: ['Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeTagsRequest) => {
        const all = [...ec2.allTagged()].flatMap(([id, record]) =>
          record.Tags.map((tag) => ({ ...tag, ResourceId: id, ResourceType: resourceTypeOf(id) })),
        );
        const { found, NextToken } = describe(ec2, 'DescribeTags', input, {
          records: all,
          filters: {
            key: (tag) => [tag.Key],
            value: (tag) => [tag.Value],
            'resource-id': (tag) => [tag.ResourceId],
            'resource-type': (tag) => [tag.ResourceType],
          },
        });
        return { Tags: found, NextToken };
      },
    },
  };
}
