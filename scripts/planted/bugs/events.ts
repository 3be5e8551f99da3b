import type { PlantedBug } from '../bug.ts';

/** Bugs of events, their rules, and schedules. */
export const events: readonly PlantedBug[] = [
  {
    name: 'the reaper is not told of executions that timed out',
    hurts: 'their clusters are locked until the hour',
    edits: [
      {
        file: 'scripts/generate/rules.ts',
        from: "status: ['FAILED', 'TIMED_OUT', 'ABORTED'],",
        to: "status: ['FAILED', 'ABORTED'],",
      },
    ],
  },
  {
    name: 'schedules are not made for a cluster that is adopted',
    hurts: 'it sleeps for the first time when somebody applies the document again',
    edits: [
      {
        file: 'events/rules/memberships-to-reconcile-schedules.json',
        from: '"ClusterDeleted", "ClusterAdopted", ',
        to: '"ClusterDeleted", ',
      },
    ],
  },
  {
    name: 'refusals do not come to the rejects queue',
    hurts: 'who has put a request by hand hears nothing of it',
    edits: [
      {
        file: 'events/rules/request-rejected-to-rejects-queue.json',
        from: '["RequestRejected"]',
        to: '["RequestRejection"]',
      },
    ],
  },
  {
    name: 'a request of any version is read as of this one',
    hurts: 'a newer request is carried out without what is new in it',
    edits: [
      {
        file: 'events/event.ts',
        from: "  version: z.literal('1'),\n  /** The caller",
        to: '  version: z.string(),\n  /** The caller',
      },
      {
        file: 'events/event.ts',
        from: "export interface RequestMembers {\n  readonly version: '1';",
        to: 'export interface RequestMembers {\n  readonly version: string;',
      },
    ],
  },
  {
    name: 'members that a request does not have are passed over',
    hurts: 'a typing error in rollbackOnFailure is silently no rollback',
    edits: [
      {
        file: 'events/cluster/requested.ts',
        from: 'z.strictObject({',
        to: 'z.object({',
      },
    ],
  },
  {
    name: 'an event’s bytes are counted as its characters',
    hurts: 'a document with umlauts is sent, and its execution dies of its payload',
    edits: [
      {
        file: 'events/event.ts',
        from: "(one <= '\\x7f' ? 1 : 4)",
        to: "(one <= '\\x7f' ? 1 : 1)",
      },
    ],
  },
  {
    name: 'a request id has any letters',
    hurts: 'an id with a line break or a space comes into logs, keys and tokens',
    edits: [
      {
        file: 'events/event.ts',
        from: "  requestId: z\n    .string()\n    .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/, 'letters",
        to: "  requestId: z\n    .string()\n    .regex(/^[^#]{1,128}$/, 'letters",
      },
    ],
  },
  {
    name: 'the nearest weekday leaves its month',
    hurts: 'a schedule of the first weekday fires in the month before',
    edits: [
      {
        file: 'schedules/cron-days.ts',
        from: 'if (weekday === 7) return day > 1 ? day - 1 : day + 2;',
        to: 'if (weekday === 7) return day - 1;',
      },
    ],
  },
  {
    name: 'the last such weekday is that of a month of 30 days',
    hurts: 'in a month of 31 days the agenda shows another day than AWS fires on',
    edits: [
      {
        file: 'schedules/cron-days.ts',
        from: 'day + 7 > daysInMonth(year, month);',
        to: 'day + 7 > Math.min(30, daysInMonth(year, month));',
      },
    ],
  },
  {
    name: 'the second of two times in autumn counts',
    hurts: 'on one Sunday a year clusters wake an hour after people begin',
    edits: [
      {
        file: 'schedules/time-zone.ts',
        from: 'undefined : Math.min(...shown);',
        to: 'undefined : Math.max(...shown);',
      },
    ],
  },
  {
    name: 'a rate counts from now',
    hurts: 'what `agenda` says drifts from what AWS does',
    edits: [
      {
        file: 'schedules/firings.ts',
        from: 'const anchor = startMs ?? afterMs;',
        to: 'const anchor = Math.max(startMs ?? afterMs, afterMs);',
      },
    ],
  },
  {
    name: 'a time that the clocks skip is not told for a one-time schedule',
    hurts: 'a wake at 02:30 on the day of summer time never comes, and nobody was warned',
    edits: [
      {
        file: 'schedules/skipped.ts',
        from: "  if (schedule.kind === 'at')\n    return instantOf(zone, schedule.local) === undefined ? schedule.local : undefined;\n",
        to: "  if (schedule.kind === 'at') return undefined;\n",
      },
    ],
  },
];
