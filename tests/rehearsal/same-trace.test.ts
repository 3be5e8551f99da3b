import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { compileTemplates, type Templates } from '../../aws/deployment/compile-templates.ts';
import { runPackager } from '../../aws/deployment/run-packager.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import { runSimulation } from '../../rehearsal/simulation-process.ts';

const root = join(import.meta.dirname, '../..');
const regions = ['us-east-2', 'us-east-1'];
let templates: Templates;
let bundles: string;

beforeAll(async () => {
  templates = await compileTemplates({ root, regions, stage: 'prod' });
  bundles = await mkdtemp(join(root, '.cache', 'bundles-'));
  await runPackager({ root, config: 'serverless.yml', stage: 'prod' }, async (written) => {
    const archives = (await readdir(written)).filter((file) => file.endsWith('.zip'));
    for (const archive of archives) await extract(join(written, archive));
  });
}, 300_000);

afterAll(() => rm(bundles, { recursive: true, force: true }));

async function extract(archive: string): Promise<void> {
  for (const [path, content] of Object.entries(unzipSync(await readFile(archive)))) {
    await mkdir(dirname(join(bundles, path)), { recursive: true });
    await writeFile(join(bundles, path), content);
  }
}

const cluster = (region: string) => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'demo', region, version: '1.35' },
  managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 2 }],
});

/** One cluster in each region, simulated in a process of its own. */
async function simulate(seed: number, handlers = root) {
  const documents = regions.map((region) => ({ source: `${region}.yaml`, value: cluster(region) }));
  const { wallMs, ...report } = await runSimulation({
    ...BARE_FLEET,
    seam: 'wire',
    seed,
    regions,
    templates,
    root: handlers,
    documents,
  });
  return report;
}

/** The run that every other one is compared with. */
let reference: ReturnType<typeof simulate> | undefined;
function first(): ReturnType<typeof simulate> {
  reference ??= simulate(1);
  return reference;
}

it('two processes with one seed do the same, down to the last byte of the trace', async () => {
  expect((await first()).outcome).toBe('succeeded');
  expect(await simulate(1)).toEqual(await first());
}, 240_000);

it('another seed gives another trace', async () => {
  expect((await simulate(2)).traceHash).not.toBe((await first()).traceHash);
}, 240_000);

it('the bundles that a deployment uploads do what the source does', async () => {
  expect(await simulate(1, bundles)).toEqual(await first());
}, 240_000);
