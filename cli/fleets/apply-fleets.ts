import { randomUUID } from 'node:crypto';
import { homeOf } from '../../aws/deployment/home.ts';
import type { Fleet } from '../../aws/fleet.ts';
import type { Problem } from '../../domain/cluster-config/problem.ts';
import { type CheckedFleet, checkDocument } from '../../domain/fleet/checks/check-document.ts';
import { withWindows } from '../../domain/fleet/checks/late-wakes.ts';
import { type FleetPlan, planFleet } from '../../domain/fleet/fleet-plan.ts';
import { unwoken } from '../../domain/fleet/unwoken.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import { eventOf } from '../../events/event.ts';
import { fleetRequested } from '../../events/fleet/requested.ts';
import { CommandError } from '../command-error.ts';
import type { ReadClusterConfig, ReadFleet } from '../documents/user-documents.ts';
import { nowOf, regionOf } from '../fleet.ts';
import { type PublishedRequest, publishRequest } from '../requests/follow.ts';
import { whoami } from '../whoami.ts';
import { type LeftAsleep, leftAsleep } from './left-asleep.ts';
import { type ComingCluster, checkPorts, observeFleet } from './observe-fleet.ts';

export interface PlannedFleet extends ReadFleet {
  readonly plan: FleetPlan;
  /** Clusters that sleep by schedules which the plan takes away, and that none wakes then. */
  readonly asleep: readonly LeftAsleep[];
}

export interface FleetApplication {
  readonly fleets: readonly PlannedFleet[];
  readonly problems: readonly Problem[];
}

/** A cluster as its request will register it. */
const comingOf = (fleet: Fleet, { config }: ReadClusterConfig): ComingCluster => {
  const { name, region, tags = {} } = config.metadata;
  return { cluster: { name, region, arn: clusterArn(fleet, region, name) }, level: 'all', tags, config };
};

/** The home region; without the global stack there is no fleet that could keep a document. */
export async function homeRegionOf(fleet: Fleet): Promise<string> {
  const home = await homeOf(fleet);
  if (home !== undefined) return home;
  throw new CommandError(
    `no region of ${fleet.regions.join(', ')} has the fleet's global stack`,
    'deploy it again: eks-fleet deploy',
  );
}

/** Documents that are applied together arrive in any order: one may still find another as it was. */
const asKept = (checked: CheckedFleet): CheckedFleet =>
  checked.problems
    ? {
        problems: checked.problems.map((problem) => ({
          ...problem,
          message: `${problem.message}, as that is kept so far`,
          alternative: 'apply the other document first, with --wait, and then this one',
        })),
      }
    : checked;

/**
 * Plans of Fleet documents: holds them against the deployment, the fleet, and the clusters that are applied with
 * them, by the same code as the workflow. Nothing is changed.
 */
export async function planFleets(
  fleet: Fleet,
  documents: readonly ReadFleet[],
  clusters: readonly ReadClusterConfig[],
): Promise<FleetApplication> {
  if (documents.length === 0) return { fleets: [], problems: [] };
  const homeRegion = await homeRegionOf(fleet);
  const coming = clusters.map((cluster) => comingOf(fleet, cluster));
  const at = new Date(nowOf(fleet)).toISOString();
  const all = documents.map((one) => one.fleet);
  const ports = checkPorts(fleet, homeRegion, coming, all);
  const { fleets: keptFleets } = regionOf(fleet, homeRegion);
  const planned: PlannedFleet[] = [];
  const problems: Problem[] = [];
  for (const read of documents) {
    const where = { homeRegion, at, source: read.source, account: fleet.accountId, knowsAll: true };
    const beside = await checkDocument(read.document, where, ports);
    const checked =
      beside.problems || documents.length === 1
        ? beside
        : asKept(await checkDocument(read.document, where, { ...ports, fleets: keptFleets }));
    if (checked.problems) problems.push(...checked.problems);
    else {
      const { name } = checked.document.metadata;
      const seen = await observeFleet(fleet, homeRegion, name, coming);
      const windows = await withWindows(checked.document, seen.clusters, ports.registry);
      const about = { name, home: homeRegion };
      const plan = planFleet(about, checked.document, { ...seen, windows });
      planned.push({ ...read, plan, asleep: await leftAsleep(fleet, unwoken(checked.document, seen)) });
    }
  }
  return { fleets: planned, problems };
}

/** Asks the home region to keep a document. */
export async function publishFleet(
  fleet: Fleet,
  { document, plan }: PlannedFleet,
  reason: string | undefined,
): Promise<PublishedRequest> {
  const requestId = `apply-${randomUUID()}`;
  const event = eventOf(fleetRequested, {
    version: '1',
    requestId,
    requestedBy: `eks-fleet apply by ${whoami()}`,
    ...(reason === undefined ? {} : { reason }),
    fleet: document,
  });
  const about = { requestId, fleet: plan.fleet, region: plan.home, workflow: 'apply-fleet' as const };
  return publishRequest(fleet, about, event);
}
