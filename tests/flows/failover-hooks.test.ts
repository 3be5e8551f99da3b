import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { fleetWith, laid, P, planOf, S, W } from './failover.fixtures.ts';
import { byHand, hookRole, machine, machineArn } from './failover-hooks.fixtures.ts';

const { simulate } = deployedFleet({ seed: 37, regions: [W, P, S], keepCalls: true, seam: 'direct' });

const done = { Type: 'Succeed' };
const fails = { Type: 'Fail', Error: 'Lag', Cause: 'the replica is behind' };

/** The plan with its hooks, prepared, and its primary lost. */
const lost = (more: object, ...machines: readonly Step[]): readonly Step[] =>
  [
    hookRole,
    ...laid,
    ...machines,
    { applyFleet: fleetWith(planOf(more)).value },
    { wait: 600 },
    { fault: { kind: 'region-down', region: P, forSeconds: 1800 } },
    { wait: 20 },
  ] as never;
const asked: Step = { failover: { plan: 'shop', region: S, to: 'standby', reason: 'a test' } };
const step = (name: string, more: object = {}) => ({
  ...{ name, stateMachineArn: machineArn(name), timeout: '2m' },
  ...more,
});

describe("steps of the user's in a failover", () => {
  it('fence the other side, and one before traffic that need not succeed leaves a note', async () => {
    const fence = { standbySide: step('revoke') };
    const beforeTraffic = [step('warm', { required: false, retries: 0 })];
    const report = await simulate([
      ...lost({ fence, beforeTraffic }, machine('revoke', done), machine('warm', fails)),
      asked,
      { wait: 2400 },
    ]);
    expect(report.refused).toEqual([]);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded', epoch: 2 }]);
    expect(report.awsCalls['states:StartExecution']?.count).toBe(2);
    const told = (report.calls ?? [])
      .flatMap(({ input }) => (input as { Entries?: { DetailType: string; Detail: string }[] }).Entries ?? [])
      .filter(({ DetailType }) => DetailType === 'FailedOver')
      .map(({ Detail }) => JSON.parse(Detail));
    expect(told).toMatchObject([{ epoch: 2, notes: [expect.stringContaining('beforeTraffic/warm')] }]);
  });

  it('end the move where a required one fails, and the next request goes on from there', async () => {
    const beforeTraffic = [step('promote', { retries: 1 })];
    const report = await simulate([
      ...lost({ beforeTraffic }, machine('promote', fails)),
      asked,
      byHand('states', 'UpdateStateMachine', {
        stateMachineArn: machineArn('promote'),
        definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Do', States: { Do: done } }),
      }),
      { wait: 30 },
      asked,
      { wait: 2400 },
    ]);
    expect(report.operations.filter(({ kind }) => kind === 'failover')).toMatchObject([
      { outcome: 'Failed', reason: expect.stringContaining('2 tries failed') },
      { outcome: 'Succeeded' },
    ]);
  });
});
