import { describe, expect, it } from '@jest/globals';
import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import { NO_FAULTS } from '../../rehearsal/faults/rates.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';

const region = 'us-east-1';
const document = {
  source: 'demo.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'demo', region, version: '1.35' },
    autoModeConfig: { enabled: true },
  },
};

/** Fault rates, all of which are zero, have every request followed to its end. */
const { run } = deployedFleet({ seed: 1, regions: [region], documents: [document], faultRates: NO_FAULTS });
const simulate = (faults: readonly PlannedFault[], steps: readonly Step[]) => run(steps, faults);

describe('a request whose execution a person stops', () => {
  it('is found among the rejects where nothing had accepted it', async () => {
    const report = await simulate(
      [{ kind: 'stop-execution', state: 'AcceptRequest' }],
      [
        { apply: [document] },
        { wait: 120 },
        { expect: { rejected: { region, reason: 'the execution ended as ABORTED' } } },
      ],
    );
    expect(report.faults).toEqual(['stop-execution']);
    expect(report.invariants).toMatchObject({ violated: [] });
  }, 120_000);

  it.each(['EndSuperseded', 'PublishSuperseded'])(
    'ends as a failure where it had lost its lease (in %s)',
    async (state) => {
      const report = await simulate(
        [{ kind: 'stop-execution', state }],
        [
          { apply: [document], followForSeconds: 60 },
          { delete: { cluster: 'demo', region } },
          { wait: 120 },
          { expect: { operation: { kind: 'create', outcome: 'Failed' } } },
        ],
      );
      expect(report.faults).toEqual(['stop-execution']);
      expect(report.invariants).toMatchObject({ violated: [] });
    },
    120_000,
  );

  it.each(['PublishSkipped', 'ReleaseLeaseAfterRejected', 'PublishRejection'])(
    'is told of where it was written down and not told (in %s)',
    async (state) => {
      const schedule = { fleet: 'nobodys', entry: 'nights', scheduledAt: '2026-11-24T08:00:00Z' };
      const firing = state === 'PublishSkipped' ? { action: 'hibernate', schedule } : { action: 'wake' };
      const report = await simulate(
        [{ kind: 'stop-execution', state }],
        [
          { apply: [document] },
          { scale: { cluster: 'demo', region, request: firing } },
          { wait: 120 },
          { expect: { rejected: { region, reason: 'the execution ended as ABORTED' } } },
        ],
      );
      expect(report.faults).toEqual(['stop-execution']);
      expect(report.invariants).toMatchObject({ violated: [] });
    },
    120_000,
  );

  it('is told of where the reaper is stopped, too, and a newer operation has the lease by the next sweep', async () => {
    const report = await simulate(
      [
        { kind: 'stop-execution', state: 'PlanCluster' },
        { kind: 'stop-execution', state: 'EndFailed' },
      ],
      [
        { apply: [document], followForSeconds: 60 },
        { delete: { cluster: 'demo', region } },
        { wait: 7200 },
        { expect: { operation: { kind: 'create', outcome: 'Failed' } } },
      ],
    );
    expect(report.faults).toEqual(['stop-execution', 'stop-execution']);
    expect(report.invariants).toMatchObject({ violated: [] });
  }, 120_000);
});
