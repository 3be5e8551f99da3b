import { randomUUID } from 'node:crypto';
import { describeListed } from '../../aws/eks/clusters.ts';
import type { Fleet } from '../../aws/fleet.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { Fact } from '../../domain/ports/facts.ts';
import type { Level } from '../../domain/registry/level.ts';
import { clusterAdoptionRequested } from '../../events/cluster/adoption-requested.ts';
import { clusterDeletionRequested } from '../../events/cluster/deletion-requested.ts';
import { clusterReleaseRequested } from '../../events/cluster/release-requested.ts';
import { eventOf } from '../../events/event.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, nowOf, regionOf } from '../fleet.ts';
import { printResult } from '../output.ts';
import { type PublishedRequest, publishRequest } from '../requests/follow.ts';
import { followAll, outcomesTable, refuseRequest, requestsTable } from '../requests/report.ts';
import { problemsBeforehand } from '../requests/standing-problems.ts';
import { whoami } from '../whoami.ts';

export interface RequestOptions extends FleetOptions {
  readonly wait?: boolean;
  /** The reason, for the record and the facts. */
  readonly reason?: string;
  /** The cluster's own region, where it was named; looked for in all of the fleet's if absent. */
  readonly clusterRegion?: string;
}

/** `delete NAME --confirm NAME`. */
export async function runDelete(
  cluster: string,
  options: RequestOptions & { readonly confirm: string },
): Promise<void> {
  const { confirm } = options;
  if (confirm !== cluster)
    throw new CommandError(`--confirm says ${confirm}, the cluster is ${cluster}`, 'repeat the name exactly');
  await requestOfCluster(
    cluster,
    'delete',
    'delete-cluster',
    options,
    (members) => eventOf(clusterDeletionRequested, { ...members, confirm }),
    (fleet, region) => problemsBeforehand(fleet, { kind: 'delete', name: cluster, region }),
  );
}

/** `adopt NAME`: takes a cluster into the fleet, or changes the level at which it is managed. */
export async function runAdopt(
  cluster: string,
  options: RequestOptions & { readonly level?: Level },
): Promise<void> {
  const level = options.level === undefined ? {} : { level: options.level };
  await requestOfCluster(cluster, 'adopt', 'adopt-cluster', options, (members) =>
    eventOf(clusterAdoptionRequested, { ...members, ...level }),
  );
}

/** `release NAME`: the fleet forgets a cluster, which stays as it is. */
export async function runRelease(cluster: string, options: RequestOptions): Promise<void> {
  await requestOfCluster(cluster, 'release', 'release-cluster', options, (members) =>
    eventOf(clusterReleaseRequested, members),
  );
}

/** The reason as a request has it. */
export const reasonIn = ({ reason }: Pick<RequestOptions, 'reason'>) =>
  reason === undefined ? {} : { reason };

/** Members of every request about one cluster. */
export interface RequestMembers {
  readonly version: '1';
  readonly requestId: string;
  readonly requestedBy: string;
  readonly reason?: string;
  readonly cluster: string;
}

/**
 * Requests one thing of one cluster, and with `--wait` follows it. If `look` finds problems, they are printed and
 * nothing is requested.
 */
export async function requestOfCluster(
  cluster: string,
  verb: string,
  workflow: PublishedRequest['workflow'],
  options: RequestOptions,
  event: (members: RequestMembers, nowMs: number) => Fact,
  look?: (fleet: Fleet, region: string) => Promise<readonly RequestProblem[]>,
): Promise<void> {
  const fleet = await connect(options);
  const region = options.clusterRegion ?? (await regionOfCluster(fleet, cluster));
  const problems = (await look?.(fleet, region)) ?? [];
  if (problems.length > 0) return refuseRequest({ cluster, region }, problems, options.output);
  const requestId = `${verb}-${randomUUID()}`;
  const requestedBy = `eks-fleet ${verb} by ${whoami()}`;
  const published = await publishRequest(
    fleet,
    { requestId, cluster, region, workflow },
    event({ version: '1', requestId, requestedBy, ...reasonIn(options), cluster }, nowOf(fleet)),
  );
  process.stderr.write(`${region}/${cluster}: ${verb} requested as ${requestId}\n`);
  if (options.wait) {
    const outcomes = await followAll(fleet, [published]);
    printResult(options.output, { requests: outcomes }, () => outcomesTable(outcomes));
    return;
  }
  printResult(options.output, { requests: [published] }, () => requestsTable([published]));
}

/**
 * The region of a cluster: where EKS has it, or an operation left something of it. A name in two regions is refused.
 */
export async function regionOfCluster(fleet: Fleet, name: string): Promise<string> {
  const regionsWhere = async (isIn: (region: string) => Promise<boolean>): Promise<readonly string[]> => {
    const found = await Promise.all(
      fleet.regions.map(async (region) => ((await isIn(region)) ? [region] : [])),
    );
    return found.flat();
  };
  const inEks = await regionsWhere(
    async (region) => (await describeListed(regionOf(fleet, region).eksClient, name)) !== undefined,
  );
  const isOnRecord = async (region: string): Promise<boolean> => {
    const { operations } = regionOf(fleet, region);
    return operations.isOnRecord(clusterArn(fleet, region, name));
  };
  const regions = inEks.length > 0 ? inEks : await regionsWhere(isOnRecord);
  const [region, ...others] = regions;
  if (region === undefined)
    throw new CommandError(`there is no cluster ${name} in ${fleet.regions.join(', ')}`);
  if (others.length > 0)
    throw new CommandError(`${name} is in ${regions.join(' and ')}`, 'say which by --region');
  return region;
}
