import type { ClientStat, DeprecationDetail } from '@aws-sdk/client-eks';
import { minorOf } from '../clusters/versions.ts';
import type { ClusterRecord, DeprecatedCall } from '../records.ts';
import { type Finding, passing } from './check.ts';

const DAY_MS = 86_400_000;
/** Audit logs of the last 30 days are looked at (EKS guide; SDK typing ClientStat). */
const DAYS = 30;

/**
 * Minors that stop to serve an API (Kubernetes, "Deprecated API Migration Guide"), besides those that a scenario's
 * clients name.
 */
const REMOVALS = [25, 26, 27, 29, 32];

/** Versions after the cluster's that stop to serve something. */
export function deprecationVersions({ description, deprecatedCalls }: ClusterRecord): readonly string[] {
  const current = minorOf(description.version ?? '');
  const minors = [
    ...REMOVALS,
    ...deprecatedCalls.map(({ stopServingVersion }) => minorOf(stopServingVersion)),
  ];
  return [...new Set(minors)]
    .filter((minor) => minor > current)
    .sort((left, right) => left - right)
    .map((minor) => `1.${minor}`);
}

/** The client's requests in the last 30 days; undefined where there were none. */
function statOf(call: DeprecatedCall, now: number): ClientStat | undefined {
  const from = Math.max(call.since, now - DAYS * DAY_MS);
  const to = Math.min(call.until ?? now, now);
  if (to < from || call.since > now) return undefined;
  return {
    userAgent: call.userAgent,
    numberOfRequestsLast30Days: Math.max(1, Math.round(((to - from) / DAY_MS) * call.requestsADay)),
    lastRequestTime: new Date(to),
  };
}

/**
 * Use of APIs that a version no longer serves. It stays until the last request is 30 days old, whatever was fixed
 * (aws/containers-roadmap#2569). The next minor is an error, a later one a warning (EKS guide, "View cluster insights").
 */
export function deprecatedApis(cluster: ClusterRecord, target: string, now: number): Finding {
  const details = new Map<string, DeprecationDetail & { clientStats: ClientStat[] }>();
  for (const call of cluster.deprecatedCalls) {
    const stat = call.stopServingVersion === target ? statOf(call, now) : undefined;
    if (!stat) continue;
    const { usage, replacedWith, stopServingVersion, startServingReplacementVersion } = call;
    const held = details.get(usage) ?? {
      usage,
      replacedWith,
      stopServingVersion,
      startServingReplacementVersion,
      clientStats: [],
    };
    held.clientStats.push(stat);
    details.set(usage, held);
  }
  if (details.size === 0) return passing('No deprecated API usage detected within the last 30 days.');
  const isNext = minorOf(target) === minorOf(cluster.description.version ?? '') + 1;
  return {
    status: isNext ? 'ERROR' : 'WARNING',
    reason:
      'Deprecated API usage detected within last 30 days and your cluster is on Kubernetes version lower than the removal.',
    summary: { deprecationDetails: [...details.values()] },
  };
}
