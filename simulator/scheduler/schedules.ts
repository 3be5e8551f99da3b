import type {
  CreateScheduleInput,
  DeleteScheduleInput,
  GetScheduleInput,
  ListSchedulesInput,
  UpdateScheduleInput,
} from '@aws-sdk/client-scheduler';
import { type ModelledOperation, refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Caller } from '../service.ts';
import type { ClientTokens } from './client-tokens.ts';
import { assertNames } from './constraints.ts';
import { definitionOf } from './definition.ts';
import { groupIsDeleting, quotaExceeded, scheduleExists } from './errors.ts';
import { assertExecutionRole } from './execution-role.ts';
import { page } from './pagination.ts';
import type { ScheduleRequest } from './schedule-request.ts';
import { DEFAULT_GROUP, type Schedule, type SchedulerState } from './state.ts';
import type { ScheduleTimers } from './timers.ts';

/**
 * Schedules a Region. The guide's quota page says 10,000,000 since 2026 and AWS's other pages 1,000,000. It is the
 * smaller one, which is accepted everywhere.
 */
const DEFAULT_QUOTA = 1_000_000;

/** `KmsKeyArn` is not among them: nothing is encrypted. */
const REQUEST_MEMBERS = [
  ...['Name', 'GroupName', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'StartDate', 'EndDate'],
  ...['Description', 'State', 'Target', 'FlexibleTimeWindow', 'ClientToken', 'ActionAfterCompletion'],
];

interface SchedulesContext {
  readonly state: SchedulerState;
  readonly timers: ScheduleTimers;
  readonly tokens: ClientTokens;
}

export function createSchedule(
  { state, timers }: Omit<SchedulesContext, 'tokens'>,
  input: CreateScheduleInput,
  caller: Caller,
): Schedule {
  const { kernel, settings } = state.region;
  const definition = definitionOf(state, input);
  const group = state.group(input.GroupName ?? DEFAULT_GROUP);
  if (group.state === 'DELETING') throw groupIsDeleting(group.name);
  assertExecutionRole(state.region, caller, definition.target.RoleArn, group);
  const name = input.Name as string;
  if (group.schedules.has(name)) throw scheduleExists(name);
  const quota = settings.quotas['scheduler/schedules'] ?? DEFAULT_QUOTA;
  if (state.scheduleCount() >= quota) throw quotaExceeded('number of schedules');
  const now = kernel.now();
  const schedule: Schedule = {
    name,
    arn: state.scheduleArn(name, group.name),
    group,
    createdAt: now,
    lastModifiedAt: now,
    definition,
    rateAnchorMs: now,
    timer: undefined,
  };
  group.schedules.set(name, schedule);
  timers.restart(schedule);
  return schedule;
}

/**
 * Replaces the whole definition. No document says whether a rate then counts from the update or goes on from where it
 * was: the seed decides.
 */
export function updateSchedule(
  { state, timers }: Omit<SchedulesContext, 'tokens'>,
  input: UpdateScheduleInput,
  caller: Caller,
): Schedule {
  const { kernel } = state.region;
  const definition = definitionOf(state, input);
  const group = state.group(input.GroupName ?? DEFAULT_GROUP);
  const schedule = state.schedule(input.Name as string, group.name);
  assertExecutionRole(state.region, caller, definition.target.RoleArn, group);
  schedule.definition = definition;
  schedule.lastModifiedAt = kernel.now();
  if (kernel.random('scheduler/rate-anchors').chance(0.5)) schedule.rateAnchorMs = kernel.now();
  timers.restart(schedule);
  return schedule;
}

/** Takes a schedule out; attempts that are under way go on. */
export function removeSchedule(timers: ScheduleTimers, schedule: Schedule): void {
  timers.stop(schedule);
  if (schedule.group.schedules.get(schedule.name) === schedule)
    schedule.group.schedules.delete(schedule.name);
}

const summary = (schedule: Schedule): Record<string, unknown> => ({
  Arn: schedule.arn,
  Name: schedule.name,
  GroupName: schedule.group.name,
  State: schedule.definition.state,
  CreationDate: new Date(schedule.createdAt),
  LastModificationDate: new Date(schedule.lastModifiedAt),
  Target: { Arn: schedule.definition.target.Arn },
});

function wholeSchedule(schedule: Schedule): Record<string, unknown> {
  const { definition } = schedule;
  return {
    ...summary(schedule),
    ScheduleExpression: definition.expression,
    ScheduleExpressionTimezone: definition.zone,
    StartDate: definition.startMs === undefined ? undefined : new Date(definition.startMs),
    EndDate: definition.endMs === undefined ? undefined : new Date(definition.endMs),
    Description: definition.description,
    Target: definition.target,
    FlexibleTimeWindow: definition.window,
    ActionAfterCompletion: definition.actionAfterCompletion,
  };
}

function listSchedules(state: SchedulerState, input: ListSchedulesInput): Record<string, unknown> {
  assertNames(input);
  const groups = input.GroupName === undefined ? [...state.groups.values()] : [state.group(input.GroupName)];
  const schedules = groups
    .flatMap((group) => [...group.schedules.values()])
    .filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
    .filter(({ definition }) => input.State === undefined || definition.state === input.State);
  const { items, NextToken } = page(schedules, ({ group, name }) => `${group.name}/${name}`, input);
  return { Schedules: items.map(summary), NextToken };
}

export function scheduleOperations(context: SchedulesContext): Record<string, ModelledOperation> {
  const { state, timers, tokens } = context;
  const found = (input: GetScheduleInput): Schedule => {
    assertNames(input);
    return state.schedule(input.Name as string, input.GroupName ?? DEFAULT_GROUP);
  };
  return {
    CreateSchedule: {
      members: REQUEST_MEMBERS,
      run: (input: ScheduleRequest, { caller }) => {
        refuseWindowMembers(state, input);
        return tokens.once('CreateSchedule', input, () => ({
          ScheduleArn: createSchedule(context, input, caller).arn,
        }));
      },
    },
    UpdateSchedule: {
      members: REQUEST_MEMBERS,
      run: (input: ScheduleRequest, { caller }) => {
        refuseWindowMembers(state, input);
        return tokens.once('UpdateSchedule', input, () => ({
          ScheduleArn: updateSchedule(context, input, caller).arn,
        }));
      },
    },
    DeleteSchedule: {
      members: ['Name', 'GroupName', 'ClientToken'],
      run: (input: DeleteScheduleInput) =>
        tokens.once('DeleteSchedule', input, () => removeSchedule(timers, found(input))),
    },
    GetSchedule: {
      members: ['Name', 'GroupName'],
      run: (input: GetScheduleInput) => wholeSchedule(found(input)),
    },
    ListSchedules: {
      members: ['GroupName', 'NamePrefix', 'State', 'NextToken', 'MaxResults'],
      run: (input: ListSchedulesInput) => listSchedules(state, input),
    },
  };
}

function refuseWindowMembers(
  { region }: SchedulerState,
  { FlexibleTimeWindow: window }: ScheduleRequest,
): void {
  const members = ['Mode', 'MaximumWindowInMinutes'];
  refuseUnmodelledMembers(region.kernel, 'a FlexibleTimeWindow', { ...window }, members);
}
