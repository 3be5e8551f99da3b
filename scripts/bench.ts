import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compileTemplates } from '../aws/deployment/compile-templates.ts';
import { SimulationProcess } from '../rehearsal/simulation-process.ts';
import type { SimulationReport, SimulationSpec } from '../rehearsal/simulation-spec.ts';

/*
 * `npm run bench -- [--clusters N,N,...] [--regions N]`: creates fleets of some sizes in one process, on one core,
 * and prints what that took. Figures of a machine are kept in docs/benchmarks.md.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-northeast-1'];

const { values } = parseArgs({
  options: {
    clusters: { type: 'string', default: '1,10,50' },
    regions: { type: 'string', default: '3' },
  },
});
const regions = REGIONS.slice(0, Number(values.regions));
if (regions.length === 0) throw new Error(`--regions is a number from 1 to ${REGIONS.length}`);
const sizes = values.clusters.split(',').map(Number);
if (!sizes.every((size) => size > 0))
  throw new Error('--clusters are numbers above 0, with commas in between');

function specOf(clusters: number, templates: SimulationSpec['templates']): SimulationSpec {
  const documents = Array.from({ length: clusters }, (_, index) => ({
    source: `cluster-${index}.yaml`,
    value: {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: `cluster-${index}`, region: regions[index % regions.length], version: '1.35' },
      managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 1 }],
    },
  }));
  return {
    seed: 1,
    startAt: '2026-11-24T08:00:00Z',
    accountId: '111122223333',
    stage: 'prod',
    regions,
    templates,
    root: ROOT,
    documents,
    // More clusters in a region than a new account's quotas let: the default is about people, not about speed.
    settings: {
      quotas: {
        'ec2/vpcs': 10_000,
        'ec2/addresses': 10_000,
        'ec2/internet-gateways': 10_000,
        'ec2/nat-gateways-per-zone': 10_000,
      },
    },
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
  'virtual s',
  'real s',
  'virtual / real',
  'clusters / s',
  'AWS calls / s',
  'transitions / s',
  'memory MB',
];

function cellsOf({ clusters, report, memoryMb }: Row): readonly string[] {
  const seconds = report.wallMs / 1000;
  const calls = Object.values(report.awsCalls).reduce((sum, { count }) => sum + count, 0);
  const succeeded = report.operations.filter(({ outcome }) => outcome === 'Succeeded').length;
  return [
    clusters,
    succeeded,
    report.virtualSeconds,
    seconds.toFixed(1),
    Math.round(report.virtualSeconds / seconds),
    (clusters / seconds).toFixed(2),
    Math.round(calls / seconds),
    Math.round(report.stateTransitions / seconds),
    memoryMb,
  ].map(String);
}

const templates = await compileTemplates({ root: ROOT, regions, stage: 'prod' });
const lines = [HEADER, HEADER.map(() => '---')];
for (const clusters of sizes) {
  const simulation = new SimulationProcess();
  try {
    // What is loaded once for a process is no part of a cluster's cost.
    await simulation.run(specOf(1, templates));
    const report = await simulation.run(specOf(clusters, templates));
    lines.push(cellsOf({ clusters, report, memoryMb: await simulation.memoryMb() }) as string[]);
  } finally {
    simulation.close();
  }
}
const [cpu] = cpus();
process.stdout.write(
  `${cpu?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, Node ${process.version}; one process, ${regions.length} regions, wire seam\n\n`,
);
process.stdout.write(`${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`);
