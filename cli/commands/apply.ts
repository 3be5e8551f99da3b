import { randomUUID } from 'node:crypto';
import { homeOf } from '../../aws/deployment/home.ts';
import type { Fleet } from '../../aws/fleet.ts';
import { type Problem, toProblem } from '../../domain/cluster-config/problem.ts';
import { clusterRequested } from '../../events/cluster/requested.ts';
import { eventOf } from '../../events/event.ts';
import { withLine } from '../documents/lines.ts';
import { readForFleet } from '../documents/read-for-fleet.ts';
import type { ReadClusterConfig, SalvagedClusterConfig } from '../documents/user-documents.ts';
import { type FleetOptions, nowOf } from '../fleet.ts';
import { type FleetApplication, planFleets, publishFleet } from '../fleets/apply-fleets.ts';
import { withAsleep } from '../fleets/left-asleep.ts';
import { renderFleetPlan } from '../fleets/render-plan.ts';
import { untilReconciled } from '../fleets/until-reconciled.ts';
import { printResult } from '../output.ts';
import { FROZEN, unlessFrozen } from '../plan/frozen.ts';
import { observeCluster } from '../plan/observe.ts';
import { type ClusterPlan, planOf } from '../plan/plan.ts';
import { renderPlan } from '../plan/render.ts';
import { problemBlocks, refuseDocuments } from '../refuse-documents.ts';
import { type PublishedRequest, publishRequest, subjectOf } from '../requests/follow.ts';
import { followAll, outcomesTable, requestsTable } from '../requests/report.ts';
import { whoami } from '../whoami.ts';

export interface ApplyOptions extends FleetOptions {
  readonly file: readonly string[];
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly rollbackOnFailure?: boolean;
  /** The reason, for the record and the facts. */
  readonly reason?: string;
}

/** Problems of documents that name a region without the fleet. The home is looked for only if there are any. */
export async function outsideFleet(
  fleet: Fleet,
  clusters: readonly ReadClusterConfig[],
  findHome: (fleet: Fleet) => Promise<string | undefined> = homeOf,
): Promise<readonly Problem[]> {
  const outside = clusters.filter(({ config }) => !fleet.regions.includes(config.metadata.region));
  const home = outside.length > 0 ? await findHome(fleet) : undefined;
  return outside.map(({ source, config, lines }) => {
    const { region } = config.metadata;
    const regions = new Set([...(home === undefined ? [] : [home]), ...fleet.regions, region]);
    const finding = {
      path: 'metadata.region',
      found: region,
      allowed: fleet.regions.join(', '),
      message: `the fleet is not deployed in ${region}`,
      alternative: `deploy it there, home first: eks-fleet deploy --regions ${[...regions].join(',')}`,
    };
    return withLine(toProblem(source, finding), lines);
  });
}

/** AWS's problems with documents that have mistakes already, so that a person sees all of them in one round. */
async function salvagedProblems(
  fleet: Fleet,
  salvaged: readonly SalvagedClusterConfig[],
  now: string,
): Promise<readonly Problem[]> {
  const inside = salvaged.filter((one) => fleet.regions.includes(one.salvaged.config.metadata.region));
  const each = inside.map(async ({ source, lines, salvaged: { config, written } }) => {
    const { problems } = await observeCluster(fleet, config, now);
    return problems.flatMap((finding) => {
      const path = written(finding.path);
      return path === undefined ? [] : [withLine(toProblem(source, { ...finding, path }), lines)];
    });
  });
  return (await Promise.all(each)).flat();
}

