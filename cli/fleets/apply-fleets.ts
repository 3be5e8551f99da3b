import { randomUUID } from 'node:crypto';
import { homeOf } from '../../aws/deployment/home.ts';
import { clusterArn, type Fleet } from '../../aws/fleet.ts';
import type { Problem } from '../../domain/cluster-config/problem.ts';
import { checkDocument } from '../../domain/fleet/check-document.ts';
import { type FleetPlan, planFleet } from '../../domain/fleet/fleet-plan.ts';
import type { FleetDocument } from '../../domain/fleet/schema.ts';
import { eventOf } from '../../events/event.ts';
import { fleetRequested } from '../../events/fleet/requested.ts';
import { CommandError } from '../command-error.ts';
import type { ReadClusterConfig, ReadFleet } from '../documents/user-documents.ts';
import { nowOf } from '../fleet.ts';
import { type PublishedRequest, publishRequest, type RequestOutcome } from '../requests/follow.ts';
import { sleep } from '../sleep.ts';
import { whoami } from '../whoami.ts';
import { type ComingCluster, checkPorts, observeFleet } from './observe-fleet.ts';

export interface PlannedFleet extends ReadFleet {
  readonly plan: FleetPlan;
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

/**
 * Holds Fleet documents against what is deployed and what the fleet has, with the clusters that are asked for beside,
 * by the same code as the workflow, and says what applying them does. Nothing is changed.
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
  const planned: PlannedFleet[] = [];
  const problems: Problem[] = [];
  for (const read of documents) {
    const where = { homeRegion, at, source: read.source, knowsAll: true };
    const checked = await checkDocument(read.document, where, ports);
    if (checked.problems) problems.push(...checked.problems);
    else planned.push({ ...read, plan: await planOf(fleet, homeRegion, checked.document, coming) });
  }
  return { fleets: planned, problems };
}

async function planOf(
  fleet: Fleet,
  home: string,
  document: FleetDocument,
  coming: readonly ComingCluster[] = [],
): Promise<FleetPlan> {
  const { name } = document.metadata;
  return planFleet({ name, home }, document, await observeFleet(fleet, home, name, coming));
}

/** Asks the home region to keep a document. */
export async function publishFleet(
  fleet: Fleet,
  { document, plan }: PlannedFleet,
): Promise<PublishedRequest> {
  const requestId = `apply-${randomUUID()}`;
  const event = eventOf(fleetRequested, {
    version: '1',
    requestId,
    requestedBy: `eks-fleet apply by ${whoami()}`,
    fleet: document,
  });
  const about = { requestId, fleet: plan.fleet, region: plan.home, workflow: 'apply-fleet' as const };
  return publishRequest(fleet, about, event);
}

const LOOK_MS = 2000;
/** Regions follow within seconds; a group that is being deleted takes minutes. */
const LOOKS = 300;

/** Waits until every region's schedules are as the plan of now says; then it has nothing left to do. */
async function reconciled(plan: () => Promise<FleetPlan>, name: string): Promise<string | undefined> {
  let told = -1;
  for (let looks = 0; ; looks++) {
    const { schedules } = await plan();
    if (schedules.length === 0) return undefined;
    if (schedules.length !== told)
      process.stderr.write(`${name.padEnd(28)} ${schedules.length} schedules are to be changed yet\n`);
    told = schedules.length;
    const regions = [...new Set(schedules.map(({ region }) => region))].join(', ');
    if (looks >= LOOKS) return `${schedules.length} schedules of ${regions} are not as the document says yet`;
    await sleep(LOOK_MS);
  }
}

/** Waits, after a document has been kept or forgotten, for the schedules of its regions. */
export async function untilFollowed(
  outcome: RequestOutcome,
  plan: () => Promise<FleetPlan>,
): Promise<RequestOutcome> {
  if (outcome.outcome !== 'Succeeded') return outcome;
  const reason = await reconciled(plan, outcome.fleet ?? '');
  if (reason === undefined) return outcome;
  process.exitCode = 1;
  const advice = 'Look at them with eks-fleet get schedules; a SchedulesReconciliationFailed fact says why.';
  return { ...outcome, outcome: 'Incomplete', reason, advice };
}

/** As `untilFollowed`, for all documents that were applied. */
export async function untilReconciled(
  fleet: Fleet,
  fleets: readonly PlannedFleet[],
  outcomes: readonly RequestOutcome[],
): Promise<readonly RequestOutcome[]> {
  return Promise.all(
    outcomes.map(async (outcome) => {
      const planned = fleets.find(({ plan }) => plan.fleet === outcome.fleet);
      if (!planned || outcome.fleet === undefined) return outcome;
      return untilFollowed(outcome, () => planOf(fleet, planned.plan.home, planned.fleet));
    }),
  );
}
