import { type OperationSummary, operationsByTime, summaryOf } from '../../aws/dynamodb/operation-history.ts';
import { type ListedCluster, listClusters } from '../../aws/eks/clusters.ts';
import { type Fleet, fleetTable } from '../../aws/fleet.ts';
import { inOneLine, type Pause, type PauseRecord } from '../../domain/operation/pause.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { HeldLease } from '../../domain/ports/leases.ts';
import type { Level } from '../../domain/registry/level.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, type FleetRegion, regionOf, regionsOf } from '../fleet.ts';
import { columns, printResult } from '../output.ts';
import { lastOperations } from '../requests/last-operations.ts';
import { sideBySide } from '../side-by-side.ts';

/** Clusters of a region that are read at once. */
const AT_ONCE = 20;

/** A cluster as EKS has it, with the fleet's own record of it. */
export interface ClusterRow {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  /** EKS's status; absent where EKS has no such cluster (yet, or any more). */
  readonly status?: string;
  readonly version?: string;
  readonly createdAt?: string;
  /** The cluster's level; absent for a cluster that the fleet does not have. */
  readonly level?: Level;
  readonly lastOperation?: Pick<
    OperationSummary,
    'id' | 'kind' | 'action' | 'status' | 'startedAt' | 'endedAt' | 'failure'
  >;
  /** The operation that may change it at present. */
  readonly lease?: { readonly operation: string; readonly kind: string; readonly epoch: number };
  /** All that holds it in one line, and each. */
  readonly paused?: string;
  readonly holds?: readonly PauseRecord[];
  /** Since when it hibernates, or goes to sleep (ISO 8601); absent for one that is awake. */
  readonly asleepSince?: string;
}

interface RegionState {
  readonly region: string;
  readonly clusters: readonly ListedCluster[];
  readonly held: readonly HeldLease[];
  /** Levels, by cluster ARN. */
  readonly levels: ReadonlyMap<string, Level>;
  /** Since when those sleep that do, by cluster ARN. */
  readonly asleep: ReadonlyMap<string, string>;
  /** Pauses of those that are paused, by cluster ARN. */
  readonly paused: ReadonlyMap<string, Pause>;
}

async function readRegion({ region, eksClient, leases, records }: FleetRegion): Promise<RegionState> {
  const [clusters, held] = await Promise.all([listClusters(eksClient), leases.heldLeases()]);
  const arns = new Set([
    ...clusters.map(({ arn }) => arn),
    ...held.map(({ operation }) => operation.cluster.arn),
  ]);
  const found = await sideBySide([...arns], AT_ONCE, async (arn) => ({
    arn,
    ...(await records.read({ arn }, ['registered', 'memory', 'pause'])),
  }));
  return {
    region,
    clusters,
    held,
    levels: new Map(found.flatMap(({ arn, registered }) => (registered ? [[arn, registered.level]] : []))),
    asleep: new Map(
      found.flatMap(({ arn, registered, memory }) =>
        registered && memory ? [[arn, memory.asleepSince ?? memory.capturedAt]] : [],
      ),
    ),
    paused: new Map(found.flatMap(({ arn, pause }) => (pause ? [[arn, pause]] : []))),
  };
}

/** One row a cluster: those that EKS has, and those that an operation is about to make. */
export function clusterRows(
  fleet: Fleet,
  regions: readonly RegionState[],
  history: readonly OperationSummary[],
): ClusterRow[] {
  return regions.flatMap(({ region, clusters, held, levels, asleep, paused }) => {
    const known = new Map(clusters.map((cluster) => [cluster.name, cluster]));
    const coming = held.map(({ operation }) => operation.cluster.name);
    return [...new Set([...known.keys(), ...coming])].sort().map((name) => {
      const cluster = known.get(name);
      const arn = cluster?.arn ?? clusterArn(fleet, region, name);
      const last = history.find((record) => record.cluster.arn === arn);
      const lease = held.find(({ operation }) => operation.cluster.arn === arn)?.operation;
      const level = levels.get(arn);
      const pause = paused.get(arn);
      return {
        name,
        region,
        arn,
        ...(cluster
          ? { status: cluster.status, version: cluster.version, createdAt: cluster.createdAt }
          : {}),
        ...(level ? { level } : {}),
        ...(last ? { lastOperation: lastOperation(last) } : {}),
        ...(lease ? { lease: { operation: lease.id, kind: lease.kind, epoch: lease.epoch } } : {}),
        ...(pause ? { paused: inOneLine(pause), holds: pause.holds } : {}),
        ...(asleep.has(arn) ? { asleepSince: asleep.get(arn) as string } : {}),
      };
    });
  });
}

function lastOperation({ id, kind, action, status, startedAt, endedAt, failure }: OperationSummary) {
  return {
    id,
    kind,
    ...(action === undefined ? {} : { action }),
    status,
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** The operations on record, newest first, from the replica of the first region. */
export const historyOf = (fleet: Fleet) =>
  operationsByTime(regionOf(fleet, fleet.readFrom).dynamoDb, fleetTable(fleet.stage));

/** `get clusters [NAME]`. */
export async function runGetClusters(names: readonly string[], options: FleetOptions): Promise<void> {
  const fleet = await connect(options);
  const regions = await Promise.all(regionsOf(fleet).map(readRegion));
  const isAsked = ({ name }: { readonly name: string }) => names.length === 0 || names.includes(name);
  const asked = clusterRows(fleet, regions, []).filter(isAsked);
  const { operations } = regionOf(fleet, fleet.readFrom);
  const last = await lastOperations(
    asked.map(({ arn }) => arn),
    {
      byTime: () => historyOf(fleet),
      ofCluster: async (arn) => (await operations.operationsOf(arn)).map(summaryOf),
    },
  );
  const rows = clusterRows(fleet, regions, last).filter(isAsked);
  missing(
    names,
    rows.map(({ name }) => name),
    'cluster',
  );
  printResult(options.output, rows, () => clusterTable(rows));
}

export function clusterTable(rows: readonly ClusterRow[]): string {
  if (rows.length === 0) return 'no clusters';
  return columns(
    ['CLUSTER', 'REGION', 'STATUS', 'VERSION', 'LEVEL', 'LAST OPERATION', 'LEASE', 'PAUSED', 'ASLEEP SINCE'],
    rows.map(
      ({
        name,
        region,
        status = '-',
        version = '-',
        level = '-',
        lastOperation: last,
        lease,
        paused = '-',
        asleepSince = '-',
      }) => [
        name,
        region,
        status,
        version,
        level,
        last ? `${last.action ?? last.kind} ${last.status}` : '-',
        lease ? lease.kind : '-',
        paused,
        asleepSince,
      ],
    ),
  );
}

/** Fails if a name that was asked for is not there: a script must not take an empty answer for success. */
export function missing(names: readonly string[], found: readonly string[], what: string): void {
  const absent = names.filter((name) => !found.includes(name));
  if (absent.length > 0) throw new CommandError(`there is no ${what} ${absent.join(', ')} in this fleet`);
}
