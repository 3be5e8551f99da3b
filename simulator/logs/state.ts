import type { LogGroup, ResourcePolicy } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';

/** One line that was written. */
export interface LogEvent {
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
  readonly id: string;
}

export type LogGroupRecord = LogGroup & {
  logGroupName: string;
  logGroupArn: string;
  tags: Map<string, string>;
  streams: Map<string, { creationTime: number; firstEventTimestamp?: number; lastEventTimestamp?: number }>;
  events: LogEvent[];
};

/** The most events of a group that are kept, so that long campaigns do not grow without bound; AWS keeps all. */
export const EVENTS_KEPT = 5_000;

export const notFound = (what: string): AwsError =>
  new AwsError('ResourceNotFoundException', `The specified ${what} does not exist.`);

export function invalid(member: string, value: unknown, constraint: string): AwsError {
  return new AwsError(
    'InvalidParameterException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** CloudWatch Logs' records of one region and account. */
export class LogsState {
  readonly region: Region;
  readonly groups = new Map<string, LogGroupRecord>();
  readonly policies = new Map<string, ResourcePolicy>();
  #eventCount = 0;

  constructor(region: Region) {
    this.region = region;
  }

  group(name: string | undefined): LogGroupRecord {
    const group = this.groups.get(name ?? '');
    if (!group) throw notFound('log group');
    return group;
  }

  /** A group by the ARN forms that the tagging operations take: without the trailing `:*`. */
  byArn(arn: string | undefined): LogGroupRecord {
    for (const group of this.groups.values()) if (group.logGroupArn === arn) return group;
    throw notFound('log group');
  }

  create(name: string, more: Partial<LogGroupRecord> = {}): LogGroupRecord {
    const logGroupArn = this.region.arn('logs', `log-group:${name}`);
    const group: LogGroupRecord = {
      logGroupName: name,
      logGroupArn,
      arn: `${logGroupArn}:*`,
      creationTime: this.region.kernel.now(),
      metricFilterCount: 0,
      storedBytes: 0,
      logGroupClass: 'STANDARD',
      tags: new Map(),
      streams: new Map(),
      events: [],
      ...more,
    };
    this.groups.set(name, group);
    return group;
  }

  /** Appends a line. The group must be there; a stream is made at its first line. */
  append(name: string, stream: string, message: string): void {
    const group = this.group(name);
    const timestamp = this.region.kernel.now();
    const held = group.streams.get(stream) ?? { creationTime: timestamp };
    held.firstEventTimestamp ??= timestamp;
    held.lastEventTimestamp = timestamp;
    group.streams.set(stream, held);
    group.storedBytes = (group.storedBytes ?? 0) + Buffer.byteLength(message) + 26;
    group.events.push({ timestamp, stream, message, id: String(++this.#eventCount).padStart(56, '0') });
    if (group.events.length > EVENTS_KEPT) group.events.splice(0, group.events.length - EVENTS_KEPT);
  }

  /** Drops lines older than the group's retention; done when a group is read. */
  expire(group: LogGroupRecord): void {
    if (group.retentionInDays === undefined) return;
    const oldest = this.region.kernel.now() - group.retentionInDays * 86_400_000;
    group.events = group.events.filter((event) => event.timestamp >= oldest);
  }
}
