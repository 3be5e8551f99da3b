import * as z from 'zod';
import { resizing, sizes } from './resizing.ts';

export const zone = z.string().min(1).describe('a time zone of the IANA database, for example Europe/Berlin');

/** A day that the calendar has: no 30 February. */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day, YYYY-MM-DD')
  .refine((text) => {
    const date = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  }, 'a day that the calendar does not have');

export const duration = z.string().regex(/^\d{1,4}[smhd]$/, 'a duration such as 30m or 2d');
const minutes = z.string().regex(/^\d{1,4}[mh]$/, 'a duration in minutes or hours, such as 15m or 1h');

/** Tags of clusters that must all be as given; `name` is the cluster's own name. */
export const select = z.record(z.string().min(1).max(128), z.string().max(256));

/** A day, or days from the first to the last, both included. */
const holiday = z.union([day, z.strictObject({ from: day, to: day })]);
const entryName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a DNS label, such as office-hours');

/** What the entries of `sleep` and `scale` have in common. */
const entryMembers = {
  /** Unique in the document; facts and schedules are named by it. */
  name: entryName,
  select,
  zone,
  /** Days on which it does not begin anything, in its zone. */
  holidays: z.array(holiday).max(200).optional(),
  /** Of the entries that meet on one cluster, the highest governs. */
  priority: z.int().min(0).max(1000).optional(),
  /** Within how many minutes after its time it may begin, so that a large fleet does not begin at once. */
  within: z.int().min(0).max(60).optional(),
  /** How long an operation may take before it is called incomplete; as the workflow has it if absent. */
  deadline: duration.optional(),
  /** What it does not give way to. */
  overrides: z.array(z.enum(['manualChanges'])).optional(),
};

/** What a day is instead of what its weekday says. */
const exception = z.strictObject({
  date: day,
  /** `all` day, `none` of it, or hours such as `08:00-12:00`. */
  awake: z.string().min(1),
});

/** When clusters are awake; at every other time they sleep. */
export const sleep = z.strictObject({
  ...entryMembers,
  /** Days and hours, such as `MON-FRI 07:00-20:00`; one, or several that are joined. */
  awake: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(14)]),
  exceptions: z.array(exception).max(31).optional(),
  /** How long before its hours a cluster begins to wake; 15m if absent. */
  wakeBefore: minutes.optional(),
});
export type SleepEntry = z.infer<typeof sleep>;

/** A change of sizes at a time. */
export const scale = z.strictObject({
  ...entryMembers,
  /** `cron(...)`, `rate(...)` or `at(...)`, as EventBridge Scheduler takes them. */
  at: z.string().min(1),
  /** Sizes by the group's name; or a list, each with its own `select` by names, labels or all. */
  nodeGroups: z.union([z.record(z.string().min(1), z.strictObject(sizes)), z.array(resizing).min(1).max(30)]),
  /** How long the sizes last before the former return. */
  for: duration.optional(),
  /** The same for an `at(...)`, as a time of its zone: `2026-12-01T20:00`. */
  until: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'a time, YYYY-MM-DDTHH:MM')
    .optional(),
});
export type ScaleEntry = z.infer<typeof scale>;
