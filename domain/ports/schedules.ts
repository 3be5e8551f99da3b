/**
 * The event that a schedule puts on its region's own bus each time it fires: the same one that a person would put.
 */
export interface ScheduledEvent {
  readonly detailType: string;
  /** May hold Scheduler's context attributes as text, such as `<aws.scheduler.scheduled-time>`. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One schedule of EventBridge Scheduler; a name is unique in its group. */
export interface Schedule {
  readonly group: string;
  /** The name: letters, digits and `-_.`, at most 64 (SDK typing of scheduler, `Name`). */
  readonly name: string;
  /** The text that a person reads in the console; at most 512 characters. */
  readonly description: string;
  /** `cron(...)`, `rate(...)` or `at(...)`, as Scheduler takes them. */
  readonly expression: string;
  /** A time zone of the IANA database; `UTC` where none is meant. */
  readonly timeZone: string;
  /** Minutes after its time within which it may fire; 0 for exactly at its time. */
  readonly flexibleMinutes: number;
  /** True where it is deleted once it has fired for the last time. */
  readonly deletesItself: boolean;
  readonly event: ScheduledEvent;
}

export interface SchedulePage {
  readonly names: readonly string[];
  /** The beginning of the next page; empty after the last. */
  readonly next: string;
}

/** EventBridge Scheduler in one region. `token` makes a repeated request the same request. */
export interface SchedulesPort {
  /** The schedule as it is; undefined where there is none. */
  get(group: string, name: string): Promise<Schedule | undefined>;
  /** Creates the schedule, or replaces all of it. */
  put(schedule: Schedule, token: string): Promise<void>;
  /** One that is not there is no error. */
  delete(group: string, name: string, token: string): Promise<void>;
  /** The names in a group that begin so, a page at a time; none where there is no such group. */
  list(group: string, prefix: string, from: string): Promise<SchedulePage>;
  /**
   * The state of the group; undefined where there is none. While a group is deleted, none of its name can be made.
   */
  groupState(group: string): Promise<'ACTIVE' | 'DELETING' | undefined>;
  /** Makes the group if it is not there. */
  ensureGroup(group: string, token: string): Promise<void>;
  /** Begins to delete the group and every schedule in it; one that is not there is no error. */
  deleteGroup(group: string, token: string): Promise<void>;
}
