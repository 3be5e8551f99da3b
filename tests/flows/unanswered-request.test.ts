import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { NO_FAULTS } from '../../rehearsal/fault-rates.ts';
import { runSimulation } from '../../rehearsal/simulation-process.ts';

const root = join(import.meta.dirname, '../..');
const region = 'us-east-1';

it('a request whose execution is stopped before it is accepted is found among the rejects', async () => {
  const templates = await compileTemplates({ root, regions: [region], stage: 'prod' });
  const value = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'demo', region, version: '1.35' },
    autoModeConfig: { enabled: true },
  };
  const document = { source: 'demo.yaml', value };
  const report = await runSimulation({
    seed: 1,
    startAt: '2026-11-24T08:00:00Z',
    accountId: '111122223333',
    stage: 'prod',
    regions: [region],
    templates,
    root,
    documents: [document],
    settings: {},
    faults: [{ kind: 'stop-execution', state: 'AcceptRequest' }],
    // No chance of any fault: asks that every request be followed to its end.
    faultRates: NO_FAULTS,
    steps: [
      { apply: [document] },
      { wait: 120 },
      { expect: { rejected: { region, reason: 'the execution ended as ABORTED' } } },
    ],
  });
  expect(report.faults).toEqual(['stop-execution']);
  expect(report.invariants).toMatchObject({ violated: [] });
}, 120_000);
