import * as z from 'zod';
import { LEVELS } from '../registry/level.ts';
import { day, region, scale, select, sleep, zone } from './entries.ts';
import { failover } from './failover.ts';
import { NOTICE_KINDS } from './notice-kinds.ts';
import { STOPS } from './stops.ts';
import { upgrades } from './upgrades.ts';

const level = z.enum(LEVELS);

const clusters = z.union([
  z.strictObject({ from: z.string().min(1), manage: level }),
  z.strictObject({ select, manage: level }),
]);
const freeze = z.strictObject({
  from: day,
  to: day,
  zone,
  stops: z.array(z.enum(STOPS)).min(1),
});
const notify = z.strictObject({
  on: z
    .array(z.enum(NOTICE_KINDS))
    .min(1)
    .describe(
      'failed: operations that failed, were incomplete or refused; skipped: firings; scaled: resized, hibernated, woken; drifted; support; approval: waves that wait for a person; waves: how upgrades of the fleet go on',
    ),
  // The functions may publish to topics of this prefix only.
  sns: z
    .string()
    .regex(/^eks-[A-Za-z0-9_-]{1,252}$/, 'the name of a topic that begins with eks-')
    .describe('a topic of the home region, by its name'),
});

/** Short, since the names of schedule groups and of firings' requests hold it (at most 64 and 128 characters). */
export const fleetName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/, 'a DNS label of at most 32 characters');

/** The policy over the clusters of one fleet (`eks-fleet.dev/v1`). */
export const fleetSchema = z.strictObject({
  apiVersion: z.enum(['eks-fleet.dev/v1']),
  kind: z.enum(['Fleet']),
  metadata: z.strictObject({ name: fleetName }),
  spec: z.strictObject({
    home: region.describe('where the document is kept and facts arrive: the first region of the deployment'),
    regions: z.array(region).min(1).describe('the regions whose clusters the document is about'),
    requireProof: z
      .boolean()
      .optional()
      .describe(
        'true: requests about its clusters and documents say by a signature who asks, or are refused',
      ),
    clusters: z.array(clusters).optional(),
    limits: z
      .strictObject({
        changingAtOnce: z.int().min(1).optional().describe('over all of its waves'),
        perRegion: z.int().min(1).optional().describe('in one region'),
      })
      .optional()
      .describe(
        'how many clusters the upgrade of the fleet has under way at once, beside parallel of a wave',
      ),
    freezes: z
      .array(freeze)
      .optional()
      .describe(
        'days, both included, on which operations are not begun: apply creates or changes a cluster, scale is of persons and schedules',
      ),
    sleep: z.array(sleep).max(100).optional().describe('when clusters are awake; they sleep otherwise'),
    scale: z.array(scale).max(100).optional().describe('changes of sizes at times'),
    upgrades: upgrades.optional(),
    failover: z
      .array(failover)
      .max(200)
      .optional()
      .describe('how clusters, or applications of them, move to another region when theirs is lost'),
    notify: z.array(notify).optional().describe('which facts SNS topics are told of'),
  }),
});

/** A Fleet as it is written. */
export type FleetDocument = z.output<typeof fleetSchema>;

/** The JSON Schema of the document, for editors. */
export function fleetJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(fleetSchema, { io: 'input', target: 'draft-7' });
}
