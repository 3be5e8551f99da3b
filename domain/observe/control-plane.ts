import { decideControlPlane } from '../decide/control-plane.ts';
import { type Decision, fail } from '../decide/decision.ts';
import type { DesiredControlPlane } from '../desired/control-plane-request.ts';
import type { NetworkFacts } from '../desired/network/facts.ts';
import type { DescribedCluster, EksPort } from '../ports/eks.ts';
import type { Target } from './target.ts';
import { targetControlPlane } from './target-control-plane.ts';

export interface ObservedControlPlane {
  readonly desired: DesiredControlPlane;
  readonly observed: DescribedCluster | undefined;
  readonly decision: Decision;
}

/** Looks at the control plane and decides its next change; an update of this operation that failed ends it. */
export async function observeControlPlane(
  target: Target,
  network: NetworkFacts,
  eks: Pick<EksPort, 'describeCluster' | 'failedUpdate'>,
): Promise<ObservedControlPlane> {
  const { name } = target.config.metadata;
  const observed = await eks.describeCluster(name);
  const desired = targetControlPlane(target, network);
  const decision = decideControlPlane(desired, observed);
  if (decision.do !== 'update') return { desired, observed, decision };
  const failed = await eks.failedUpdate(name, target.startedAt);
  return { desired, observed, decision: failed === undefined ? decision : fail(failed) };
}
