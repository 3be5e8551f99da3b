import * as z from 'zod';
import type { CheckParams } from '../cluster-config/schema/fields.ts';
import { resizing, sizes } from './resizing.ts';

export const zone = z.string().min(1).describe('a time zone of the IANA database, for example Europe/Berlin');

/** A day that the calendar has: no 30 February. */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day, YYYY-MM-DD')
  .refine(
    (text) => {
      const date = new Date(`${text}T00:00:00Z`);
      return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
    },
    {
      error: 'a day that the calendar does not have',
      params: { allowed: 'a day of the calendar, YYYY-MM-DD' } satisfies CheckParams,
    },
  );

export const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as us-east-2');
export const duration = z.string().regex(/^\d{1,4}[smhd]$/, 'a duration such as 30m or 2d');
const minutes = z.string().regex(/^\d{1,4}[mh]$/, 'a duration in minutes or hours, such as 15m or 1h');

export const select = z
  .record(z.string().min(1).max(128), z.string().max(256))
  .describe(
    "tags of clusters that must all be as given; name is the cluster's own name; {} is every cluster",
  );

/** A day, or days from the first to the last, both included. */
const holiday = z.union([
  day.describe('a day, YYYY-MM-DD'),
  z.strictObject({ from: day, to: day }).describe('days from the first to the last: from and to'),
]);
const entryName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a DNS label, such as office-hours');

/** Members of both `sleep` and `scale` entries. */
const entryMembers = {
  name: entryName.describe('unique in the document; facts and schedules are named by it'),
  select,
  zone,
  holidays: z
    .array(holiday)
    .max(200)
    .optional()
    .describe('days on which it does not begin anything, in its zone: a day, or from and to, both included'),
  priority: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('of the entries that meet on one cluster, the highest governs alone; 0 if absent'),
  within: z
    .int()
    .min(0)
    .max(60)
    .optional()
    .describe(
      'minutes after its time within which it may begin, so that a large fleet does not begin at once',
    ),
  deadline: duration
    .optional()
    .describe(
      'how long an operation may take before it is called incomplete; 30m, or 45m with Windows, if absent',
    ),
  overrides: z
    .array(z.enum(['manualChanges']))
    .optional()
    .describe('what it does not give way to'),
};

/** A day with hours of its own instead of its weekday's. */
const exception = z.strictObject({
  date: day,
  awake: z.string().min(1).describe('all (the whole day), none, or hours such as 08:00-12:00'),
});

/** The hours in which clusters are awake; at every other time they sleep. */
export const sleep = z.strictObject({
  ...entryMembers,
  awake: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(14)])
    .describe('days and hours, such as MON-FRI 07:00-20:00; one, or several that are joined'),
  exceptions: z
    .array(exception)
    .max(31)
    .optional()
    .describe('what single days are instead of what their weekday says'),
  wakeBefore: minutes
    .optional()
    .describe(
      'how long before its hours a cluster begins to wake; 15m if absent, which is short for Windows nodes',
    ),
});
export type SleepEntry = z.infer<typeof sleep>;

/** A change of sizes at a time. */
export const scale = z.strictObject({
  ...entryMembers,
  at: z
    .string()
    .min(1)
    .describe('cron(...), rate(...) or at(...), as EventBridge Scheduler takes them, by the clocks of zone'),
  nodeGroups: z
    .union([z.record(z.string().min(1), z.strictObject(sizes)), z.array(resizing).min(1).max(30)])
    .describe("sizes by the group's name; or a list, each with a select by names, labels or all"),
  for: duration.optional().describe('how long the sizes last before the former return'),
  until: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'a time, YYYY-MM-DDTHH:MM')
    .optional()
    .describe('the same for an at(...), as a time of its zone: 2026-12-01T20:00'),
});
export type ScaleEntry = z.infer<typeof scale>;
