import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Seam } from '../simulator/seam/seam.ts';
import { measureFleets } from './bench/fleets.ts';
import { measureMorning } from './bench/morning.ts';
import { measureParts } from './bench/parts.ts';
import { measureReplay } from './bench/replay.ts';

/*
 * `npm run bench`: the speed of the simulator. Without options: SDK calls a second over both seams, state transitions
 * a second, the time to replay one seed of one cluster, and small fleets.
 *
 * With `--clusters N,N,... [--regions N] [--seam wire|direct] [--delete]`: only fleets of these sizes, with AWS's
 * throttling on. All clusters of a fleet are made at once, in one process and on one core; failures are told. Seconds
 * of CPU are told beside real ones: they stay the same on a machine that has other things to do.
 *
 * With `--morning N [--within MINUTES] [--regions N]`: so many clusters, all to be awake at 07:00. docs/benchmarks.md
 * keeps figures.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REGIONS = [
  ...['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-northeast-1'],
  ...['us-east-2', 'us-west-1', 'ca-central-1', 'sa-east-1', 'eu-west-2'],
  ...['eu-west-3', 'eu-north-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  ...['ap-northeast-2', 'ap-northeast-3', 'eu-south-1', 'me-south-1', 'af-south-1'],
];

const { values } = parseArgs({
  options: {
    clusters: { type: 'string' },
    regions: { type: 'string', default: '3' },
    seam: { type: 'string', default: 'direct' },
    delete: { type: 'boolean', default: false },
    morning: { type: 'string' },
    within: { type: 'string' },
  },
});
const regions = REGIONS.slice(0, Number(values.regions));
if (regions.length === 0) throw new Error(`--regions is a number from 1 to ${REGIONS.length}`);
const sizes = (values.clusters ?? '1,10,50').split(',').map(Number);
if (!sizes.every((size) => size > 0))
  throw new Error('--clusters are numbers above 0, with commas in between');
if (!['wire', 'direct'].includes(values.seam)) throw new Error('--seam is wire or direct');
const seam = values.seam as Seam;

function print(title: string, [header = [], ...rows]: readonly (readonly string[])[]): void {
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  process.stdout.write(`\n${title}\n\n${lines.join('\n')}\n`);
}

const [cpu] = cpus();
const today = new Date().toISOString().slice(0, 10);
process.stdout.write(
  `${cpu?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, Node ${process.version}, ${today}\n`,
);
if (values.clusters === undefined && values.morning === undefined) {
  print('Parts of the simulator, each in one process', await measureParts());
  print('One seed of one cluster', await measureReplay(ROOT));
}
async function measured() {
  if (values.morning === undefined)
    return measureFleets({
      root: ROOT,
      sizes,
      regions,
      seam,
      deletes: values.delete,
    });
  const within = values.within === undefined ? {} : { within: Number(values.within) };
  return measureMorning({ root: ROOT, regions, clusters: Number(values.morning), ...within });
}
const { table, failures } = await measured();
print(`Fleets in ${regions.length} regions, one process each, ${seam} seam`, table);
for (const failure of failures) process.stdout.write(`\n${failure}`);
if (failures.length > 0) process.exitCode = 1;
