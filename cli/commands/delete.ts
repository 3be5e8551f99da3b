import { randomUUID } from 'node:crypto';
import { describeListed } from '../../aws/clusters.ts';
import { type Fleet, fleetTable } from '../../aws/fleet.ts';
import { readOperationHistory } from '../../aws/operation-history.ts';
import { clusterDeletionRequested } from '../../events/cluster/deletion-requested.ts';
import { eventOf } from '../../events/event.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, regionOf } from '../fleet.ts';
import { columns, printResult } from '../output.ts';
import { publishRequest } from '../requests/follow.ts';
import { followAll, outcomesTable } from '../requests/report.ts';
import { whoami } from './pause.ts';

export interface DeleteOptions extends FleetOptions {
  readonly confirm: string;
  /** The cluster's own region, where its name is in several. */
  readonly in?: string;
  readonly wait?: boolean;
}

/** `delete NAME --confirm NAME`: publishes the request; `delete-cluster` says what else it refuses. */
export async function runDelete(cluster: string, options: DeleteOptions): Promise<void> {
  if (options.confirm !== cluster)
    throw new CommandError(
      `--confirm says ${options.confirm}, the cluster is ${cluster}`,
      'repeat the name exactly',
    );
  const fleet = await connect(options, options.in);
  const region = options.in ?? (await regionOfCluster(fleet, cluster));
  const requestId = `delete-${randomUUID()}`;
  const event = eventOf(clusterDeletionRequested, {
    version: '1',
    requestId,
    requestedBy: `eks-fleet delete by ${whoami()}`,
    cluster,
    confirm: options.confirm,
  });
  const request = await publishRequest(
    fleet,
    { requestId, cluster, region, workflow: 'delete-cluster' },
    event,
  );
  process.stderr.write(`${region}/${cluster}: deletion requested as ${requestId}\n`);
  if (options.wait) {
    const outcomes = await followAll(fleet, [request]);
    printResult(options.output, { requests: outcomes }, () => outcomesTable(outcomes));
    return;
  }
  printResult(options.output, { requests: [request] }, () =>
    columns(['CLUSTER', 'REGION', 'REQUEST'], [[cluster, region, requestId]]),
  );
}

/** Where a name is: in EKS, or in an operation that left something behind. A name in two regions is refused. */
async function regionOfCluster(fleet: Fleet, name: string): Promise<string> {
  const found = await Promise.all(
    fleet.regions.map(async (region) => {
      const cluster = await describeListed(regionOf(fleet, region).eksClient, name);
      return cluster ? [region] : [];
    }),
  );
  const anywhere = regionOf(fleet, fleet.regions[0] as string);
  const history = await readOperationHistory(anywhere.dynamoDb, fleetTable(fleet.stage));
  const recorded = history
    .filter(({ cluster }) => cluster.name === name)
    .map(({ cluster }) => cluster.region);
  const regions = found.flat().length > 0 ? found.flat() : [...new Set(recorded)];
  const [region, ...others] = regions;
  if (region === undefined)
    throw new CommandError(`there is no cluster ${name} in ${fleet.regions.join(', ')}`);
  if (others.length > 0)
    throw new CommandError(`${name} is in ${regions.join(' and ')}`, 'say which by --in REGION');
  return region;
}
