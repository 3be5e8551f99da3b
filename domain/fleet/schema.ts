import * as z from 'zod';
import { LEVELS } from '../registry/registered-cluster.ts';

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as us-east-2');
const zone = z.string().min(1).describe('a time zone of the IANA database, for example Europe/Berlin');
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, HH:MM');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day, YYYY-MM-DD');
const duration = z.string().regex(/^\d+[smhd]$/, 'a duration such as 30m or 2d');
const days = z
  .string()
  .regex(
    /^(MON|TUE|WED|THU|FRI|SAT|SUN)(-(MON|TUE|WED|THU|FRI|SAT|SUN))?$/,
    'a day or a range of days, such as TUE-THU',
  );
/** Tags of clusters that must all be as given. */
const select = z.record(z.string().min(1).max(128), z.string().max(256));
const arn = z
  .string()
  .regex(/^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:.+$/, "a state machine's ARN");
const level = z.enum(LEVELS);
const sizes = z.strictObject({
  minSize: z.int().min(0).optional(),
  maxSize: z.int().min(1).optional(),
  desiredCapacity: z.int().min(0).optional(),
});

const clusters = z.union([
  z.strictObject({ from: z.string().min(1), manage: level }),
  z.strictObject({ select, manage: level }),
]);
const freeze = z.strictObject({
  from: day,
  to: day,
  zone,
  stops: z.array(z.enum(['apply', 'scale', 'upgrade', 'drill', 'delete'])).min(1),
});
const sleep = z.strictObject({ select, awake: z.string().min(1), zone, holidays: z.array(day).optional() });
const scale = z.strictObject({
  select,
  at: z.string().min(1),
  zone,
  nodeGroups: z.record(z.string().min(1), sizes),
});
const wave = z.strictObject({
  select,
  bake: duration.optional(),
  parallel: z.int().min(1).optional(),
  approve: z.string().min(1).optional(),
});
const upgrades = z.strictObject({
  window: z.strictObject({ days, start: clock, lastStart: clock, zone }),
  health: z.strictObject({ alarms: z.array(z.string().min(1)).min(1) }).optional(),
  waves: z.array(wave).min(1),
});
const side = z.strictObject({ cluster: z.string().min(1), region });
const failover = z.strictObject({
  name: z.string().min(1),
  from: side,
  to: side,
  witness: region,
  mode: z.enum(['approve', 'automatic']),
  probe: z.url(),
  rto: duration,
  fence: z.strictObject({ stateMachineArn: arn }).optional(),
  beforeTraffic: z
    .array(z.strictObject({ name: z.string().min(1), stateMachineArn: arn, timeout: duration }))
    .optional(),
  traffic: z.enum(['standbyHealthCheck']),
  drill: z.enum(['weekly', 'monthly', 'quarterly']).optional(),
});
const notify = z.strictObject({
  on: z.array(z.enum(['approval', 'failed', 'skipped'])).min(1),
  sns: z.string().min(1),
});

/** The policy over the clusters of one fleet (`eks-fleet.dev/v1`; DESIGN, "Documents a user writes"). */
export const fleetSchema = z.strictObject({
  apiVersion: z.enum(['eks-fleet.dev/v1']),
  kind: z.enum(['Fleet']),
  metadata: z.strictObject({ name: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a DNS label') }),
  spec: z.strictObject({
    home: region,
    regions: z.array(region).min(1),
    clusters: z.array(clusters).optional(),
    limits: z
      .strictObject({ changingAtOnce: z.int().min(1).optional(), perRegion: z.int().min(1).optional() })
      .optional(),
    freezes: z.array(freeze).optional(),
    sleep: z.array(sleep).optional(),
    scale: z.array(scale).optional(),
    upgrades: upgrades.optional(),
    failover: z.array(failover).optional(),
    notify: z.array(notify).optional(),
  }),
});

/** A Fleet as it is written. */
export type FleetDocument = z.output<typeof fleetSchema>;

/** The JSON Schema of the document, for editors. */
export function fleetJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(fleetSchema, { io: 'input', target: 'draft-7' });
}
