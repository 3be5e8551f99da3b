import * as z from 'zod';
import { AWS_HEALTH, HEALTH_MINUTES, type Signal } from './signals.ts';

/** The members of AWS Health's event that are read ("AWS Health events Amazon EventBridge schema" of its user guide). */
const issue = z.object({
  eventArn: z.string().min(1),
  eventTypeCode: z.string(),
  eventTypeCategory: z.literal('issue'),
  /** The region that it is of; the envelope has the one to which it was delivered. */
  eventRegion: z.string(),
  statusCode: z.enum(['open', 'closed']),
  lastUpdatedTime: z.string().optional(),
  eventDescription: z.array(z.object({ latestDescription: z.string() })).default([]),
});

/** Ids of zones in a description: AWS names them there, and in no member of the event. */
const ZONE = /\b[a-z]{2,5}\d-az\d\b/g;
/** The part of a description that a person reads in a notice. */
const LONGEST_REASON = 200;

/** The time of an issue's last update, or that of the event where there is none. */
function saidAt(updated: string | undefined, sent: string): string | undefined {
  const at = [updated, sent].map((time) => Date.parse(time ?? '')).find((time) => !Number.isNaN(time));
  return at === undefined ? undefined : new Date(at).toISOString();
}

/** The end of an issue's ARN, which is the same in each region that is told of it. */
const idOf = (arn: string): string => `${AWS_HEALTH}/${arn.slice(-200)}`;

/** An issue that AWS Health tells of, as a signal; undefined where the event is not one of these. */
export function healthSignalOf(detail: unknown, sent: string): Signal | undefined {
  const { data } = issue.safeParse(detail);
  const at = data && saidAt(data.lastUpdatedTime, sent);
  if (!data || at === undefined) return undefined;
  const text = data.eventDescription.map(({ latestDescription }) => latestDescription).join(' ');
  const zones = [...new Set(text.match(ZONE) ?? [])].sort();
  const reason = `${data.eventTypeCode}: ${text}`.replaceAll(/\s+/g, ' ').slice(0, LONGEST_REASON);
  return {
    ...{ id: idOf(data.eventArn), region: data.eventRegion, zones, source: AWS_HEALTH },
    ...{ reason, status: data.statusCode, at },
    until: new Date(Date.parse(at) + HEALTH_MINUTES * 60_000).toISOString(),
  };
}
