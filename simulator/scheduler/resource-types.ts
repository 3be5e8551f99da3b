import type { CreateScheduleInput, Target } from '@aws-sdk/client-scheduler';
import { alreadyExists } from '../cloudformation/resources/already-exists.ts';
import { generatedName } from '../cloudformation/resources/generated-name.ts';
import { allTags, textOf } from '../eventbridge/properties.ts';
import { refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Properties, Provisioned, ResourceContext, ResourceProvider } from '../service.ts';
import { createGroup, deletableGroup, deleteGroup } from './schedule-groups.ts';
import { createSchedule, removeSchedule, updateSchedule } from './schedules.ts';
import { DEFAULT_GROUP, type Schedule, type ScheduleGroup, type SchedulerState } from './state.ts';
import { setTags } from './tags.ts';
import type { ScheduleTimers } from './timers.ts';

interface ResourceTypesContext {
  readonly state: SchedulerState;
  readonly timers: ScheduleTimers;
}

/** CloudFormation's types of EventBridge Scheduler, with Ref and attributes as their reference pages give them. */
export function schedulerResourceTypes(
  context: ResourceTypesContext,
): Readonly<Record<string, ResourceProvider>> {
  return {
    'AWS::Scheduler::Schedule': scheduleType(context),
    'AWS::Scheduler::ScheduleGroup': groupType(context),
  };
}

const SCHEDULE_PROPERTIES = [
  ...['Name', 'GroupName', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'StartDate', 'EndDate'],
  ...['Description', 'State', 'Target', 'FlexibleTimeWindow'],
];

/** A schedule's Ref is its name. The type takes no `ActionAfterCompletion` and no tags (its reference page). */
function scheduleType({ state, timers }: ResourceTypesContext): ResourceProvider {
  const provisioned = (schedule: Schedule): Provisioned => ({
    physicalId: schedule.name,
    attributes: { Arn: schedule.arn },
  });
  const groupOf = (properties: Properties): string => textOf(properties.GroupName) ?? DEFAULT_GROUP;
  const authorize = (action: string, name: string, properties: Properties, context: ResourceContext): void =>
    context.authorize({
      action: `scheduler:${action}`,
      resource: state.scheduleArn(name, groupOf(properties)),
    });
  const check = (properties: Properties): void =>
    refuseUnmodelledMembers(state.region.kernel, 'AWS::Scheduler::Schedule', properties, SCHEDULE_PROPERTIES);
  return {
    replacementProperties: ['Name'],
    create: async (properties, context) => {
      check(properties);
      const name = textOf(properties.Name) ?? generatedName(state.region.kernel, context);
      authorize('CreateSchedule', name, properties, context);
      if (state.find(name, groupOf(properties))) throw alreadyExists('AWS::Scheduler::Schedule', name);
      return provisioned(createSchedule({ state, timers }, requestOf(name, properties), context.caller));
    },
    update: async (physicalId, properties, _previous, context) => {
      check(properties);
      authorize('UpdateSchedule', physicalId, properties, context);
      return provisioned(
        updateSchedule({ state, timers }, requestOf(physicalId, properties), context.caller),
      );
    },
    delete: async (physicalId, properties, context) => {
      const schedule = state.find(physicalId, groupOf(properties));
      if (!schedule) return;
      authorize('DeleteSchedule', physicalId, properties, context);
      removeSchedule(timers, schedule);
    },
  };
}

/** Numbers may come as text, and dates are text: CloudFormation has neither of its own. */
function requestOf(name: string, properties: Properties): CreateScheduleInput {
  const { FlexibleTimeWindow: window, Target: target, StartDate: start, EndDate: end, ...rest } = properties;
  const date = (value: unknown): Date | undefined =>
    value === undefined ? undefined : new Date(String(value));
  return {
    ...(rest as unknown as CreateScheduleInput),
    Name: name,
    StartDate: date(start),
    EndDate: date(end),
    FlexibleTimeWindow: withNumbers(window, [
      'MaximumWindowInMinutes',
    ]) as CreateScheduleInput['FlexibleTimeWindow'],
    Target: {
      ...(target as Target),
      RetryPolicy: withNumbers((target as Target | undefined)?.RetryPolicy, [
        'MaximumEventAgeInSeconds',
        'MaximumRetryAttempts',
      ]),
    },
  };
}

function withNumbers(object: unknown, names: readonly string[]): Record<string, unknown> | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const members = Object.entries(object).map(([name, value]) => [
    name,
    names.includes(name) ? Number(value) : value,
  ]);
  return Object.fromEntries(members) as Record<string, unknown>;
}

/** A group's Ref is its name. Its deletion waits until its schedules are gone. */
function groupType({ state, timers }: ResourceTypesContext): ResourceProvider {
  const provisioned = (group: ScheduleGroup): Provisioned => ({
    physicalId: group.name,
    attributes: {
      Arn: group.arn,
      State: group.state,
      CreationDate: new Date(group.createdAt).toISOString(),
      LastModificationDate: new Date(group.lastModifiedAt).toISOString(),
    },
  });
  const check = (properties: Properties): void =>
    refuseUnmodelledMembers(state.region.kernel, 'AWS::Scheduler::ScheduleGroup', properties, [
      'Name',
      'Tags',
    ]);
  return {
    replacementProperties: ['Name'],
    create: async (properties, context) => {
      check(properties);
      const name = textOf(properties.Name) ?? generatedName(state.region.kernel, context);
      context.authorize({ action: 'scheduler:CreateScheduleGroup', resource: state.groupArn(name) });
      if (state.groups.has(name)) throw alreadyExists('AWS::Scheduler::ScheduleGroup', name);
      return provisioned(createGroup(state, { Name: name, Tags: allTags(properties, context) }));
    },
    update: async (physicalId, properties, _previous, context) => {
      check(properties);
      const group = state.group(physicalId);
      context.authorize({ action: 'scheduler:TagResource', resource: group.arn });
      group.tags.clear();
      setTags(group.tags, allTags(properties, context));
      return provisioned(group);
    },
    delete: async (physicalId, _properties, context) => {
      const group = state.groups.get(physicalId);
      if (!group) return;
      context.authorize({ action: 'scheduler:DeleteScheduleGroup', resource: group.arn });
      await deleteGroup({ state, timers }, deletableGroup(state, group.name));
    },
  };
}
