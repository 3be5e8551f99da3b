import {
  DescribeClusterCommand,
  EKSClient,
  ListNodegroupsCommand,
  paginateListClusters,
} from '@aws-sdk/client-eks';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { findingKey } from '../../domain/upgrade/finding-key.ts';
import type { StepFunctionsService } from '../../simulator/stepfunctions/stepfunctions.ts';
import type { World } from '../../simulator/world.ts';
import { NodeStarts } from '../node-starts.ts';
import { readOperations } from '../read-operations.ts';
import { selfManagedGroups } from '../self-managed-groups.ts';
import type { ClusterReport, OperationReport, SimulationReport, SimulationSpec } from '../simulation-spec.ts';
import { criticalPathSeconds, spansOfCluster } from './critical-path.ts';
import { failoversOf } from './failovers.ts';
import { readRejections } from './rejections.ts';
import type { RunTotals } from './run-totals.ts';

interface ReportInput {
  readonly spec: SimulationSpec;
  readonly world: World;
  readonly totals: RunTotals;
  /** Virtual milliseconds. */
  readonly requestedAt: number;
  readonly endedAt: number;
}

/** Reads the result of a simulation, by the same APIs as a person would. */
export async function reportOf({
  spec,
  world,
  totals,
  requestedAt,
  endedAt,
}: ReportInput): Promise<Omit<SimulationReport, 'wallMs' | 'faults' | 'turns'>> {
  const traceHash = world.kernel.trace.hash();
  const clients = world.clients.map((population) => population.report());
  // Calls from here on only read for the report and are no part of the run.
  const awsCalls = totals.calls;
  const stateTransitions = spec.regions.reduce(
    (sum, name) => sum + (world.region(name).service('states') as StepFunctionsService).stateTransitions,
    0,
  );
  const costUsd = totals.costUsd(stateTransitions);
  const records = await readOperations(spec);
  const clusters = (
    await Promise.all(spec.regions.map((region) => readClusters(world, region, requestedAt, records)))
  ).flat();
  const nodes = new NodeStarts(world.kernel.trace.spans);
  const operations = records.map((record) => toOperationReport(record, nodes));
  const refused = await readRejections(spec);
  const succeeded =
    operations.every(({ outcome }) => outcome === 'Succeeded' || outcome === 'Skipped') &&
    operations.length >= spec.documents.length + (spec.fleets ?? []).length &&
    refused.length === 0;
  return {
    seed: spec.seed,
    outcome: succeeded ? 'succeeded' : 'failed',
    virtualSeconds: Math.round((endedAt - requestedAt) / 1000),
    clusters,
    operations,
    failovers: failoversOf(records, clients),
    ...(clients.length === 0 ? {} : { clients }),
    refused,
    prerequisites: [],
    overrides: spec.overrides ?? [],
    invariants: { checked: [], violated: [] },
    awsCalls,
    stateTransitions,
    costUsd,
    traceHash,
  };
}

function toOperationReport(record: OperationRecord, nodes: NodeStarts): OperationReport {
  const nodesSeconds = record.kind === 'scale' ? nodes.secondsOf(record) : undefined;
  return {
    id: record.id,
    kind: record.kind,
    ...(record.kind === 'scale' || record.kind === 'upgrade' ? { action: record.request.action } : {}),
    ...(record.kind === 'upgrade' ? upgradeReportOf(record) : {}),
    ...(record.parent === undefined ? {} : { parent: record.parent }),
    cluster: record.cluster.arn,
    outcome: record.status,
    ...(record.failure ? { reason: `${record.failure.step}: ${record.failure.reason}` } : {}),
    ...(record.kind === 'create' && record.plan?.warnings ? { warnings: record.plan.warnings } : {}),
    startedAt: record.startedAt,
    ...(record.endedAt === undefined ? {} : { endedAt: record.endedAt }),
    ...(nodesSeconds === undefined ? {} : { nodesSeconds }),
  };
}

/** The versions of an upgrade, and whether it turned back, once it has a plan. */
function upgradeReportOf(
  record: OperationRecord & { readonly kind: 'upgrade' },
): Pick<OperationReport, 'upgrade'> {
  const { plan, report } = record;
  if (!plan) return {};
  const turnedBack = report?.turnedBack?.reason;
  const steps = (report?.steps ?? []).map(({ key }) => key);
  return {
    upgrade: {
      from: plan.from,
      to: report?.version ?? plan.from,
      steps,
      forecast: plan.rollback,
      findings: plan.findings.map(findingKey),
      ...(report?.canGoBackUntil === undefined ? {} : { canGoBackUntil: report.canGoBackUntil }),
      ...(turnedBack === undefined ? {} : { turnedBack }),
    },
  };
}

async function readClusters(
  world: World,
  region: string,
  requestedAt: number,
  records: readonly OperationRecord[],
): Promise<readonly ClusterReport[]> {
  const client = new EKSClient({ region });
  const selfManaged = await selfManagedGroups(region);
  const reports: ClusterReport[] = [];
  for await (const { clusters: names = [] } of paginateListClusters({ client }, {})) {
    for (const name of names) {
      // EKS lets an account read about ten clusters a second for as long as it likes.
      if (reports.length >= UNPACED) await world.kernel.sleep(PACE_MS);
      reports.push(await readCluster({ world, client, selfManaged, region, name, requestedAt, records }));
    }
  }
  return reports;
}

/**
 * The number of clusters that are read without a pause. The bucket of EKS's reads is full when a simulation has
 * ended.
 */
const UNPACED = 20;
const PACE_MS = 250;
/** A creation that was accepted later than this was asked for by a later step, and is counted from there. */
const FIRST_MS = 60_000;

interface ClusterRead {
  readonly world: World;
  readonly client: EKSClient;
  readonly selfManaged: ReadonlyMap<string, readonly string[]>;
  readonly region: string;
  readonly name: string;
  readonly requestedAt: number;
  readonly records: readonly OperationRecord[];
}

async function readCluster(read: ClusterRead): Promise<ClusterReport> {
  const { world, client, selfManaged, region, name, requestedAt, records } = read;
  const [{ cluster }, { nodegroups = [] }] = await Promise.all([
    client.send(new DescribeClusterCommand({ name })),
    client.send(new ListNodegroupsCommand({ clusterName: name })),
  ]);
  const created = records.find(
    (record) => record.kind === 'create' && record.cluster.arn === cluster?.arn && record.endedAt,
  );
  const untilMs = created?.endedAt === undefined ? requestedAt : Date.parse(created.endedAt);
  const acceptedMs = created === undefined ? requestedAt : Date.parse(created.startedAt);
  const fromMs = acceptedMs - requestedAt < FIRST_MS ? requestedAt : acceptedMs;
  const tookSeconds = (untilMs - fromMs) / 1000;
  const path = criticalPathSeconds(
    spansOfCluster(world.kernel.trace.spans, { region, cluster: name, untilMs }),
  );
  return {
    name,
    region,
    status: cluster?.status ?? 'UNKNOWN',
    version: cluster?.version ?? '',
    nodeGroups: [...nodegroups, ...(selfManaged.get(name) ?? [])].sort(),
    criticalPathSeconds: Math.round(path),
    tookSeconds: Math.round(tookSeconds),
    overheadPercent: path === 0 ? 0 : Math.round((1000 * (tookSeconds - path)) / path) / 10,
  };
}
