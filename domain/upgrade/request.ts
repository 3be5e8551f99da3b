import * as z from 'zod';
import { anyHookArn } from '../policy/hook-arn.ts';
import { probe } from './probes.ts';

/** A Kubernetes minor as EKS names it. */
const minor = z.string().regex(/^1\.\d{1,3}$/, 'a minor like 1.36');
const text = z.string().min(1).max(512);

/** One node group and the image that its user gives it: a custom AMI has no release that could be found. */
export const givenImage = z.strictObject({
  nodeGroup: z.string().min(1).max(63),
  image: z.string().regex(/^ami-[0-9a-f]{8,17}$/, 'the id of an AMI, ami-…'),
});

/** A finding that somebody takes upon himself, until a time, for a reason. `finding` is its id, or id and subject. */
export const waiver = z.strictObject({
  finding: text,
  /** ISO 8601: a waiver is asked for anew after that. */
  until: z.iso.datetime({ offset: true, error: 'a time with its offset, such as 2026-12-24T00:00:00Z' }),
  reason: text,
});
export type Waiver = z.output<typeof waiver>;

/**
 * An insight's cause that has been mended: EKS shows the insight for 30 days all the same. It is believed as long as
 * nobody was seen to call since.
 */
export const fix = z.strictObject({
  /** `insight-error`, or the finding of one insight. */
  finding: text,
  /** ISO 8601. */
  at: z.iso.datetime({ offset: true }),
});
export type Fix = z.output<typeof fix>;

/**
 * Things that are done on a user's word alone. `skipInsights`: EKS is told to upgrade in spite of its insights, of those
 * that come later too. `evictDespiteBudgets`: a node group's update ends pods in spite of their disruption budgets.
 */
export const consent = z.enum(['skipInsights', 'evictDespiteBudgets']);
export type Consent = z.output<typeof consent>;

/** Signs of health, which the soak and every change go by. An alarm without data is not quiet. */
export const health = z.strictObject({
  /** Names of CloudWatch alarms of the cluster's region. */
  alarms: z.array(z.string().min(1).max(255)).max(20).default([]),
  /** Sites that have to answer, each once. */
  probes: z
    .array(probe)
    .max(10)
    .refine((probes) => new Set(probes.map(({ url }) => url)).size === probes.length, {
      error: 'each URL once',
    })
    .exactOptional(),
});

/** The seconds in which a function that is a hook has to answer: the task that asks it has little more. */
export const HOOK_FUNCTION_SECONDS = 25;

/**
 * A Standard state machine or a function of the user's, in the cluster's own account and region, that is waited for. A
 * state machine may take all of `timeoutMinutes`; a function has 25 seconds, and a failure of it is the
 * hook's.
 */
export const hook = z.strictObject({
  arn: anyHookArn,
  timeoutMinutes: z
    .int()
    .min(1)
    .max(24 * 60),
});
export const hooks = z.strictObject({
  before: hook.exactOptional(),
  afterControlPlane: hook.exactOptional(),
  afterNodes: hook.exactOptional(),
});

const versions = z.record(z.string().min(1).max(128), z.string().min(1).max(128));
/** The version of each add-on and the release of each AMI type that a fleet comes to with its minor. */
const pins = z.strictObject({ addons: versions, releases: versions });

/** Changes of a cluster's version, by `action`, beside the members that every request has. */
export const upgradeActions = [
  z.strictObject({
    action: z.literal('upgrade'),
    /** The minor that the cluster is to come to, one after the other; absent for its nodes or add-ons alone. */
    to: minor.exactOptional(),
    only: z.enum(['controlPlane', 'addons', 'nodes']).exactOptional(),
    /** `last`: nodes move once, after the last minor, where the skew of three minors lets them. */
    nodes: z.enum(['each', 'last']).default('each'),
    images: z.array(givenImage).max(30).default([]),
    waivers: z.array(waiver).max(50).default([]),
    consents: z.array(consent).max(2).default([]),
    fixes: z.array(fix).max(50).exactOptional(),
    /** Versions that somebody has resolved for a whole fleet, instead of what is newest now. */
    pins: pins.exactOptional(),
    /** Minutes in which the new control plane is watched before anything else is changed. */
    soakMinutes: z
      .int()
      .min(0)
      .max(3 * 24 * 60)
      .default(60),
    health: health.default({ alarms: [] }),
    hooks: hooks.default({}),
    /** Node groups that are updated side by side, after a first one alone. */
    parallelNodeGroups: z.int().min(1).max(10).default(2),
  }),
  /** Back to the minor before, as long as EKS lets it: seven days. */
  z.strictObject({
    action: z.literal('rollBack'),
    waivers: z.array(waiver).max(50).default([]),
    consents: z.array(consent).max(2).default([]),
    health: health.default({ alarms: [] }),
    parallelNodeGroups: z.int().min(1).max(10).default(2),
  }),
] as const;

/** A request to upgrade or to roll back as its operation keeps it. */
export type UpgradeRequest = z.output<(typeof upgradeActions)[number]>;
export type UpgradeAction = UpgradeRequest['action'];
