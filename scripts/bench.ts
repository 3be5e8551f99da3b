import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compileTemplates } from '../aws/deployment/compile-templates.ts';
import type { Step } from '../rehearsal/scenario/steps.ts';
import { SimulationProcess } from '../rehearsal/simulation-process.ts';
import type { AppliedDocument, SimulationReport, SimulationSpec } from '../rehearsal/simulation-spec.ts';

/*
 * `npm run bench -- [--clusters N,N,...] [--regions N] [--delete]`: creates fleets of some sizes, all clusters of a
 * fleet at once, in one process and on one core, and prints what that took and what failed; with `--delete`, deletes
 * them, too. AWS's throttling is on. Figures of a machine are kept in docs/benchmarks.md.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-northeast-1'];

const { values } = parseArgs({
  options: {
    clusters: { type: 'string', default: '1,10,50' },
    regions: { type: 'string', default: '3' },
    delete: { type: 'boolean', default: false },
  },
});
const regions = REGIONS.slice(0, Number(values.regions));
if (regions.length === 0) throw new Error(`--regions is a number from 1 to ${REGIONS.length}`);
const sizes = values.clusters.split(',').map(Number);
if (!sizes.every((size) => size > 0))
  throw new Error('--clusters are numbers above 0, with commas in between');

/** What an account that is to hold so many clusters has raised through Service Quotas. Rates are not among it. */
const RAISED_QUOTAS = {
  'eks/clusters': 1000,
  'iam/RolesPerAccount': 5000,
  'ec2/vpcs': 1000,
  'ec2/internet-gateways': 1000,
  'ec2/addresses': 1000,
  'ec2/nat-gateways-per-zone': 1000,
  'ec2/on-demand-standard-vcpus': 10_000,
};

const regionOf = (index: number): string => regions[index % regions.length] as string;

function documentsOf(clusters: number): readonly AppliedDocument[] {
  return Array.from({ length: clusters }, (_, index) => ({
    source: `cluster-${index}.yaml`,
    value: {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: `cluster-${index}`, region: regionOf(index), version: '1.35' },
      vpc: { nat: { gateway: 'Single' } },
      managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 1 }],
    },
  }));
}

/** One deletion a second: each takes many minutes, so that they are under way together. */
const deletionsOf = (clusters: number): readonly Step[] =>
  Array.from({ length: clusters }, (_, index) => ({
    delete: { cluster: `cluster-${index}`, region: regionOf(index) },
    ...(index === clusters - 1 ? {} : { followForSeconds: 1 }),
  }));

function specOf(clusters: number, templates: SimulationSpec['templates']): SimulationSpec {
  const documents = documentsOf(clusters);
  return {
    seed: 1,
    startAt: '2026-11-24T08:00:00Z',
    accountId: '111122223333',
    stage: 'prod',
    regions,
    templates,
    root: ROOT,
    documents,
    ...(values.delete ? { steps: [{ apply: documents }, ...deletionsOf(clusters)] } : {}),
    settings: { quotas: RAISED_QUOTAS },
  };
}

interface Row {
  readonly clusters: number;
  readonly report: SimulationReport;
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
  'virtual / real',
  'real ms / cluster',
  'AWS calls / s',
  'transitions / s',
  'memory MB',
];

function cellsOf({ clusters, report, memoryMb }: Row): readonly string[] {
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
    Math.round(report.virtualSeconds / seconds),
    Math.round((1000 * seconds) / clusters),
    Math.round(count / seconds),
    Math.round(report.stateTransitions / seconds),
    memoryMb,
  ].map(String);
}

/** Everything that did not go as it was to, told once with how often. */
function failuresOf({ clusters, report }: Row): readonly string[] {
  const counts = new Map<string, number>();
  const failed = report.operations.filter(({ outcome }) => outcome !== 'Succeeded');
  const reasons = failed.map(({ kind, outcome, reason }) => `${kind} ${outcome}: ${reason ?? 'no reason'}`);
  for (const reason of [...reasons, ...report.invariants.violated]) {
    const text = reason.replace(/cluster-\d+/g, 'cluster-N');
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const unasked = clusters * (values.delete ? 2 : 1) - report.operations.length;
  return [
    ...(unasked > 0 ? [`${unasked} operations never began`] : []),
    ...[...counts].map(([text, count]) => `${count} times of ${clusters} clusters: ${text}`),
  ];
}

const templates = await compileTemplates({ root: ROOT, regions, stage: 'prod' });
const lines = [HEADER, HEADER.map(() => '---')];
const failures: string[] = [];
for (const clusters of sizes) {
  const simulation = new SimulationProcess();
  try {
    // What is loaded once for a process is no part of a cluster's cost.
    await simulation.run(specOf(1, templates));
    const report = await simulation.run(specOf(clusters, templates));
    const row = { clusters, report, memoryMb: await simulation.memoryMb() };
    lines.push(cellsOf(row) as string[]);
    failures.push(...failuresOf(row));
  } finally {
    simulation.close();
  }
}
const [cpu] = cpus();
process.stdout.write(
  `${cpu?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, Node ${process.version}; one process, ${regions.length} regions, wire seam\n\n`,
);
process.stdout.write(`${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`);
for (const failure of failures) process.stdout.write(`\n${failure}`);
if (failures.length > 0) process.exitCode = 1;
