import { describe, expect, it } from '@jest/globals';
import { exportedMove, type FailoverExport } from '../../cli/failovers/collect.ts';
import { postMortem } from '../../cli/failovers/post-mortem.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';

const AT = '2026-03-01T10:00:00Z';
const plan = {
  name: 'shop',
  from: { cluster: 'shop-east', region: 'us-east-1', probe: 'https://east.example.com' },
  to: { cluster: 'shop-west', region: 'us-west-2', probe: 'https://west.example.com' },
  witness: 'us-east-2',
} as unknown as FailoverExport['plan'];
const times = {
  claimedAt: '2026-03-01T10:00:06Z',
  fencedAt: '2026-03-01T10:00:21Z',
  readyAt: '2026-03-01T10:00:22Z',
  movedAt: '2026-03-01T10:00:23Z',
  servedAt: '2026-03-01T10:01:03Z',
};
const record = {
  id: 'op-1',
  kind: 'failover',
  cluster: { name: 'shop-west', region: 'us-west-2', arn: 'arn:aws:eks:us-west-2:1:cluster/shop-west' },
  executionArn: 'arn:e',
  requestedBy: 'failover-watch in us-west-2',
  startedAt: AT,
  endedAt: times.servedAt,
  status: 'Succeeded',
  request: {
    ...{
      plan: 'shop',
      fleet: 'shop',
      to: 'standby',
      planned: false,
      epoch: 1,
      generation: 'g',
      raisedAt: AT,
    },
    why: 'two regions see the primary fail',
    evidence: {
      'us-east-2': { sequence: 7, isWell: true, primary: 'AFFFFFF', standby: 'AAAAAAA', region: '-FFFFFF' },
    },
  },
  plan: {
    ...{ plan, fleet: 'shop', to: 'standby', planned: false, epoch: 2, why: '', raisedAt: AT },
    capacity: { groups: [], replicas: { 'default/shop': 3 }, floorPercent: 80, lacking: [] },
  },
  report: { times, notes: ['the word was not said in us-east-2 yet'] },
} as unknown as OperationRecord<'failover'>;

const exported = (more: Partial<FailoverExport> = {}): FailoverExport => ({
  ...{ fleet: 'shop', home: 'us-east-2', keptAt: AT, plan, exportedAt: '2026-03-01T12:00:00Z' },
  guard: {
    item: { plan: 'shop', owner: 'standby', epoch: 2, generation: 'g', claimId: 'op-1', at: times.servedAt },
    slots: {},
  },
  moves: [
    exportedMove(record, [
      { enteredAt: times.claimedAt, state: 'ClaimPlan', outcome: 'Claimed', errors: ['Throttled: a | b'] },
    ]),
  ],
  ...more,
});

describe('the post-mortem of a plan', () => {
  it('tells votes, phases, steps and notes of a move', () => {
    const text = postMortem(exported());
    expect(text).toContain('Now: the standby serves, since 2026-03-01T10:01:03Z, epoch 2.');
    expect(text).toContain('- asked for by failover-watch in us-west-2 (not proven)');
    expect(text).toContain('- decided by the observers: two regions see the primary fail');
    expect(text).toContain('| us-east-2 | yes | 7 | - | AFFFFFF | AAAAAAA | -FFFFFF |');
    expect(text).toContain('| fence | 15 |');
    expect(text).toContain(
      '| 2026-03-01T10:00:06Z | 2026-03-01T10:00:06Z | 1 | ClaimPlan | Claimed | Throttled: a \\| b |',
    );
    expect(text).toContain('| deployment default/shop | 3 |');
    expect(text).toContain('- the word was not said in us-east-2 yet');
  });

  it('says what it could not read, and why', () => {
    const move = exportedMove(record, { unknown: 'us-west-2: no answer' });
    const text = postMortem(exported({ guard: { unknown: 'us-east-2: no answer' }, moves: [move] }));
    expect(text).toContain('Now: Guard does not answer: us-east-2: no answer.');
    expect(text).toContain(
      'not known, us-west-2: no answer. Step Functions keeps them in us-west-2 for 90 days.',
    );
  });

  it('tells a task that waited, and questions that came to nothing, in a row each', () => {
    const looked = (second: number) => ({
      ...{
        enteredAt: `2026-03-01T10:00:${second}Z`,
        state: 'ObserveTraffic',
        outcome: 'Waiting',
        errors: [],
      },
    });
    const move = exportedMove(record, [looked(23), looked(28), looked(33)]);
    const failure = { step: 'accept-request', reason: 'quiet: nothing is to be done by now' };
    const { plan: _plan, report: _report, ...rest } = record as unknown as Record<string, unknown>;
    const skippedAt = (raisedAt: string) =>
      exportedMove(
        { ...rest, status: 'Skipped', failure, request: { ...record.request, raisedAt } } as never,
        [],
      );
    const moves = [skippedAt('2026-03-01T09:58:00Z'), skippedAt('2026-03-01T09:57:00Z'), move];
    const text = postMortem(exported({ moves }));
    expect(text).toContain(
      '| 2026-03-01T10:00:23Z | 2026-03-01T10:00:33Z | 3 | ObserveTraffic | Waiting | - |',
    );
    expect(text).toContain(
      '| 2026-03-01T09:57:00Z | 2026-03-01T09:58:00Z | 2 | the standby | failover-watch in us-west-2 | quiet: nothing is to be done by now |',
    );
    expect(text.match(/^## /gm)).toHaveLength(2);
  });

  it('says that nothing has moved yet', () => {
    expect(postMortem(exported({ moves: [] }))).toContain('No move is on record.');
  });

  it('tells a move that was refused before its claim', () => {
    const { plan: _plan, report: _report, ...rest } = record as unknown as Record<string, unknown>;
    const refused = { ...rest, status: 'Rejected', failure: { step: 'claim-plan', reason: 'found epoch 3' } };
    const text = postMortem(exported({ moves: [exportedMove(refused as never, [])] }));
    expect(text).toContain('- epoch none: the plan was not claimed');
    expect(text).toContain('- outcome: Rejected: claim-plan: found epoch 3');
  });
});
