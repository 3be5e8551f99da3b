import * as z from 'zod';
import { requester } from '../domain/operation/requester.ts';

/** The source of every event of ours; the bus denies it to everyone but the principals that the template lists. */
export const SOURCE = 'eks-fleet';

/** The definition of an event, one file each: a request (`ClusterRequested`) or a fact (`ClusterCreated`). */
export interface EventDefinition<Detail extends z.ZodType = z.ZodType> {
  readonly source: typeof SOURCE;
  readonly detailType: string;
  /** The `version` member of the detail; another version is refused, not guessed at. */
  readonly version: '1';
  readonly detail: Detail;
}

export function defineEvent<Detail extends z.ZodType>(
  detailType: string,
  detail: Detail,
): EventDefinition<Detail> {
  return { source: SOURCE, detailType, version: '1', detail };
}

/** The event as the bus takes it; throws if the detail is not as the event's schema says. */
export function eventOf<Detail extends z.ZodType>(
  definition: EventDefinition<Detail>,
  detail: z.input<Detail>,
): {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
} {
  const parsed = definition.detail.parse(detail) as Record<string, unknown>;
  return { source: definition.source, detailType: definition.detailType, detail: parsed };
}

/** The members of EventBridge's envelope that tasks read ("Event structure reference" of its user guide). */
export const envelope = z.object({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  account: z.string(),
  region: z.string(),
  /** ISO 8601. */
  time: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type Envelope = z.infer<typeof envelope>;

/** Members that every request carries. */
export const requestMembers = {
  version: z.literal('1'),
  /** The caller's own id: a second event with the same one starts nothing. */
  requestId: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/, 'letters, digits and ._:/- only, at most 128'),
  /** The requester's name, for the record: a person, a schedule, a pipeline. */
  requestedBy: z.string().min(1).max(256).optional(),
  /** The reason, in a person's words, for the record and the facts. */
  reason: z
    .string()
    .regex(/^[^\p{Cc}]{1,500}$/u, '1 to 500 characters, on one line')
    .optional(),
};

/** The operation that asks for another one, for its record. Nobody has to believe it: it decides nothing. */
export const parent = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/, 'letters, digits and ._:/- only, at most 128');

export interface RequestMembers {
  readonly version: '1';
  readonly requestId: string;
  readonly requestedBy?: string | undefined;
  readonly reason?: string | undefined;
}

/** A cluster's name in a request, as EKS allows it. */
export const clusterName = z
  .string()
  .regex(/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, 'letters, digits, - and _ only, at most 100');

/** Members that every fact about an operation carries; `requester` is absent where the reaper tells of an older one. */
export const factMembers = {
  version: z.literal('1'),
  operationId: z.string(),
  cluster: z.strictObject({ name: z.string(), region: z.string(), arn: z.string() }),
  requester: requester.optional(),
};

/** Members that every fact about an operation's failure carries. */
const failureMembers = {
  ...factMembers,
  step: z.string(),
  error: z.string(),
  reason: z.string(),
  advice: z.string(),
};

/** The fact that an operation about a cluster failed: alike for all kinds, but for its name. */
export const clusterFailure = (detailType: string) => defineEvent(detailType, z.strictObject(failureMembers));

/**
 * The most bytes of an event with its envelope that a workflow reads. It is less than the 256 KiB of a payload, since
 * the first task gets the event beside its execution's names. The workflows hold the same bound.
 */
export const EVENT_BYTES_MAX = 250_000;
/** Bytes that EventBridge adds around a detail: ids, names, the time. */
const ENVELOPE_BYTES = 1000;

/**
 * The most bytes that an event with this detail can have. Counted as the workflows count, which know only characters:
 * one byte for each of ASCII, four for any other.
 */
export function eventBytes(detail: unknown): number {
  const characters = [...JSON.stringify(detail)];
  return ENVELOPE_BYTES + characters.reduce((sum, one) => sum + (one <= '\x7f' ? 1 : 4), 0);
}
