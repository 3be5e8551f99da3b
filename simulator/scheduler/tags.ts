import type {
  ListTagsForResourceInput,
  Tag,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-scheduler';
import type { ModelledOperation } from '../modelled-members.ts';
import { assertNames } from './constraints.ts';
import { validationError } from './errors.ts';
import type { ScheduleGroup, SchedulerState } from './state.ts';

/** Tags a resource (AWS's general limit). */
const MAXIMUM_TAGS = 50;

export function setTags(tags: Map<string, string>, added: readonly Tag[]): void {
  const keys = new Set(added.map(({ Key }) => `${Key}`));
  if (new Set([...tags.keys(), ...keys]).size > MAXIMUM_TAGS) {
    throw validationError(`A resource can have at most ${MAXIMUM_TAGS} tags.`);
  }
  for (const { Key, Value } of added) tags.set(`${Key}`, `${Value}`);
}

/** Groups alone have tags (TagResource, SDK typing): the model's pattern refuses the ARN of a schedule. */
export function tagOperations(state: SchedulerState): Record<string, ModelledOperation> {
  const groupOf = (input: { readonly ResourceArn?: string | undefined }): ScheduleGroup => {
    assertNames(input);
    return state.group((input.ResourceArn ?? '').slice((input.ResourceArn ?? '').lastIndexOf('/') + 1));
  };
  return {
    TagResource: {
      members: ['ResourceArn', 'Tags'],
      run: (input: TagResourceInput) => setTags(groupOf(input).tags, input.Tags ?? []),
    },
    UntagResource: {
      members: ['ResourceArn', 'TagKeys'],
      run: (input: UntagResourceInput) => {
        const { tags } = groupOf(input);
        for (const key of input.TagKeys ?? []) tags.delete(key);
      },
    },
    ListTagsForResource: {
      members: ['ResourceArn'],
      run: (input: ListTagsForResourceInput) => ({
        Tags: [...groupOf(input).tags].map(([Key, Value]) => ({ Key, Value })),
      }),
    },
  };
}
