import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import { draw } from '../../rehearsal/campaign/draw.ts';
import { runSimulations } from '../../rehearsal/simulation-process.ts';
import type { SimulationReport, SimulationSpec } from '../../rehearsal/simulation-spec.ts';

const root = join(import.meta.dirname, '../..');
const region = 'us-east-1';
const fixed = { ...BARE_FLEET, root };

/** The report of a simulation over each seam, without the time that it took. */
async function overBoth(spec: Omit<SimulationSpec, 'seam' | 'templates'>) {
  const templates = await compileTemplates({ root, regions: spec.regions, stage: 'prod' });
  const seams = ['wire', 'direct'] as const;
  const reports = await runSimulations(
    seams.map((seam) => ({ ...spec, templates, seam })),
    2,
  );
  return reports.map((result) => {
    if (result instanceof Error) throw result;
    const { wallMs, ...report } = result;
    return report;
  }) as [Omit<SimulationReport, 'wallMs'>, Omit<SimulationReport, 'wallMs'>];
}

async function simulateWaves(seam: string): Promise<Omit<SimulationReport, 'wallMs'>> {
  const file = 'examples/scenarios/fleet-in-waves.yaml';
  const args = ['cli/eks-fleet.ts', 'simulate', file, '--seam', seam, '--output', 'json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 1e8 });
  const { wallMs, ...report } = JSON.parse(stdout) as SimulationReport;
  return report;
}

it('what npm start plays first does the same over both seams, down to the last byte of the trace', async () => {
  const [wire, direct] = await Promise.all([simulateWaves('wire'), simulateWaves('direct')]);
  expect(wire.outcome).toBe('succeeded');
  expect(direct).toEqual(wire);
}, 240_000);

/** A short story of one region with much that goes wrong, however the tables stand that it is drawn from. */
function roughSeed(): number {
  for (let seed = 1; ; seed++) {
    const { regions, steps, faultRates, otherStage } = draw(seed);
    const { throttling, serverErrors, latency, lostReplies } = faultRates;
    const isShort = regions.length === 1 && steps.length < 28 && otherStage === undefined;
    if (isShort && throttling + serverErrors + latency + lostReplies > 0.12) return seed;
  }
}

it('faults that the seed samples are retried and survived the same way', async () => {
  const seed = roughSeed();
  const { drawn: _drawn, ...story } = draw(seed);
  const [wire, direct] = await overBoth({ ...fixed, ...story, seed });
  expect(wire.faults.length).toBeGreaterThan(20);
  expect(direct).toEqual(wire);
}, 240_000);

it('what AWS refuses reaches the tasks as the same errors', async () => {
  // For a network that is still to be made, nobody can say beforehand which groups there will be.
  const attachIDs = ['sg-0aa11bb22cc33dd44'];
  const value = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'refused', region, version: '1.35' },
    managedNodeGroups: [{ name: 'web', desiredCapacity: 1, securityGroups: { attachIDs } }],
  };
  const documents = [{ source: 'refused.yaml', value }];
  const [wire, direct] = await overBoth({
    ...fixed,
    seed: 3,
    regions: [region],
    documents,
    withoutPrerequisites: true,
    faults: [
      { kind: 'throttle', operation: 'DescribeCluster', times: 3 },
      { kind: 'hang', operation: 'CreateStack' },
      { kind: 'delay', operation: 'GetItem', times: 2 },
      { kind: 'crash-before', operation: 'TransactWriteItems' },
      { kind: 'conflict', operation: 'TransactWriteItems' },
      { kind: 'conflict', operation: 'TransactGetItems' },
      { kind: 'conflict', operation: 'UpdateItem' },
      { kind: 'lose-reply', operation: 'PutEvents' },
    ],
  });
  expect(wire.operations.map(({ outcome }) => outcome)).toEqual(['Failed']);
  expect(direct).toEqual(wire);
}, 240_000);

it('a cluster is scaled, put to sleep, woken, released, adopted and deleted the same way', async () => {
  const cluster = { cluster: 'web', region };
  const value = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'web', region, version: '1.35' },
    managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 1, maxSize: 3 }],
  };
  const documents = [{ source: 'web.yaml', value }];
  const groups = [{ select: { nodeGroups: ['web'] }, desiredCapacity: 2 }];
  const [wire, direct] = await overBoth({
    ...fixed,
    seed: 5,
    regions: [region],
    documents,
    steps: [
      { apply: documents },
      { scale: { ...cluster, request: { action: 'resize', groups } } },
      { scale: { ...cluster, request: { action: 'hibernate' } } },
      { scale: { ...cluster, request: { action: 'wake' } } },
      { forget: cluster },
      { adopt: { ...cluster, level: 'all' } },
      { delete: cluster },
    ],
  });
  expect(wire.operations.map(({ kind, outcome }) => `${kind} ${outcome}`)).toContain('delete Succeeded');
  expect(wire.invariants.violated).toEqual([]);
  expect(direct).toEqual(wire);
}, 240_000);
