import type { RequestProblem } from '../operation/request.ts';
import type { RegisteredCluster } from '../registry/registered-cluster.ts';

/** Scheduler fires at its minute at the earliest; nearer than this, the sizes would not have come before they go. */
const SOONEST_UNTIL_MS = 5 * 60_000;

/** A person's request, as far as it is held against the registry and the clock. Times are ISO 8601. */
export interface AskedScaling {
  readonly cluster: string;
  readonly region: string;
  readonly until?: string | undefined;
  readonly at: string;
}

/**
 * The reason why nobody may ask this of the cluster, whatever its level, or undefined. Requests that nobody waits for
 * are `decideFiring`'s.
 */
export function acceptanceProblem(
  { cluster, region, until, at }: AskedScaling,
  registered: RegisteredCluster | undefined,
): RequestProblem | undefined {
  if (!registered) {
    const message = `found ${cluster}, allowed a cluster that the fleet has in ${region}: eks-fleet get clusters`;
    return { path: 'detail.cluster', message };
  }
  if (until !== undefined && Date.parse(until) < Date.parse(at) + SOONEST_UNTIL_MS) {
    const message = `found ${until}, allowed a time that is five minutes after ${at} or later`;
    return { path: 'detail.until', message };
  }
  return undefined;
}
