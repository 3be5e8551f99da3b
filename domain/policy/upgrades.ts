import * as z from 'zod';
import { duration, select, zone } from './entries.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, HH:MM');
const days = z
  .string()
  .regex(
    /^(MON|TUE|WED|THU|FRI|SAT|SUN)(-(MON|TUE|WED|THU|FRI|SAT|SUN))?$/,
    'a day or a range of days, such as TUE-THU',
  );

/** The times at which upgrades may begin, by the clocks of a zone. */
const window = z.strictObject({
  days,
  start: clock,
  lastStart: clock.describe('nothing begins later; one that is not after start is of the next day'),
  end: clock
    .optional()
    .describe(
      'nothing begins that is predicted to end later; one that is not after start is of the next day',
    ),
  zone,
});
export type UpgradeWindow = z.output<typeof window>;

const wave = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a DNS label, such as prod')
    .optional(),
  select,
  bake: duration
    .optional()
    .describe('how long it stands, without an alarm, before the next wave; 1d if absent'),
  parallel: z.int().min(1).max(100).optional().describe('clusters at once; 1 if absent'),
  failures: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('clusters that may fail before nothing more is started; 0 if absent'),
  approve: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('the role (or permission set) whose people have to approve before it starts'),
  window: window.optional().describe('instead of the window of all waves'),
});

/** The way in which a fleet is upgraded: the target, the waves and what holds them. */
export const upgrades = z.strictObject({
  target: z
    .string()
    .regex(/^(1\.\d{1,3}|newest(-[12])?)$/, 'a minor like 1.36, newest, newest-1 or newest-2')
    .optional()
    .describe('the minor; newest-1 is the one before the newest that EKS offers in every region'),
  window: window.optional(),
  health: z
    .strictObject({
      alarms: z
        .array(z.string().min(1).max(255))
        .max(20)
        .optional()
        .describe("CloudWatch alarms of each cluster's region; {cluster} and {region} stand for its own"),
      probes: z.array(z.string().min(1).max(2048)).max(10).optional().describe('https URLs, with the same'),
    })
    .optional(),
  soak: duration
    .optional()
    .describe('how long a new control plane is watched before nodes move; 60m if absent'),
  approvals: z
    .strictObject({
      expire: duration.optional().describe('3d if absent'),
      differ: z
        .boolean()
        .optional()
        .describe('whether the approver must be another one than who asked for the upgrade; true if absent'),
    })
    .optional(),
  waves: z.array(wave).min(1).max(50),
});
