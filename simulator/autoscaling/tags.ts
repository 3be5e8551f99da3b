import type {
  CreateOrUpdateTagsType,
  DeleteTagsType,
  Tag,
  TagDescription,
} from '@aws-sdk/client-auto-scaling';
import type { ModelledOperation } from '../modelled-members.ts';
import { type AutoScalingState, validationError } from './state.ts';

export function tagOf(tag: Tag, name: string): TagDescription {
  return {
    Key: tag.Key,
    Value: tag.Value ?? '',
    PropagateAtLaunch: tag.PropagateAtLaunch ?? false,
    ResourceId: name,
    ResourceType: 'auto-scaling-group',
  };
}

export function assertTags(tags: readonly Tag[]): void {
  for (const { Key } of tags) {
    if (!Key) throw validationError('The tag key is required');
    if (/^aws:/i.test(Key)) throw validationError(`The tag key prefix aws: is reserved. Tag key: ${Key}`);
  }
  if (tags.length > 50) throw validationError('The maximum number of tags is 50');
}

function putTags(state: AutoScalingState, { Tags }: CreateOrUpdateTagsType) {
  assertTags(Tags ?? []);
  for (const tag of Tags ?? []) state.group(tag.ResourceId);
  for (const tag of Tags ?? []) {
    const group = state.group(tag.ResourceId);
    group.tags = [
      ...group.tags.filter((held) => held.Key !== tag.Key),
      tagOf(tag, group.AutoScalingGroupName),
    ];
  }
  return {};
}

function deleteTags(state: AutoScalingState, { Tags }: DeleteTagsType) {
  for (const tag of Tags ?? []) {
    const group = state.group(tag.ResourceId);
    group.tags = group.tags.filter((held) => held.Key !== tag.Key);
  }
  return {};
}

export function tagOperations(state: AutoScalingState): Record<string, ModelledOperation> {
  return {
    CreateOrUpdateTags: { members: ['Tags'], run: (input: CreateOrUpdateTagsType) => putTags(state, input) },
    DeleteTags: { members: ['Tags'], run: (input: DeleteTagsType) => deleteTags(state, input) },
  };
}
