import { describe, expect, it, jest } from '@jest/globals';
import type { Difference } from '../../domain/drift/differences.ts';
import type { Lease } from '../../domain/operation/lease.ts';

const cluster = { name: 'web', region: 'us-east-1', arn: 'arn:aws:eks:us-east-1:111122223333:cluster/web' };
const before: Lease = { clusterArn: cluster.arn, epoch: 4 };
const meanwhile: Lease = { clusterArn: cluster.arn, epoch: 5 };
const difference = { path: 'nodeGroup/web', wanted: 'there', found: 'nothing' };

/** The comparison of a cluster that an operation goes over meanwhile, and how often the lease was looked at again. */
async function comparing(differences: readonly Difference[], publishedDrift?: string) {
  jest.resetModules();
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  let looks = 0;
  const readLease = async () => {
    looks++;
    return meanwhile;
  };
  const registered = {
    cluster,
    writtenBy: 'x1',
    ...(publishedDrift === undefined ? {} : { publishedDrift }),
  };
  const account = { partition: 'aws', accountId: '111122223333', region: 'us-east-1' };
  const port = (name: string, made: object) =>
    jest.unstable_mockModule(`../../functions/runtime/ports/${name}.ts`, () => made);
  port('account', { account: () => account });
  port('operations', { operations: () => ({ readLease }) });
  port('records', { records: () => ({ read: async () => ({ lease: before, registered }) }) });
  jest.unstable_mockModule('../../domain/observe/adoption.ts', () => ({ targetOf: () => ({}) }));
  jest.unstable_mockModule('../../domain/observe/drift.ts', () => ({
    compareWithDocument: async () => ({ outcome: 'Compared', differences }),
  }));
  const { handler } = await import('../../functions/drift/compare-cluster.ts');
  const context = { getRemainingTimeInMillis: () => 30_000 };
  const compared = await handler({ cluster }, context as never, () => undefined);
  return { compared, looks };
}

const SKIPPED = { outcome: 'Skipped', reason: 'an operation went over it meanwhile' };

describe('a comparison that an operation has gone over meanwhile', () => {
  it('tells of nothing that differs', async () => {
    expect(await comparing([difference])).toEqual({ compared: SKIPPED, looks: 1 });
  });

  it('does not say that what differed is gone', async () => {
    expect(await comparing([], 'a digest')).toEqual({ compared: SKIPPED, looks: 1 });
  });

  it('does not ask whether one has, where there is nothing to tell', async () => {
    expect(await comparing([])).toEqual({ compared: { outcome: 'InSync' }, looks: 0 });
  });
});
