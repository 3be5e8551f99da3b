import { describe, expect, it } from '@jest/globals';
import { type AuditedOperation, auditRows } from '../../../domain/operation/audit.ts';
import { upgradeOf, wave } from '../waves/fixtures.ts';

const ARN = 'arn:aws:sts::111122223333:assumed-role/ops/ann';
const scaling: AuditedOperation = {
  ...{ id: 'o1', kind: 'scale', action: 'wake', cluster: { name: 'web', region: 'us-east-1' } },
  executionArn: 'arn:aws:states:us-east-1:111122223333:execution:eks-fleet-prod-scale-cluster:e1_o1',
  ...{ requestedBy: 'eks-fleet wake by ann@laptop', reason: 'the sale' },
  identity: { arn: ARN, userId: 'AROA:ann', account: '111122223333' },
  ...{ startedAt: '2026-11-24T09:00:00Z', status: 'Succeeded' as const },
};
const unproven: AuditedOperation = {
  ...{ id: 'o2', kind: 'delete', cluster: { name: 'old', region: 'eu-west-1' } },
  executionArn: 'arn:aws:states:eu-west-1:111122223333:execution:eks-fleet-prod-delete-cluster:e2_o2',
  ...{ requestedBy: 'somebody', startedAt: '2026-11-24T08:00:00Z', status: 'Rejected' as const },
  failure: { step: 'plan-deletion', reason: 'it is protected' },
};
const refusal = (eventId: string, at: string, region = 'us-east-1') => ({
  ...{
    eventId,
    region,
    at,
    detailType: 'ClusterDeletionRequested',
    about: 'web',
    why: 'detail.proof: too old',
  },
  requester: { by: 'pipeline', proven: false },
});

describe('an audit', () => {
  it('tells each request once, the oldest first: who, proven or not, what, why, and what came of it', () => {
    const rows = auditRows(
      [scaling, unproven],
      [
        refusal('e3', '2026-11-24T08:30:00Z'),
        refusal('e3', '2026-11-24T08:29:00Z'),
        refusal('e2', '2026-11-24T08:01:00Z', 'eu-west-1'),
      ],
      [],
      {},
    );
    expect(
      rows.map(({ at, by, proven, what, about, why, outcome, because }) => [
        at,
        by,
        proven,
        what,
        about,
        why,
        outcome,
        because,
      ]),
    ).toEqual([
      [
        '2026-11-24T08:00:00Z',
        'somebody',
        false,
        'delete',
        'old',
        '',
        'Rejected',
        'plan-deletion: it is protected',
      ],
      [
        '2026-11-24T08:29:00Z',
        'pipeline',
        false,
        'ClusterDeletionRequested',
        'web',
        '',
        'Rejected',
        'detail.proof: too old',
      ],
      ['2026-11-24T09:00:00Z', ARN, true, 'scale wake', 'web', 'the sale', 'Succeeded', ''],
    ]);
  });

  it('keeps the refusal of an event of the same id in another region', () => {
    expect(auditRows([unproven], [refusal('e2', '2026-11-24T08:01:00Z')], [], {})).toHaveLength(2);
  });

  it.each([
    [{ cluster: 'web' }, 2],
    [{ cluster: 'we' }, 0],
    [{ by: 'ROLE/OPS' }, 1],
    [{ by: 'pipe', cluster: 'web' }, 1],
    [{ by: 'nobody' }, 0],
  ])('shows those that are asked for: %j', (filter, count) => {
    expect(auditRows([scaling, unproven], [refusal('e3', '2026-11-24T08:30:00Z')], [], filter)).toHaveLength(
      count,
    );
  });
});

describe('an audit of the upgrade of a fleet', () => {
  const SRE = 'arn:aws:sts::111122223333:assumed-role/sre/bob';
  const fleet = { name: 'retail', region: 'us-east-1' };
  const of = (id: string, startedAt: string, more: Partial<AuditedOperation>): AuditedOperation => ({
    ...{ id, kind: 'upgrade-fleet', cluster: fleet, requestedBy: 'ann', startedAt, status: 'Succeeded' },
    executionArn: `arn:aws:states:us-east-1:111122223333:execution:w:${id}_${id}`,
    ...more,
  });
  const key = 'eu-west-1/shop';
  const upgrade = upgradeOf([wave('dev', ['us-east-1/web']), wave('prod', [key], { approve: 'sre' })], {
    requester: ARN,
    decisions: [
      { wave: 'dev', verdict: 'approved', at: '2026-11-24T09:30:00Z', by: 'someone else' },
      { wave: 'prod', verdict: 'denied', at: '2026-11-24T10:00:00Z', by: SRE },
      { wave: 'prod', verdict: 'approved', at: '2026-11-24T11:00:00Z', by: SRE },
    ],
  });
  const wish = { upgrade: 'up', reason: 'x' };
  const digest = 'd'.repeat(64);
  const prod = { ...wish, action: 'decide' as const, wave: 'prod', digest };
  const child = { kind: 'upgrade', action: 'upgrade', parent: 'up/1', requestedBy: 'fleet upgrade up' };
  const shop = { name: 'shop', region: 'eu-west-1' };
  const all = [
    of('up', '2026-11-24T09:00:00Z', { wish: { action: 'start', to: '1.36', waivers: [] } }),
    of('d1', '2026-11-24T10:00:00Z', { wish: { ...prod, verdict: 'denied' } }),
    of('d2', '2026-11-24T11:00:00Z', { wish: { ...prod, verdict: 'approved' } }),
    of('c1', '2026-11-24T12:00:00Z', { ...child, cluster: shop, endedAt: '2026-11-24T13:00:00Z' }),
    of('w1', '2026-11-24T13:00:00Z', { wish: { ...wish, action: 'skip', member: key } }),
    of('w2', '2026-11-24T14:00:00Z', { wish: { ...wish, action: 'rollBack', wave: 'prod' } }),
    of('other', '2026-11-24T15:00:00Z', { wish: { ...wish, upgrade: 'another', action: 'end' } }),
  ];

  it('tells decisions and wishes, and who began and approved what a cluster went through', () => {
    const rows = auditRows(all, [], [upgrade], {});
    expect(rows.map(({ what, by, proven, approvedBy }) => [what, by, proven, approvedBy])).toEqual([
      ['upgrade-fleet start to 1.36', 'ann', false, `someone else, ${SRE}`],
      ['upgrade-fleet deny wave prod', 'ann', false, ''],
      ['upgrade-fleet approve wave prod', 'ann', false, ''],
      ['upgrade', ARN, true, SRE],
      ['upgrade-fleet skip eu-west-1/shop', 'ann', false, ''],
      ['upgrade-fleet roll back wave prod', 'ann', false, ''],
      ['upgrade-fleet end', 'ann', false, ''],
    ]);
    expect(rows[3]).toMatchObject({ why: 'wave prod of retail to 1.36 (up)', fleetUpgrade: 'up' });
  });

  it('shows with a cluster the upgrade that moved it, and what was asked of that one', () => {
    const shown = auditRows(all, [], [upgrade], { cluster: 'shop' }).map(({ operation }) => operation);
    expect(shown).toEqual(['up', 'd1', 'd2', 'c1', 'w1', 'w2']);
    expect(auditRows(all, [], [upgrade], { cluster: 'none' })).toEqual([]);
  });

  it('names no approver of what began before somebody approved', () => {
    const early = of('c2', '2026-11-24T08:00:00Z', { ...child, cluster: shop });
    expect(auditRows([early], [], [upgrade], {})).toMatchObject([{ approvedBy: '' }]);
  });
});
