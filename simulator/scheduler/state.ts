import type { FlexibleTimeWindow, Target } from '@aws-sdk/client-scheduler';
import type { Schedule as ScheduleExpression } from '../../schedules/expression.ts';
import type { Timer } from '../kernel/kernel.ts';
import type { Region } from '../region.ts';
import { noSuchGroup, noSuchSchedule } from './errors.ts';

/** A validated target: it has the members that its kind requires, and a whole retry policy. */
export interface ScheduleTarget extends Target {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly RetryPolicy: { readonly MaximumEventAgeInSeconds: number; readonly MaximumRetryAttempts: number };
}

/** A schedule as its request defines it, with AWS's defaults for members that are absent. */
export interface ScheduleDefinition {
  readonly expression: string;
  readonly parsed: ScheduleExpression;
  readonly zone: string;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly description: string | undefined;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly window: FlexibleTimeWindow;
  readonly actionAfterCompletion: 'NONE' | 'DELETE';
  readonly target: ScheduleTarget;
}

export interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly group: ScheduleGroup;
  readonly createdAt: number;
  lastModifiedAt: number;
  /** Replaced whole by an update. */
  definition: ScheduleDefinition;
  /** The moment from which a rate without a start date is counted. */
  rateAnchorMs: number;
  /** The next invocation, where there is one. */
  timer: Timer | undefined;
}

export interface ScheduleGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  lastModifiedAt: number;
  state: 'ACTIVE' | 'DELETING';
  readonly tags: Map<string, string>;
  readonly schedules: Map<string, Schedule>;
}

export const DEFAULT_GROUP = 'default';

/** The schedule groups of one region, and their schedules. */
export class SchedulerState {
  readonly region: Region;
  readonly groups = new Map<string, ScheduleGroup>();

  constructor(region: Region) {
    this.region = region;
    this.addGroup(DEFAULT_GROUP);
  }

  addGroup(name: string): ScheduleGroup {
    const now = this.region.kernel.now();
    const group: ScheduleGroup = {
      name,
      arn: this.groupArn(name),
      createdAt: now,
      lastModifiedAt: now,
      state: 'ACTIVE',
      tags: new Map(),
      schedules: new Map(),
    };
    this.groups.set(name, group);
    return group;
  }

  groupArn(name: string): string {
    return this.region.arn('scheduler', `schedule-group/${name}`);
  }

  scheduleArn(name: string, groupName: string): string {
    return this.region.arn('scheduler', `schedule/${groupName}/${name}`);
  }

  group(name: string): ScheduleGroup {
    const group = this.groups.get(name);
    if (!group) throw noSuchGroup(name);
    return group;
  }

  find(name: string, groupName: string): Schedule | undefined {
    return this.groups.get(groupName)?.schedules.get(name);
  }

  schedule(name: string, groupName: string): Schedule {
    const schedule = this.find(name, groupName);
    if (!schedule) throw noSuchSchedule(name);
    return schedule;
  }

  scheduleCount(): number {
    let count = 0;
    for (const { schedules } of this.groups.values()) count += schedules.size;
    return count;
  }
}
