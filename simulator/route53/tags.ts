import type {
  ChangeTagsForResourceRequest,
  ListTagsForResourceRequest,
  ListTagsForResourcesRequest,
} from '@aws-sdk/client-route-53';
import type { ModelledOperation } from '../modelled-members.ts';
import { bareId, invalidInput } from './answers.ts';
import { checkOf } from './health-checks.ts';
import { zoneOf } from './hosted-zones.ts';
import type { Route53State } from './state.ts';

/** "A maximum of 10 tags" (API reference, ChangeTagsForResource). */
const MOST_TAGS = 10;

function tagsOf(state: Route53State, type = '', id = ''): Map<string, string> {
  if (type === 'hostedzone') zoneOf(state, id);
  else if (type === 'healthcheck') checkOf(state, id);
  else
    throw invalidInput(
      `1 validation error detected: Value '${type}' at 'resourceType' failed to satisfy constraint: Member must satisfy enum value set: [healthcheck, hostedzone]`,
    );
  const key = `${type}/${bareId(id)}`;
  const tags = state.tags.get(key) ?? new Map<string, string>();
  state.tags.set(key, tags);
  return tags;
}

const shown = (state: Route53State, ResourceType = '', ResourceId = '') => ({
  ResourceType: ResourceType as 'hostedzone',
  ResourceId: bareId(ResourceId),
  Tags: [...tagsOf(state, ResourceType, ResourceId)].map(([Key, Value]) => ({ Key, Value })),
});

export function tagOperations(state: Route53State): Record<string, ModelledOperation> {
  return {
    ChangeTagsForResource: {
      members: ['ResourceType', 'ResourceId', 'AddTags', 'RemoveTagKeys'],
      run: ({ ResourceType, ResourceId, AddTags = [], RemoveTagKeys = [] }: ChangeTagsForResourceRequest) => {
        const tags = tagsOf(state, ResourceType, ResourceId);
        if (AddTags.length === 0 && RemoveTagKeys.length === 0)
          throw invalidInput('AddTags or RemoveTagKeys is required');
        const after = new Map([...tags].filter(([key]) => !RemoveTagKeys.includes(key)));
        for (const { Key = '', Value = '' } of AddTags) after.set(Key, Value);
        if (after.size > MOST_TAGS) throw invalidInput(`A resource has at most ${MOST_TAGS} tags`);
        tags.clear();
        for (const [key, value] of after) tags.set(key, value);
        return {};
      },
    },
    ListTagsForResource: {
      members: ['ResourceType', 'ResourceId'],
      run: (input: ListTagsForResourceRequest) => ({
        ResourceTagSet: shown(state, input.ResourceType, input.ResourceId),
      }),
    },
    ListTagsForResources: {
      members: ['ResourceType', 'ResourceIds'],
      run: ({ ResourceType, ResourceIds = [] }: ListTagsForResourcesRequest) => {
        if (ResourceIds.length > 10) throw invalidInput('ResourceIds has at most 10 ids');
        return { ResourceTagSets: ResourceIds.map((id) => shown(state, ResourceType, id)) };
      },
    },
  };
}