/** `apply`: validates, shows the plan, and publishes one request a document. */
export async function runApply(options: ApplyOptions): Promise<void> {
  const { problems: misread, clusters: read, fleets, salvaged, fleet } = await readForFleet(options);
  if (!fleet) return refuseDocuments(misread, options.output);
  const now = new Date(nowOf(fleet)).toISOString();
  const outside = await outsideFleet(fleet, read);
  const clusters = read.filter(({ config }) => fleet.regions.includes(config.metadata.region));
  const [application, ofSalvaged, plans] = await Promise.all([
    planFleets(fleet, fleets, clusters),
    salvagedProblems(fleet, salvaged, now),
    Promise.all(
      clusters.map(async (cluster) => {
        const plan = planOf(cluster, await observeCluster(fleet, cluster.config, now), now.slice(0, 10));
        return unlessFrozen(fleet, cluster.config, plan, now);
      }),
    ),
  ]);
  const refused = plans.flatMap(refusalsOf);
  const wrong = [...misread, ...ofSalvaged, ...outside, ...application.problems];
  if (wrong.length > 0) {
    // A refused document has no plan that would show its warnings.
    const warnings = plans.flatMap((plan) => plan.warnings);
    if (warnings.length > 0) process.stderr.write(`warnings:\n${problemBlocks(warnings)}\n\n`);
    return refuseDocuments([...wrong, ...refused], options.output);
  }

  const fleetPlans = application.fleets.map(({ source, plan, asleep }) => ({
    document: source,
    ...plan,
    asleep,
  }));
  const rendered = [
    ...plans.map(renderPlan),
    ...fleetPlans.map((plan) => renderFleetPlan(plan, plan.asleep)),
  ].join('\n\n');
  if (options.dryRun) {
    printResult(options.output, { plans, fleets: fleetPlans }, () => rendered);
    if (refused.length > 0) process.exitCode = 1;
    return;
  }
  process.stderr.write(`${rendered}\n\n`);
  if (refused.length > 0) return refuseDocuments(refused, options.output);
  await publish(fleet, clusters, application, options);
}

function refusalsOf({ document, problems, refused }: ClusterPlan): Problem[] {
  const inPlace = refused.map(({ path = '', part, text }) => ({
    document,
    path: path || part,
    ...(part === FROZEN
      ? { found: 'an apply', allowed: 'no apply' }
      : { found: 'a change that cannot be made in place', allowed: 'the cluster as it is' }),
    message: text,
  }));
  return [...problems, ...inPlace];
}

async function publishCluster(
  fleet: Fleet,
  { document, config }: ReadClusterConfig,
  { rollbackOnFailure = false, reason }: ApplyOptions,
): Promise<PublishedRequest> {
  const { name: cluster, region } = config.metadata;
  const requestId = `apply-${randomUUID()}`;
  const event = eventOf(clusterRequested, {
    version: '1',
    requestId,
    requestedBy: `eks-fleet apply by ${whoami()}`,
    ...(reason === undefined ? {} : { reason }),
    config: document,
    ...(rollbackOnFailure ? { rollbackOnFailure } : {}),
  });
  return publishRequest(fleet, { requestId, cluster, region, workflow: 'create-cluster' }, event);
}

async function publish(
  fleet: Fleet,
  clusters: readonly ReadClusterConfig[],
  { fleets }: FleetApplication,
  options: ApplyOptions,
): Promise<void> {
  const requests: PublishedRequest[] = [];
  for (const cluster of clusters) requests.push(await publishCluster(fleet, cluster, options));
  for (const planned of fleets) requests.push(await publishFleet(fleet, planned, options.reason));
  for (const request of requests)
    process.stderr.write(`${request.region}/${subjectOf(request)}: requested as ${request.requestId}\n`);
  const asleep = fleets.flatMap((planned) => planned.asleep);
  if (!options.wait)
    return printResult(options.output, { requests, asleep }, () =>
      withAsleep(requestsTable(requests), asleep),
    );
  const followed = await followAll(fleet, requests);
  const outcomes = await untilReconciled(fleet, fleets, followed);
  printResult(options.output, { requests: outcomes, asleep }, () =>
    withAsleep(outcomesTable(outcomes), asleep),
  );
}
