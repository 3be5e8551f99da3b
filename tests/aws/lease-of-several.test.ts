import { describe, expect, it } from '@jest/globals';
import { holdersOf } from '../../domain/operation/lease.ts';
import { cluster, recordOf, refTo, storeWith } from './operations.fixtures.ts';

const { arn } = cluster;
const at = '2026-12-03T08:05:00Z';
const ref = (id: string) => refTo(id, 1, 'failover');

/** Moves of plans `p1`, `p2` and so on have come to hold the lease. */
async function heldBy(...ids: readonly string[]) {
  const tables = await storeWith();
  const { leases, store } = tables;
  const come = async (id: string, part = `p-${id}`) => {
    const lease = await store.readLease(arn);
    const operation = recordOf(ref(id));
    const { executionArn } = operation;
    return leases.claim({
      ...{ claim: { requestId: `r-${id}`, executionArn, operationId: id, epoch: 1 }, operation, part },
      expectedEpoch: lease?.epoch,
      ...(lease?.holder ? { beside: lease.holder } : {}),
    });
  };
  for (const id of ids) if (!(await come(id))) throw new Error(`${id} did not come`);
  const holders = async () => holdersOf(await store.readLease(arn)).map(({ operationId }) => operationId);
  return { ...tables, come, holders };
}

describe('a lease of several moves', () => {
  it('is held by each, and found by the execution of each', async () => {
    const { leases, holders } = await heldBy('o1', 'o2', 'o3');
    expect(await holders()).toEqual(['o1', 'o2', 'o3']);
    const { executionArn } = recordOf(ref('o2'));
    expect(await leases.leasesHeldBy(executionArn)).toEqual([{ operation: ref('o2'), executionArn }]);
  });

  it('is not joined twice for one plan', async () => {
    const { come, holders } = await heldBy('o1', 'o2');
    expect(await come('o3', 'p-o2')).toBe(false);
    expect(await holders()).toEqual(['o1', 'o2']);
  });

  it('stays with the others when one succeeds, whoever it is', async () => {
    const { leases, holders, statusOf } = await heldBy('o1', 'o2', 'o3');
    await leases.completeOperation(ref('o1'), at);
    expect(await holders()).toEqual(['o2', 'o3']);
    await leases.completeOperation(ref('o3'), at);
    expect(await holders()).toEqual(['o2']);
    await leases.completeOperation(ref('o2'), at);
    expect(await holders()).toEqual([]);
    expect([await statusOf('o1'), await statusOf('o2'), await statusOf('o3')]).toEqual(
      Array.from({ length: 3 }, () => 'Succeeded'),
    );
  });

  it('is left once: who has left it frees nobody else’s', async () => {
    const { leases, holders } = await heldBy('o1', 'o2');
    expect(await leases.releaseLease(ref('o1'))).toBe(true);
    expect(await leases.releaseLease(ref('o1'))).toBe(false);
    expect(await holders()).toEqual(['o2']);
  });
});
