import type { ChangeInfo } from '@aws-sdk/client-route-53';
import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import type { Region } from '../region.ts';
import { bareId } from './answers.ts';
import type { HostedZone, Route53State, SubmittedChange } from './state.ts';

/**
 * Accepts a zone's records as they now are, and hands them to the name servers, one change after the other: within
 * 60 seconds, and until then a GetChange says PENDING (API reference, ChangeResourceRecordSets, "Change Propagation to
 * Route 53 DNS Servers"). They are handed over by the data plane's clock: what was accepted arrives although us-east-1
 * is lost.
 */
export function submit(
  region: Region,
  state: Route53State,
  zone: HostedZone,
  comment: string | undefined,
): SubmittedChange {
  const { kernel } = state;
  const now = kernel.now();
  const ms = sampleDurationMs(kernel, 'route53/record-publication', region.settings.durationScale);
  zone.publishedAtMs = Math.max(now + ms, zone.publishedAtMs);
  const id = `C${kernel.random('route53/ids').text(20, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`;
  const change = { id, submittedAtMs: now, inSyncAtMs: zone.publishedAtMs, comment };
  state.changes.set(id, change);
  const records = [...zone.records];
  kernel.after(zone.publishedAtMs - now, () => {
    zone.published.clear();
    for (const [key, record] of records) zone.published.set(key, record);
    for (const listener of state.listeners) listener.recordsPublished();
  });
  return change;
}

export function shownChange(state: Route53State, change: SubmittedChange): ChangeInfo {
  return {
    Id: `/change/${change.id}`,
    Status: state.kernel.now() >= change.inSyncAtMs ? 'INSYNC' : 'PENDING',
    SubmittedAt: new Date(change.submittedAtMs),
    ...(change.comment === undefined ? {} : { Comment: change.comment }),
  };
}

export function changeOf(state: Route53State, id: string | undefined): SubmittedChange {
  const change = state.changes.get(bareId(id ?? ''));
  if (change) return change;
  throw new AwsError('NoSuchChange', `Could not find resource with ID: ${bareId(id ?? '')}`, {
    statusCode: 404,
  });
}
