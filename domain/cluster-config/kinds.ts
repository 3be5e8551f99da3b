import { nearestName } from './nearest.ts';
import type { Finding } from './problem.ts';

/** The version of documents of our own. */
const OURS = 'eks-fleet.dev/v1';

/**
 * The finding about a document of eks-fleet's own `apiVersion`, which was not meant for a ClusterConfig; undefined
 * for any other document.
 */
export function otherKind({ apiVersion, kind }: Readonly<Record<string, unknown>>): Finding | undefined {
  if (apiVersion !== OURS) return undefined;
  if (kind === 'Scenario')
    return {
      path: 'kind',
      found: kind,
      allowed: 'Fleet, or a ClusterConfig',
      message: 'a Scenario is run, and not applied',
      alternative: 'by itself: eks-fleet simulate FILE',
    };
  const near = typeof kind === 'string' ? nearestName(kind, ['Fleet', 'Scenario']) : undefined;
  return {
    path: 'kind',
    found: kind,
    allowed: 'Fleet or Scenario',
    message: `${OURS} has no document of this kind`,
    alternative:
      near === undefined ? 'a ClusterConfig has apiVersion eksctl.io/v1alpha5' : `did you mean ${near}?`,
  };
}
