import { desiredControlPlane } from '../desired/control-plane.ts';
import type { DesiredControlPlane } from '../desired/control-plane-request.ts';
import type { NetworkFacts } from '../desired/network/facts.ts';
import type { Target } from './target.ts';

/** The control plane that a target calls for: of a cluster that sleeps, without Auto Mode's own pools, if it had any. */
export function targetControlPlane(
  { config, account, asleep }: Pick<Target, 'config' | 'account' | 'asleep'>,
  network: NetworkFacts,
): DesiredControlPlane {
  const desired = desiredControlPlane(config, account, network);
  if (!asleep?.hasNoBuiltInPools || desired.request.computeConfig?.enabled !== true) return desired;
  return { ...desired, request: { ...desired.request, computeConfig: { enabled: true } } };
}
