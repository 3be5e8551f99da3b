import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import type { AppliedDocument } from '../../rehearsal/applied-document.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { SimulationProcess } from '../../rehearsal/simulation-process.ts';
import type { SimulationReport, SimulationSpec } from '../../rehearsal/simulation-spec.ts';
import type { Seam } from '../../simulator/seam/seam.ts';

/** Fleets to be made, of some sizes one after the other. */
export interface FleetsAsked {
  readonly root: string;
  readonly sizes: readonly number[];
  readonly regions: readonly string[];
  readonly seam: Seam;
  /** True where they are deleted, too. */
  readonly deletes: boolean;
}

/** Quotas that an account with so many clusters has raised through Service Quotas. Rates are not among them. */
export const RAISED_QUOTAS = {
  'eks/clusters': 1000,
  'iam/RolesPerAccount': 5000,
  'ec2/vpcs': 1000,
  'ec2/internet-gateways': 1000,
  'ec2/addresses': 1000,
  'ec2/nat-gateways-per-zone': 1000,
  'ec2/on-demand-standard-vcpus': 10_000,
};

const regionOf = (index: number, regions: readonly string[]): string =>
  regions[index % regions.length] as string;

function documentsOf(clusters: number, regions: readonly string[]): readonly AppliedDocument[] {
  return Array.from({ length: clusters }, (_, index) => ({
    source: `cluster-${index}.yaml`,
    value: {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: `cluster-${index}`, region: regionOf(index, regions), version: '1.35' },
      vpc: { nat: { gateway: 'Single' } },
      managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 1 }],
    },
  }));
}

/** One deletion a second: each takes many minutes, so that they are under way together. */
const deletionsOf = (clusters: number, regions: readonly string[]): readonly Step[] =>
  Array.from({ length: clusters }, (_, index) => ({
    delete: { cluster: `cluster-${index}`, region: regionOf(index, regions) },
    ...(index === clusters - 1 ? {} : { followForSeconds: 1 }),
  }));

function specOf(
  { root, regions, seam, deletes }: FleetsAsked,
  clusters: number,
  templates: SimulationSpec['templates'],
): SimulationSpec {
  const documents = documentsOf(clusters, regions);
  return {
    ...BARE_FLEET,
    seed: 1,
    regions,
    templates,
    root,
    documents,
    ...(deletes ? { steps: [{ apply: documents }, ...deletionsOf(clusters, regions)] } : {}),
    settings: { quotas: RAISED_QUOTAS },
    seam,
  };
}

interface Row {
  readonly clusters: number;
  readonly report: SimulationReport;
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}

const HEADER = [
  'clusters',
  'succeeded',
  'failed',
  'AWS calls',
  'throttled',
  'virtual s',
  'real s',
  'CPU s',
  'virtual / real',
  'clusters / CPU s',
  'AWS calls / CPU s',
  'transitions / CPU s',
  'memory MB',
];

function cellsOf({ clusters, report, cpuSeconds, memoryMb }: Row): readonly string[] {
  const seconds = report.wallMs / 1000;
  const calls = Object.values(report.awsCalls);
  const count = calls.reduce((sum, call) => sum + call.count, 0);
  const throttled = calls.reduce((sum, call) => sum + call.throttled, 0);
  const succeeded = report.operations.filter(({ outcome }) => outcome === 'Succeeded').length;
  return [
    clusters,
    succeeded,
    report.operations.length - succeeded,
    count,
    `${throttled} (${((100 * throttled) / count).toFixed(1)} %)`,
    report.virtualSeconds,
    seconds.toFixed(1),
    cpuSeconds.toFixed(1),
    Math.round(report.virtualSeconds / seconds),
    (clusters / cpuSeconds).toFixed(1),
    Math.round(count / cpuSeconds),
    Math.round(report.stateTransitions / cpuSeconds),
    memoryMb,
  ].map(String);
}

/** Everything that did not go as it was to, told once with how often. */
function failuresOf({ clusters, report }: Row, deletes: boolean): readonly string[] {
  const counts = new Map<string, number>();
  const failed = report.operations.filter(({ outcome }) => outcome !== 'Succeeded');
  const reasons = failed.map(({ kind, outcome, reason }) => `${kind} ${outcome}: ${reason ?? 'no reason'}`);
  for (const reason of [...reasons, ...report.invariants.violated]) {
    const text = reason.replace(/cluster-\d+/g, 'cluster-N');
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const unasked = clusters * (deletes ? 2 : 1) - report.operations.length;
  return [
    ...(unasked > 0 ? [`${unasked} operations never began`] : []),
    ...[...counts].map(([text, count]) => `${count} times of ${clusters} clusters: ${text}`),
  ];
}

/**
 * Creates fleets of some sizes, all clusters of a fleet at once, each fleet in a process of its own on one core.
 * Answers a table of times and failures. AWS's throttling is on.
 */
export async function measureFleets(
  asked: FleetsAsked,
): Promise<{ readonly table: readonly (readonly string[])[]; readonly failures: readonly string[] }> {
  const { root, regions, sizes } = asked;
  const templates = await compileTemplates({ root, regions, stage: 'prod' });
  const table: (readonly string[])[] = [HEADER];
  const failures: string[] = [];
  for (const clusters of sizes) {
    const simulation = new SimulationProcess();
    try {
      // Modules that a process loads once are no part of a cluster's cost.
      await simulation.run(specOf({ ...asked, deletes: false }, 1, templates));
      const before = await simulation.cpuSeconds();
      const report = await simulation.run(specOf(asked, clusters, templates));
      const cpuSeconds = (await simulation.cpuSeconds()) - before;
      const row = { clusters, report, cpuSeconds, memoryMb: await simulation.memoryMb() };
      table.push(cellsOf(row));
      failures.push(...failuresOf(row, asked.deletes));
    } finally {
      simulation.close();
    }
  }
  return { table, failures };
}
