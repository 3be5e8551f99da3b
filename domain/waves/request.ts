import * as z from 'zod';
import { waiver } from '../upgrade/request.ts';

const minor = z.string().regex(/^1\.\d{1,3}$/, 'a minor like 1.36');
const text = z.string().min(1).max(512);
/** The id of a fleet upgrade: the operation that began it. */
const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'the id of a fleet upgrade: eks-fleet get upgrades');
const cluster = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d\/[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, 'region/cluster, such as us-east-2/shop');
/** The upgrade that is meant; the newest of the fleet if absent. */
const of = { upgrade: id.exactOptional() };

/** Everything that may be asked of the upgrade of a fleet, by `action`, beside the members that every request has. */
export const fleetUpgradeActions = [
  z.strictObject({
    action: z.literal('start'),
    /** Instead of the target of the Fleet document. */
    to: minor.exactOptional(),
    waivers: z.array(waiver).max(50).default([]),
  }),
  z.strictObject({ action: z.literal('pause'), ...of, reason: text }),
  z.strictObject({ action: z.literal('resume'), ...of, reason: text }),
  z.strictObject({ action: z.literal('skip'), ...of, member: cluster, reason: text }),
  z.strictObject({ action: z.literal('rollBack'), ...of, wave: z.string().min(1).max(63), reason: text }),
  z.strictObject({ action: z.literal('end'), ...of, reason: text }),
  z.strictObject({
    action: z.literal('decide'),
    ...of,
    wave: z.string().min(1).max(63),
    /** Of what was shown to the person: of anything else the decision is none. */
    digest: z.string().regex(/^[0-9a-f]{64}$/, 'the digest of the approval, 64 hex digits'),
    verdict: z.enum(['approved', 'denied']),
    reason: text,
  }),
  z.strictObject({ action: z.literal('takeOver'), ...of, reason: text }),
] as const;

/** A request about the upgrade of a fleet as its operation keeps it. */
export type FleetUpgradeRequest = z.output<(typeof fleetUpgradeActions)[number]>;
