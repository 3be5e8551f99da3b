import { describe, expect, it } from '@jest/globals';
import { isOwnRollback, rollbackRequestId } from '../../../domain/create/rollback.ts';
import type { OperationRecord } from '../../../domain/operation/record.ts';

const record = {
  ...{ id: 'o1', kind: 'create', epoch: 3, status: 'Failed' },
  request: { rollbackOnFailure: true },
  plan: { clusterExisted: false },
} as unknown as OperationRecord;
const lease = { clusterArn: 'arn', epoch: 3 };
const id = rollbackRequestId('o1');
const but = (other: object) => ({ ...record, ...other }) as unknown as OperationRecord;

describe('a deletion that nobody has signed', () => {
  it('is the rollback of a creation that has failed, wanted that, and made the cluster', () => {
    expect(isOwnRollback(id, record, lease)).toBe(true);
  });

  it.each([
    ['another id', 'rollback-o2', record, lease],
    ['no record', id, undefined, lease],
    ['a creation that still runs', id, but({ status: 'Running' }), lease],
    ['one that succeeded', id, but({ status: 'Succeeded' }), lease],
    ['one that is to be kept', id, but({ request: { rollbackOnFailure: false } }), lease],
    ['one of a cluster that was there', id, but({ plan: { clusterExisted: true } }), lease],
    ['one that had not looked', id, but({ plan: undefined }), lease],
    ['another kind', id, but({ kind: 'scale' }), lease],
    ['a cluster that somebody has had since', id, record, { ...lease, epoch: 4 }],
    ['no lease', id, record, undefined],
  ])('is none of it with %s', (_, requestId, of, held) => {
    expect(isOwnRollback(requestId, of, held)).toBe(false);
  });
});
