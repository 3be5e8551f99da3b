import type {
  CreateScheduleGroupInput,
  DeleteScheduleGroupInput,
  GetScheduleGroupInput,
  ListScheduleGroupsInput,
} from '@aws-sdk/client-scheduler';
import { sampleDurationMs } from '../durations.ts';
import type { ModelledOperation } from '../modelled-members.ts';
import type { ClientTokens } from './client-tokens.ts';
import { assertNames } from './constraints.ts';
import { groupExists, groupIsDeleting, quotaExceeded, validationError } from './errors.ts';
import { page } from './pagination.ts';
import { removeSchedule } from './schedules.ts';
import { DEFAULT_GROUP, type ScheduleGroup, type SchedulerState } from './state.ts';
import { setTags } from './tags.ts';
import type { ScheduleTimers } from './timers.ts';

/** Schedule groups a Region (user guide, "Managing a schedule group"). */
const DEFAULT_QUOTA = 500;

interface GroupsContext {
  readonly state: SchedulerState;
  readonly timers: ScheduleTimers;
  readonly tokens: ClientTokens;
}

export function createGroup(state: SchedulerState, input: CreateScheduleGroupInput): ScheduleGroup {
  assertNames(input);
  const name = input.Name as string;
  const existing = state.groups.get(name);
  if (existing) throw existing.state === 'DELETING' ? groupIsDeleting(name) : groupExists(name);
  const quota = state.region.settings.quotas['scheduler/schedule-groups'] ?? DEFAULT_QUOTA;
  if (state.groups.size >= quota) throw quotaExceeded('number of schedule groups');
  const tags = new Map<string, string>();
  setTags(tags, input.Tags ?? []);
  const group = state.addGroup(name);
  for (const [key, value] of tags) group.tags.set(key, value);
  return group;
}

/**
 * Begins to delete a group; resolves when it is gone. Its schedules "might continue to invoke their targets" until
 * then (DeleteScheduleGroup, SDK typing).
 */
export async function deleteGroup(
  { state, timers }: Omit<GroupsContext, 'tokens'>,
  group: ScheduleGroup,
): Promise<void> {
  const { kernel, settings } = state.region;
  group.state = 'DELETING';
  group.lastModifiedAt = kernel.now();
  await kernel.sleep(sampleDurationMs(kernel, 'scheduler/group-delete', settings.durationScale));
  for (const schedule of [...group.schedules.values()]) removeSchedule(timers, schedule);
  state.groups.delete(group.name);
}

/** The group to delete: not the default one (user guide, "Deleting a schedule group"), nor one that is on its way. */
export function deletableGroup(state: SchedulerState, name: string): ScheduleGroup {
  if (name === DEFAULT_GROUP) throw validationError('The default schedule group cannot be deleted.');
  const group = state.group(name);
  if (group.state === 'DELETING') throw groupIsDeleting(name);
  return group;
}

const members = (group: ScheduleGroup): Record<string, unknown> => ({
  Arn: group.arn,
  Name: group.name,
  State: group.state,
  CreationDate: new Date(group.createdAt),
  LastModificationDate: new Date(group.lastModifiedAt),
});

function listGroups(state: SchedulerState, input: ListScheduleGroupsInput): Record<string, unknown> {
  assertNames(input);
  const groups = [...state.groups.values()].filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
  const { items, NextToken } = page(groups, ({ name }) => name, input);
  return { ScheduleGroups: items.map(members), NextToken };
}

export function groupOperations(context: GroupsContext): Record<string, ModelledOperation> {
  const { state, tokens } = context;
  return {
    CreateScheduleGroup: {
      members: ['Name', 'Tags', 'ClientToken'],
      run: (input: CreateScheduleGroupInput) =>
        tokens.once('CreateScheduleGroup', input, () => ({
          ScheduleGroupArn: createGroup(state, input).arn,
        })),
    },
    DeleteScheduleGroup: {
      members: ['Name', 'ClientToken'],
      run: (input: DeleteScheduleGroupInput) => {
        assertNames(input);
        return tokens.once('DeleteScheduleGroup', input, () => {
          deleteGroup(context, deletableGroup(state, input.Name as string)).catch((error) =>
            state.region.kernel.fail(error),
          );
        });
      },
    },
    GetScheduleGroup: {
      members: ['Name'],
      run: (input: GetScheduleGroupInput) => {
        assertNames(input);
        return members(state.group(input.Name as string));
      },
    },
    ListScheduleGroups: {
      members: ['NamePrefix', 'NextToken', 'MaxResults'],
      run: (input: ListScheduleGroupsInput) => listGroups(state, input),
    },
  };
}
