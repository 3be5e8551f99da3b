import { listClusters } from '../../aws/eks/clusters.ts';
import { FLEET_SCOPE, type PauseRecord } from '../../domain/operation/pause.ts';
import { CommandError } from '../command-error.ts';
import type { FleetRegion } from '../fleet.ts';
import { type Selector, selects } from '../selector.ts';
import type { InRegions } from './in-regions.ts';

const CLUSTER = ':cluster/';
export const nameOf = (scope: string): string => scope.split(CLUSTER)[1] ?? scope;

/**
 * The scopes that are selected in a region: the fleet's, or those of the selected clusters. Clusters that EKS does
 * not have, because they are about to be made or are gone, are known by the names in leases and pauses.
 */
export async function scopesIn(
  { eksClient, leases }: FleetRegion,
  selector: Selector,
  holds: readonly PauseRecord[],
): Promise<readonly string[]> {
  if (selector.length === 0) return [FLEET_SCOPE];
  const [clusters, held] = await Promise.all([listClusters(eksClient), leases.heldLeases()]);
  const others = [...held.map(({ operation }) => operation.cluster.arn), ...holds.map(({ scope }) => scope)]
    .filter((arn) => arn.includes(CLUSTER) && !clusters.some((cluster) => cluster.arn === arn))
    .map((arn) => ({ arn, name: nameOf(arn), tags: {} }));
  const selected = [...clusters, ...others].filter((cluster) => selects(selector, cluster));
  return [...new Set(selected.map(({ arn }) => arn))];
}

/** Refuses a selection without any cluster, if every region could be asked. */
export function requireSelected({ answers, unanswered }: InRegions<readonly string[]>): void {
  if (unanswered.length === 0 && answers.every(({ answer }) => answer.length === 0))
    throw new CommandError('no cluster is selected', 'look at names with `eks-fleet get clusters`');
}
