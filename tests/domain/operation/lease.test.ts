import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OPERATION_KINDS, type OperationKind } from '../../../domain/operation/kinds.ts';
import { decideLease, heldProblem, type Lease, type LeaseHolder } from '../../../domain/operation/lease.ts';

const clusterArn = 'arn:aws:eks:us-east-1:111122223333:cluster/web';
const held = (kind: OperationKind, executionArn = 'former', epoch = 7): Lease => ({
  clusterArn,
  epoch,
  holder: { operationId: 'op', kind, executionArn, takenAt: '2026-11-24T08:00:00Z' },
});

it('says who holds a cluster, since when, and that it can be asked for again', () => {
  expect(heldProblem('web', held('delete').holder as LeaseHolder)).toEqual({
    path: '',
    message: 'web is under operation op (delete) since 2026-11-24T08:00:00Z; apply again when it has ended',
  });
});

describe('who gets the lease', () => {
  it('is taken at epoch 1 where there was none', () => {
    expect(decideLease(undefined, { kind: 'create', executionArn: 'new' })).toEqual({ do: 'take', epoch: 1 });
  });

  it('is taken at the next epoch where it is free', () => {
    expect(decideLease({ clusterArn, epoch: 7 }, { kind: 'create', executionArn: 'new' })).toEqual({
      do: 'take',
      epoch: 8,
    });
  });

  it('is kept by the execution that holds it', () => {
    expect(decideLease(held('create', 'mine'), { kind: 'create', executionArn: 'mine' })).toEqual({
      do: 'keep',
      epoch: 7,
    });
  });

  it('is refused to an operation of the same precedence', () => {
    expect(decideLease(held('create'), { kind: 'create', executionArn: 'new' })).toMatchObject({
      do: 'refuse',
    });
  });

  it('gives way by precedence: failover, delete, upgrade, scale, create', () => {
    const order: OperationKind[] = ['create', 'scale', 'upgrade', 'delete', 'failover'];
    for (const [index, kind] of order.entries()) {
      for (const [other, former] of order.entries()) {
        const decision = decideLease(held(former), { kind, executionArn: 'new' });
        expect([kind, former, decision.do]).toEqual([kind, former, index > other ? 'take' : 'refuse']);
      }
    }
  });

  it('never lowers an epoch, and names the former owner whenever it takes over', () => {
    const kinds = fc.constantFrom(...OPERATION_KINDS);
    fc.assert(
      fc.property(kinds, kinds, fc.integer({ min: 1, max: 1e6 }), (former, kind, epoch) => {
        const decision = decideLease(held(former, 'former', epoch), { kind, executionArn: 'new' });
        if (decision.do === 'refuse') return true;
        return decision.do === 'take' && decision.epoch === epoch + 1 && decision.former?.kind === former;
      }),
    );
  });
});
