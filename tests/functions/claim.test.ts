import { describe, expect, it } from '@jest/globals';
import { TaskError } from '../../domain/errors.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { Leases } from '../../domain/ports/leases.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { Records, RecordsPort } from '../../domain/ports/records.ts';
import { type Claim, claimRequest } from '../../functions/operation/claim.ts';
import { change, changeBy } from '../../functions/runtime/change.ts';
import { aPause } from '../domain/operation/a-pause.ts';
import { storeInMemory } from './operation-store.ts';

const cluster = {
  name: 'web',
  region: 'us-east-1',
  arn: 'arn:aws:eks:us-east-1:111122223333:cluster/web',
} as const;
const claim = (
  requestId: string,
  execution: string,
  kind: 'release' | 'delete' = 'release',
): Claim<'release' | 'delete'> => ({
  requestId,
  kind,
  cluster,
  asking: { requestedBy: 'a test' },
  request: {},
  executionArn: `arn:aws:states:us-east-1:111122223333:execution:create:${execution}`,
  executionName: `event_${execution}`,
  at: '2026-11-24T08:00:00Z',
});

/** Does as a task that accepts requests: reads the records, and claims by them. */
async function accept(store: OperationStore & Leases, asked: Claim<'release' | 'delete'>) {
  const seen = {
    claim: await store.readClaim(asked.requestId),
    lease: await store.readLease(asked.cluster.arn),
  };
  return claimRequest(store, asked, seen);
}

describe('claiming a request', () => {
  it('takes the lease, and keeps both when it runs twice', async () => {
    const { store, leases } = storeInMemory();
    const first = await accept(store, claim('r1', 'x1'));
    expect(first).toMatchObject({ outcome: 'Accepted', operation: { id: 'x1', epoch: 1 }, fenceSeconds: 0 });
    expect(await accept(store, claim('r1', 'x1'))).toMatchObject({
      outcome: 'Accepted',
      operation: { id: 'x1', epoch: 1 },
    });
    expect(leases.get(cluster.arn)?.epoch).toBe(1);
  });

  it('ends another execution of the same request as a duplicate', async () => {
    const { store } = storeInMemory();
    await accept(store, claim('r1', 'x1'));
    expect(await accept(store, claim('r1', 'x2'))).toMatchObject({
      outcome: 'Duplicate',
      executionArn: claim('r1', 'x1').executionArn,
    });
  });

  it('rejects another request while the cluster is under an operation, and names it', async () => {
    const { store } = storeInMemory();
    await accept(store, claim('r1', 'x1'));
    const answer = await accept(store, claim('r2', 'x2'));
    expect(answer).toMatchObject({
      outcome: 'Rejected',
      problems: [{ message: expect.stringContaining('operation x1 (release)') }],
    });
  });

  it('takes over by precedence, and waits out the longest life of a task', async () => {
    const { store } = storeInMemory();
    await accept(store, claim('r1', 'x1'));
    expect(await accept(store, claim('r2', 'x2', 'delete'))).toMatchObject({
      outcome: 'Accepted',
      operation: { epoch: 2 },
      fenceSeconds: 30,
    });
  });

  it('tries again when another request claims the cluster between its look and its write', async () => {
    let others = 0;
    const { store, leases } = storeInMemory(() => {
      if (others++ === 0) leases.set(cluster.arn, { clusterArn: cluster.arn, epoch: 1 });
    });
    await expect(accept(store, claim('r1', 'x1'))).rejects.toMatchObject({ name: 'Conflict' });
    expect(await accept(store, claim('r1', 'x1'))).toMatchObject({
      outcome: 'Accepted',
      operation: { epoch: 2 },
    });
  });
});

/** Both ways of a change: by its standing alone, and by records that are read with it. */
const changes = [
  [
    'change',
    (operation: OperationRef, store: OperationStore, effect: () => Promise<string>) =>
      change(operation, store, effect),
  ],
  [
    'changeBy',
    (operation: OperationRef, store: OperationStore, effect: () => Promise<string>) =>
      changeBy(operation, recordsOf(store), ['left'], effect),
  ],
] as const;

/** Records of a cluster without memory and last sizes, with the store's lease, pause and level. */
const recordsOf = (store: OperationStore): RecordsPort => ({
  read: async ({ arn }, names) => {
    const known: Partial<Records> = await store.readStanding(arn);
    return Object.fromEntries(names.map((name) => [name, known[name]])) as Pick<
      Records,
      (typeof names)[number]
    >;
  },
});

describe.each(changes)('changing something by `%s`', (_name, make) => {
  const operation = { id: 'x1', kind: 'release' as const, cluster, epoch: 1 };

  it('makes the change while the operation holds the lease', async () => {
    const { store } = storeInMemory();
    await accept(store, claim('r1', 'x1'));
    expect(await make(operation, store, async () => 'changed')).toBe('changed');
  });

  it('makes no change with an epoch that has passed', async () => {
    const { store } = storeInMemory();
    await accept(store, claim('r1', 'x1'));
    await accept(store, claim('r2', 'x2', 'delete'));
    const late = make(operation, store, () => Promise.reject(new Error('it was made')));
    await expect(late).rejects.toEqual(
      new TaskError('LeaseLost', 'operation x1 (epoch 1) no longer owns web'),
    );
  });

  it('makes no change while the cluster is paused', async () => {
    const { store, pauses } = storeInMemory();
    await accept(store, claim('r1', 'x1'));
    pauses.set(
      cluster.arn,
      aPause({ reason: 'change freeze' }, { id: 'p2', owner: 'bob', scope: cluster.arn }),
    );
    const paused = make(operation, store, () => Promise.reject(new Error('it was made')));
    await expect(paused).rejects.toMatchObject({
      name: 'Paused',
      message: 'changes to web are paused: change freeze (p1 of the fleet); audit (p2)',
    });
  });
});
