import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  GetScheduleGroupCommand,
  ListSchedulesCommand,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Schedule, SchedulePage, SchedulesPort } from '../domain/ports/schedules.ts';
import { named, unlessMissing } from './errors.ts';

/**
 * ARNs for the schedules of a region: the bus that they put events on, the role that they do it as, and the queue for
 * events that could not be put.
 */
export interface ScheduleTarget {
  readonly bus: string;
  readonly role: string;
  readonly deadLetters: string;
  /** The source of the events. */
  readonly source: string;
}

/** A region's bus, as the role that may put nothing else. */
export function scheduleTarget(
  {
    accountId,
    partition,
    stage,
  }: { readonly accountId: string; readonly partition: string; readonly stage: string },
  region: string,
  source: string,
): ScheduleTarget {
  return {
    bus: `arn:${partition}:events:${region}:${accountId}:event-bus/eks-fleet-${stage}`,
    role: `arn:${partition}:iam::${accountId}:role/eks-fleet/eks-fleet-${stage}-schedules`,
    deadLetters: `arn:${partition}:sqs:${region}:${accountId}:eks-fleet-${stage}-dead-letters`,
    source,
  };
}

/** A firing that could not be delivered within an hour is of a time that has passed. */
const RETRIES = { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 60 } as const;

const isConflict = (error: unknown): boolean => error instanceof Error && error.name === 'ConflictException';

export interface MadeSchedule {
  readonly schedule: Schedule;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
}

/** `SchedulesPort` over EventBridge Scheduler. */
export class EventBridgeSchedules implements SchedulesPort {
  readonly #client: SchedulerClient;
  readonly #target: ScheduleTarget;

  constructor(client: SchedulerClient, target: ScheduleTarget) {
    this.#client = client;
    this.#target = target;
  }

  async get(group: string, name: string): Promise<Schedule | undefined> {
    return (await this.find(group, name))?.schedule;
  }

  /** As `get`, and when it was made, in milliseconds since the epoch: a `rate` counts from then. */
  async find(group: string, name: string): Promise<MadeSchedule | undefined> {
    const found = await unlessMissing(
      this.#client.send(new GetScheduleCommand({ GroupName: group, Name: name })),
    );
    return found && { schedule: toSchedule(found), createdMs: found.CreationDate?.getTime() ?? 0 };
  }

  /** Scheduler has no upsert: a schedule that is there already is replaced, with every member of it. */
  async put(schedule: Schedule, token: string): Promise<void> {
    const request = { ...requestOf(schedule, this.#target), ClientToken: token };
    try {
      await this.#client.send(new CreateScheduleCommand(request));
    } catch (error) {
      if (!isConflict(error)) return named(Promise.reject(error));
      await named(this.#client.send(new UpdateScheduleCommand(request)));
    }
  }

  async delete(group: string, name: string, token: string): Promise<void> {
    await unlessMissing(
      this.#client.send(new DeleteScheduleCommand({ GroupName: group, Name: name, ClientToken: token })),
    );
  }

  async list(group: string, prefix: string, from: string): Promise<SchedulePage> {
    const page = await unlessMissing(
      this.#client.send(
        new ListSchedulesCommand({
          GroupName: group,
          MaxResults: 100,
          ...(prefix === '' ? {} : { NamePrefix: prefix }),
          ...(from === '' ? {} : { NextToken: from }),
        }),
      ),
    );
    return { names: (page?.Schedules ?? []).flatMap(({ Name }) => Name ?? []), next: page?.NextToken ?? '' };
  }

  async groupState(group: string): Promise<'ACTIVE' | 'DELETING' | undefined> {
    const found = await unlessMissing(this.#client.send(new GetScheduleGroupCommand({ Name: group })));
    return found?.State;
  }

  async ensureGroup(group: string, token: string): Promise<void> {
    try {
      await this.#client.send(new CreateScheduleGroupCommand({ Name: group, ClientToken: token }));
    } catch (error) {
      if (!isConflict(error)) await named(Promise.reject(error));
    }
  }

  async deleteGroup(group: string, token: string): Promise<void> {
    await unlessMissing(
      this.#client.send(new DeleteScheduleGroupCommand({ Name: group, ClientToken: token })),
    );
  }
}

function requestOf(schedule: Schedule, target: ScheduleTarget) {
  const { flexibleMinutes, event } = schedule;
  return {
    Name: schedule.name,
    GroupName: schedule.group,
    Description: schedule.description,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timeZone,
    FlexibleTimeWindow:
      flexibleMinutes === 0
        ? ({ Mode: 'OFF' } as const)
        : ({ Mode: 'FLEXIBLE', MaximumWindowInMinutes: flexibleMinutes } as const),
    ActionAfterCompletion: schedule.deletesItself ? ('DELETE' as const) : ('NONE' as const),
    State: 'ENABLED' as const,
    Target: {
      Arn: target.bus,
      RoleArn: target.role,
      DeadLetterConfig: { Arn: target.deadLetters },
      RetryPolicy: RETRIES,
      EventBridgeParameters: { Source: target.source, DetailType: event.detailType },
      Input: JSON.stringify(event.detail),
    },
  };
}

function toSchedule(found: GetScheduleCommandOutput): Schedule {
  const { Target, FlexibleTimeWindow } = found;
  return {
    group: found.GroupName ?? '',
    name: found.Name ?? '',
    description: found.Description ?? '',
    expression: found.ScheduleExpression ?? '',
    timeZone: found.ScheduleExpressionTimezone ?? 'UTC',
    flexibleMinutes: FlexibleTimeWindow?.MaximumWindowInMinutes ?? 0,
    deletesItself: found.ActionAfterCompletion === 'DELETE',
    event: {
      detailType: Target?.EventBridgeParameters?.DetailType ?? '',
      detail: JSON.parse(Target?.Input ?? '{}') as Record<string, unknown>,
    },
  };
}
