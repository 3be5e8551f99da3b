import { describe, expect, it } from '@jest/globals';
import { clusterRows, clusterTable } from '../../../cli/commands/get.ts';
import { ANN, aPause } from '../../domain/operation/a-pause.ts';

const fleet = {
  accountId: '111122223333',
  partition: 'aws',
  stage: 'prod',
  callerArn: ANN,
  regions: ['us-east-1'],
  readFrom: 'us-east-1',
};
const arn = (name: string) => `arn:aws:eks:us-east-1:111122223333:cluster/${name}` as const;
const ref = (name: string) => ({ name, region: 'us-east-1', arn: arn(name) });
const operation = (name: string, startedAt: string, status: 'Running' | 'Failed' | 'Succeeded') => ({
  id: `op-${startedAt}`,
  kind: 'create' as const,
  cluster: ref(name),
  epoch: 1,
  executionArn: 'arn:aws:states:us-east-1:111122223333:execution:x:y',
  requestedBy: 'a test',
  startedAt,
  status,
});
const shop = {
  name: 'shop',
  arn: arn('shop'),
  status: 'ACTIVE',
  version: '1.35',
  createdAt: '2026-11-24T08:00:00.000Z',
  tags: {},
};
const held = (name: string) => ({
  operation: { id: 'op-9', kind: 'create' as const, cluster: ref(name), epoch: 3 },
  executionArn: 'arn',
});

describe('get clusters', () => {
  it('shows a cluster with the newest operation of its history', () => {
    const history = [
      operation('shop', '2026-11-24T09:00', 'Failed'),
      operation('shop', '2026-11-24T08:00', 'Running'),
    ];
    const state = {
      region: 'us-east-1',
      clusters: [shop],
      held: [],
      paused: new Map(),
      levels: new Map([[arn('shop'), 'all' as const]]),
      asleep: new Map([[arn('shop'), '2026-11-24T19:05:00.000Z']]),
    };
    const [row] = clusterRows(fleet, [state], history);
    expect(row).toMatchObject({ name: 'shop', status: 'ACTIVE', lastOperation: { status: 'Failed' } });
    expect(row).not.toHaveProperty('lease');
    expect(clusterTable([row as NonNullable<typeof row>])).toMatch(
      /shop +us-east-1 +ACTIVE +1\.35 +all +create Failed +- +- +2026-11-24T19:05/,
    );
  });

  it('says what the last scaling was asked for', () => {
    const scaled = { ...operation('shop', '2026-11-24T20:00', 'Succeeded'), kind: 'scale' as const };
    const state = {
      region: 'us-east-1',
      clusters: [shop],
      held: [],
      paused: new Map(),
      levels: new Map(),
      asleep: new Map(),
    };
    const rows = clusterRows(fleet, [state], [{ ...scaled, action: 'hibernate' }]);
    expect(rows[0]?.lastOperation).toMatchObject({ kind: 'scale', action: 'hibernate' });
    expect(clusterTable(rows)).toContain('hibernate Succeeded');
  });

  it('shows a cluster that an operation is about to make before EKS knows of it', () => {
    const state = {
      region: 'us-east-1',
      clusters: [],
      held: [held('new')],
      paused: new Map(),
      levels: new Map(),
      asleep: new Map(),
    };
    const [row] = clusterRows(fleet, [state], []);
    expect(row).toMatchObject({ name: 'new', lease: { operation: 'op-9', kind: 'create', epoch: 3 } });
    expect(row).not.toHaveProperty('status');
  });

  it('shows why a cluster is paused, and nothing of one that is not', () => {
    const state = { region: 'us-east-1', held: [], levels: new Map(), asleep: new Map() };
    const paused = new Map([
      [
        arn('shop'),
        aPause({ scope: arn('shop'), reason: 'change freeze' }, { id: 'inc-1', reason: 'incident 4711' }),
      ],
    ]);
    const other = { ...shop, name: 'other', arn: arn('other') };
    const rows = clusterRows(fleet, [{ ...state, clusters: [shop, other], paused }], []);
    expect(rows.map(({ name, paused: why }) => [name, why])).toEqual([
      ['other', undefined],
      ['shop', 'incident 4711 (inc-1 of the fleet); change freeze (p1)'],
    ]);
    expect(clusterTable(rows)).toMatch(/shop .* incident 4711 \(inc-1 of the fleet\); change freeze \(p1\)/);
    expect(rows.map(({ holds = [] }) => holds.map(({ id }) => id))).toEqual([[], ['inc-1', 'p1']]);
  });
});
