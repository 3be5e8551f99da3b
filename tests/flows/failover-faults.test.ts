import { describe, expect, it } from '@jest/globals';
import type { PlannedFault } from '../../rehearsal/faults/schema.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { ADDRESSES, fleetWith, laid, P, planOf, S, W } from './failover.fixtures.ts';

const { simulate } = deployedFleet({ seed: 31, regions: [W, P, S], seam: 'direct' });
const automatic = { mode: 'automatic', fence: { selfFencing: { leaseSeconds: 10 } } };
const standing: readonly Step[] = [
  ...laid,
  { applyFleet: fleetWith(planOf(automatic)).value } as never,
  { wait: 400 },
  { clients: { name: 'shop.example.com', requestsPerSecond: 100, retries: 0 } },
];
const lost: Step = { fault: { kind: 'region-down', region: P, forSeconds: 900 } };
const lostWith = async (...faults: readonly object[]) =>
  simulate([...standing, lost, ...faults.map((fault) => ({ fault }) as Step), { wait: 1500 }]);

describe('a failover in which something dies', () => {
  it.each<[string, PlannedFault | object]>([
    [
      'the claim is written and its reply is lost',
      { kind: 'lose-reply', functionName: 'failoverClaimPlan', operation: 'PutItem' },
    ],
    [
      'the claiming task dies before it writes',
      { kind: 'crash-before', functionName: 'failoverClaimPlan', operation: 'PutItem' },
    ],
    ['the step that is written is lost', { kind: 'lose-result', functionName: 'failoverStepMove' }],
    [
      'the task that says the word dies after it has said it',
      { kind: 'crash-after', functionName: 'failoverSayWord', operation: 'PutObject' },
    ],
    [
      'the word is not taken at first',
      { kind: 'throttle', functionName: 'failoverSayWord', operation: 'PutObject', times: 8 },
    ],
    ['the end of the move is lost', { kind: 'lose-result', functionName: 'failoverSettleMove' }],
  ])('comes to its end where %s', async (_what, fault) => {
    const report = await lostWith(fault);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded', epoch: 2 }]);
    expect(report.clients?.[0]?.timeline.at(-1)?.answeredBy).toEqual({ [ADDRESSES[S]]: 1 });
  });

  it.each(['ClaimPlan', 'StepFenced', 'ObserveCapacity', 'SayWord', 'SettleMove'])(
    'is gone on with under the next epoch where somebody stops it at %s',
    async (state) => {
      const report = await lostWith({ kind: 'stop-execution', state });
      expect(report.failovers.at(-1)).toMatchObject({ outcome: 'Succeeded', to: 'standby' });
      expect(report.clients?.[0]?.timeline.at(-1)?.answeredBy).toEqual({ [ADDRESSES[S]]: 1 });
    },
  );

  it('has one owner where every event comes twice and a person asks at the same moment', async () => {
    const asked: Step = {
      failover: { plan: 'shop', region: S, to: 'standby', reason: 'at once' },
      followForSeconds: 1,
    } as never;
    const twice: Step = { fault: { kind: 'duplicate-event', detailType: 'FailoverRequested' } } as never;
    const report = await simulate([
      ...standing,
      lost,
      twice,
      { wait: 50 },
      asked,
      { wait: 1200 },
      { recover: 'all' },
    ]);
    expect(report.failovers.filter(({ outcome }) => outcome === 'Succeeded')).toHaveLength(1);
  });
});
