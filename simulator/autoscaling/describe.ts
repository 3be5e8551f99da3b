import type {
  AutoScalingGroupNamesType,
  DescribeScalingActivitiesType,
  DescribeTagsType,
  Filter,
  TagDescription,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../aws-error.ts';
import type { ModelledOperation } from '../modelled-members.ts';
import { activitiesOf, managedGroups, shownManaged, tagsOf } from './managed-groups.ts';
import { type AutoScalingState, type GroupRecord, shown, validationError } from './state.ts';

/** A page of `size` records (at most 100), by a token that is the place where the next one begins. */
function page<T>(all: readonly T[], size: number | undefined, token: string | undefined, unasked = 50) {
  if (size !== undefined && (size < 1 || size > 100)) {
    throw validationError(
      `1 validation error detected: Value '${size}' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to 100`,
    );
  }
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString('utf8'));
  if (!Number.isInteger(start)) throw new AwsError('InvalidNextToken', 'The token is invalid.');
  const end = start + (size ?? unasked);
  const NextToken = end < all.length ? Buffer.from(String(end)).toString('base64') : undefined;
  return { found: all.slice(start, end), NextToken };
}

/** Whether the tags of a group are as a filter wants them. */
function tagsHold(tags: GroupRecord['tags'], { Name, Values }: Filter): boolean {
  const values = Values ?? [];
  if (Name === 'tag-key') return tags.some((tag) => values.includes(tag.Key ?? ''));
  if (Name === 'tag-value') return tags.some((tag) => values.includes(tag.Value ?? ''));
  if (Name?.startsWith('tag:')) {
    return tags.some((tag) => tag.Key === Name.slice(4) && values.includes(tag.Value ?? ''));
  }
  throw validationError(
    `Filter type ${Name} is not correct. Allowed Filter types are: tag-key tag-value tag:<key>`,
  );
}

function tagHolds(tag: TagDescription, { Name, Values }: Filter): boolean {
  const read: Record<string, string | undefined> = {
    'auto-scaling-group': tag.ResourceId,
    key: tag.Key,
    value: tag.Value,
    'propagate-at-launch': String(tag.PropagateAtLaunch),
  };
  if (!Name || !(Name in read)) {
    throw validationError(
      `Filter type ${Name} is not correct. Allowed Filter types are: auto-scaling-group key value propagate-at-launch`,
    );
  }
  return (Values ?? []).includes(read[Name] ?? '');
}

export function describeOperations(state: AutoScalingState): Record<string, ModelledOperation> {
  return {
    DescribeAutoScalingGroups: {
      members: ['AutoScalingGroupNames', 'Filters', 'MaxRecords', 'NextToken'],
      run: async (input: AutoScalingGroupNamesType) => {
        const { AutoScalingGroupNames: names, Filters = [] } = input;
        const isNamed = (name: string) => !names?.length || names.includes(name);
        const isSelected = (tags: GroupRecord['tags']) => Filters.every((filter) => tagsHold(tags, filter));
        const own = [...state.groups.values()].filter(
          ({ AutoScalingGroupName, tags }) => isNamed(AutoScalingGroupName) && isSelected(tags),
        );
        const managed = managedGroups(
          state,
          (name, tags) => isNamed(name) && isSelected(tagsOf({ name, tags })),
        );
        const all = [...own.map(shown), ...(await shownManaged(state, managed))];
        const { found, NextToken } = page(all, input.MaxRecords, input.NextToken);
        return { AutoScalingGroups: found, NextToken };
      },
    },
    DescribeScalingActivities: {
      members: ['AutoScalingGroupName', 'ActivityIds', 'MaxRecords', 'NextToken'],
      run: (input: DescribeScalingActivitiesType) => {
        const name = input.AutoScalingGroupName;
        const managed = managedGroups(state, (held) => name === undefined || held === name);
        const own =
          name === undefined ? [...state.groups.values()] : managed.length > 0 ? [] : [state.group(name)];
        const all = [
          ...own.flatMap((group) => group.activities),
          ...managed.flatMap((group) => activitiesOf(state, group)),
        ].filter(
          (activity) => !input.ActivityIds?.length || input.ActivityIds.includes(activity.ActivityId ?? ''),
        );
        const { found, NextToken } = page(all, input.MaxRecords, input.NextToken, 100);
        return { Activities: found, NextToken };
      },
    },
    DescribeTags: {
      members: ['Filters', 'MaxRecords', 'NextToken'],
      run: (input: DescribeTagsType) => {
        const all = [
          ...[...state.groups.values()].flatMap((group) => group.tags),
          ...managedGroups(state).flatMap(tagsOf),
        ].filter((tag) => (input.Filters ?? []).every((filter) => tagHolds(tag, filter)));
        const { found, NextToken } = page(all, input.MaxRecords, input.NextToken);
        return { Tags: found, NextToken };
      },
    },
  };
}
