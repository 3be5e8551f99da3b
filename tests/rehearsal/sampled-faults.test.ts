import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileTemplates, type Templates } from '../../aws/deployment/compile-templates.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import { draw } from '../../rehearsal/campaign/draw.ts';
import { drawRates, NO_FAULTS } from '../../rehearsal/faults/rates.ts';
import { SimulationProcess } from '../../rehearsal/simulation-process.ts';
import type { SimulationReport, SimulationSpec } from '../../rehearsal/simulation-spec.ts';
import { randomStream } from '../../simulator/kernel/random.ts';

const root = join(import.meta.dirname, '../..');
const region = 'us-east-1';
let templates: Templates;

beforeAll(async () => {
  templates = await compileTemplates({ root, regions: [region], stage: 'prod' });
}, 60_000);

/** A cluster while a little of everything goes wrong, and the end of it once nothing does. */
function specOf(seed: number): SimulationSpec {
  const value = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'demo', region, version: '1.35' },
    managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 1 }],
  };
  const document = { source: 'demo.yaml', value };
  return {
    ...BARE_FLEET,
    seed,
    regions: [region],
    templates,
    root,
    documents: [document],
    steps: [{ apply: [document], followForSeconds: 1800 }, { convergeWithinSeconds: 6 * 3600 }],
    faultRates: {
      ...NO_FAULTS,
      throttling: 0.05,
      serverErrors: 0.03,
      latency: 0.05,
      lostReplies: 0.03,
      crashesAfter: 0.03,
      hangs: 0.005,
      lostResults: 0.02,
      duplicateEvents: 0.3,
      delayedEvents: 0.2,
    },
  };
}

/** The report of a run, without the time that it took. */
async function resultOf(process: SimulationProcess, seed: number): Promise<Omit<SimulationReport, 'wallMs'>> {
  const { wallMs, ...report } = await process.run(specOf(seed));
  return report;
}

describe('sampled faults', () => {
  it('are the same for a seed, down to the last byte of the trace, in one process and in two', async () => {
    const [first, second] = [new SimulationProcess(), new SimulationProcess()];
    try {
      const reference = await resultOf(first, 7);
      expect(new Set(reference.faults)).toEqual(new Set([...reference.faults, 'throttle', 'lose-reply']));
      // Another seed in between: nothing of it may be left.
      await resultOf(first, 8);
      expect(await resultOf(first, 7)).toEqual(reference);
      expect(await resultOf(second, 7)).toEqual(reference);
    } finally {
      first.close();
      second.close();
    }
  }, 120_000);

  it('are reported with their rates, and stop when a step says so', async () => {
    const process = new SimulationProcess();
    try {
      const report = await resultOf(process, 9);
      expect(report.faultRates).toEqual(specOf(9).faultRates);
      expect(report.invariants).toMatchObject({ violated: [] });
    } finally {
      process.close();
    }
  }, 120_000);
});

describe('a campaign', () => {
  it('draws the same scenario and rates for a seed, and others for another', () => {
    expect(draw(3)).toEqual(draw(3));
    expect(draw(4)).not.toEqual(draw(3));
  });

  it('draws every kind of fault in some seeds, and leaves it out in others', () => {
    const drawn = Array.from({ length: 50 }, (_, seed) => drawRates(randomStream(seed, 'rates')));
    for (const name of Object.keys(NO_FAULTS) as (keyof typeof NO_FAULTS)[]) {
      expect(drawn.some((rates) => rates[name] > 0)).toBe(true);
      expect(drawn.some((rates) => rates[name] === 0)).toBe(true);
    }
  });
});
