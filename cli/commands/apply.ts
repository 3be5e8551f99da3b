import { randomUUID } from 'node:crypto';
import type { Fleet } from '../../aws/fleet.ts';
import { type Problem, toProblem } from '../../domain/cluster-config/problem.ts';
import { clusterRequested } from '../../events/cluster/requested.ts';
import { eventOf } from '../../events/event.ts';
import { type ReadClusterConfig, readClusterConfigs } from '../documents/cluster-configs.ts';
import { connect, type FleetOptions } from '../fleet.ts';
import { columns, printResult } from '../output.ts';
import { observeCluster } from '../plan/observe.ts';
import { type ClusterPlan, planOf } from '../plan/plan.ts';
import { renderPlan } from '../plan/render.ts';
import { refuseDocuments } from '../refuse-documents.ts';
import { type PublishedRequest, publishRequest } from '../requests/follow.ts';
import { followAll, outcomesTable } from '../requests/report.ts';
import { whoami } from './pause.ts';

export interface ApplyOptions extends FleetOptions {
  readonly file: readonly string[];
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly rollbackOnFailure?: boolean;
}

/** Documents that name a region in which the fleet is not deployed. */
export function outsideFleet(fleet: Fleet, clusters: readonly ReadClusterConfig[]): Problem[] {
  return clusters.flatMap(({ source, config }) => {
    const { region } = config.metadata;
    if (fleet.regions.includes(region)) return [];
    const finding = {
      path: 'metadata.region',
      found: region,
      allowed: fleet.regions.join(', '),
      message: `the fleet is not deployed in ${region}`,
      alternative: `deploy it there, home first: eks-fleet deploy --regions ${[...fleet.regions, region].join(',')}`,
    };
    return [toProblem(source, finding)];
  });
}

/** `apply`: validates, shows the plan, and publishes one request a document. */
export async function runApply(options: ApplyOptions): Promise<void> {
  const now = new Date().toISOString();
  const { clusters, problems } = await readClusterConfigs(options.file, now.slice(0, 10));
  if (problems.length > 0) return refuseDocuments(problems, options.output);
  const fleet = await connect(options, clusters[0]?.config.metadata.region);
  const outside = outsideFleet(fleet, clusters);
  if (outside.length > 0) return refuseDocuments(outside, options.output);

  const plans = await Promise.all(
    clusters.map(async ({ source, config }) =>
      planOf(source, await observeCluster(fleet, config, now), now.slice(0, 10)),
    ),
  );
  const rendered = plans.map(renderPlan).join('\n\n');
  const refused = plans.flatMap(refusalsOf);
  if (options.dryRun) {
    printResult(options.output, { plans }, () => rendered);
    if (refused.length > 0) process.exitCode = 1;
    return;
  }
  process.stderr.write(`${rendered}\n\n`);
  if (refused.length > 0) return refuseDocuments(refused, options.output);
  await publish(fleet, clusters, options);
}

function refusalsOf({ document, refused }: ClusterPlan): Problem[] {
  return refused.map(({ path = '', part, text }) => ({
    document,
    path: path || part,
    found: 'a change that cannot be made in place',
    allowed: 'the cluster as it is',
    message: text,
  }));
}

async function publish(
  fleet: Fleet,
  clusters: readonly ReadClusterConfig[],
  options: ApplyOptions,
): Promise<void> {
  const { rollbackOnFailure = false } = options;
  const requests: PublishedRequest[] = [];
  for (const { document, config } of clusters) {
    const { name: cluster, region } = config.metadata;
    const requestId = `apply-${randomUUID()}`;
    const event = eventOf(clusterRequested, {
      version: '1',
      requestId,
      requestedBy: `eks-fleet apply by ${whoami()}`,
      config: document,
      ...(rollbackOnFailure ? { rollbackOnFailure } : {}),
    });
    requests.push(
      await publishRequest(fleet, { requestId, cluster, region, workflow: 'create-cluster' }, event),
    );
    process.stderr.write(`${region}/${cluster}: requested as ${requestId}\n`);
  }
  if (options.wait) {
    const outcomes = await followAll(fleet, requests);
    printResult(options.output, { requests: outcomes }, () => outcomesTable(outcomes));
    return;
  }
  printResult(options.output, { requests }, () =>
    columns(
      ['CLUSTER', 'REGION', 'REQUEST'],
      requests.map(({ cluster, region, requestId }) => [cluster, region, requestId]),
    ),
  );
}
