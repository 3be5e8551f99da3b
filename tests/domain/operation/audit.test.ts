import { describe, expect, it } from '@jest/globals';
import { type AuditedOperation, auditRows } from '../../../domain/operation/audit.ts';

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
    expect(auditRows([unproven], [refusal('e2', '2026-11-24T08:01:00Z')], {})).toHaveLength(2);
  });

  it.each([
    [{ cluster: 'web' }, 2],
    [{ cluster: 'we' }, 0],
    [{ by: 'ROLE/OPS' }, 1],
    [{ by: 'pipe', cluster: 'web' }, 1],
    [{ by: 'nobody' }, 0],
  ])('shows those that are asked for: %j', (filter, count) => {
    expect(auditRows([scaling, unproven], [refusal('e3', '2026-11-24T08:30:00Z')], filter)).toHaveLength(
      count,
    );
  });
});
