import { describe, expect, it, jest } from '@jest/globals';
import type { Difference } from '../../domain/drift/differences.ts';
import type { Lease } from '../../domain/operation/lease.ts';

const cluster = { name: 'web', region: 'us-east-1', arn: 'arn:aws:eks:us-east-1:111122223333:cluster/web' };
const before: Lease = { clusterArn: cluster.arn, epoch: 4 };
const meanwhile: Lease = { clusterArn: cluster.arn, epoch: 5 };
const difference = { path: 'nodeGroup/web', wanted: 'there', found: 'nothing' };

type Compared = () => readonly Difference[];

/** The task over clusters with these results of each look, and so much of its time left. */
async function looking(looksAt: readonly Compared[], remainingMs: number) {
  const left = [...looksAt];
  return comparing(() => (left.shift() as Compared)(), { clusters: looksAt.map(() => cluster), remainingMs });
}

interface Circumstances {
  readonly publishedDrift?: string;
  readonly clusters?: readonly object[];
  readonly remainingMs?: number;
}

/** The comparison of clusters while an operation changes them, and the number of leases that were read again. */
async function comparing(
  compared: Compared,
  { publishedDrift, clusters = [cluster], remainingMs = 30_000 }: Circumstances = {},
) {
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
  port('account/account', { account: () => account });
  port('state/operations', { operations: () => ({ readLease }) });
  port('state/records', { records: () => ({ read: async () => ({ lease: before, registered }) }) });
  jest.unstable_mockModule('../../domain/observe/adoption.ts', () => ({ targetOf: () => ({}) }));
  jest.unstable_mockModule('../../domain/observe/drift.ts', () => ({
    compareWithDocument: async () => ({ outcome: 'Compared', differences: compared() }),
  }));
  const { handler } = await import('../../functions/drift/compare-cluster.ts');
  const context = { getRemainingTimeInMillis: () => remainingMs };
  const answer = await handler({ clusters }, context as never, () => undefined);
  return { compared: answer, looks };
}

const SKIPPED = { outcome: 'Skipped', reason: 'an operation went over it meanwhile', cluster, looked: 1 };

describe('a comparison that an operation has gone over meanwhile', () => {
  it('tells of nothing that differs', async () => {
    expect(await comparing(() => [difference])).toEqual({ compared: SKIPPED, looks: 1 });
  });

  it('does not say that what differed is gone', async () => {
    expect(await comparing(() => [], { publishedDrift: 'a digest' })).toEqual({
      compared: SKIPPED,
      looks: 1,
    });
  });

  it('does not ask whether one has, where there is nothing to tell', async () => {
    expect(await comparing(() => [])).toEqual({
      compared: { outcome: 'NothingToTell', looked: 1 },
      looks: 0,
    });
  });
});

describe('a look at several clusters', () => {
  const asWanted: Compared = () => [];
  const noAnswer: Compared = () => {
    throw new Error('no answer');
  };

  it('goes on until there is something to say of one', async () => {
    const { compared } = await looking([asWanted, () => [difference], asWanted], 30_000);
    expect(compared).toEqual({ ...SKIPPED, looked: 2 });
  });

  it('ends before one that gives no answer, which the next look begins with and fails by', async () => {
    const { compared } = await looking([asWanted, noAnswer, asWanted], 30_000);
    expect(compared).toEqual({ outcome: 'NothingToTell', looked: 1 });
    await expect(looking([noAnswer, asWanted], 30_000)).rejects.toThrow('no answer');
  });

  it('begins with none that the rest of its time may not be enough for', async () => {
    const { compared } = await looking([asWanted, asWanted], 19_000);
    expect(compared).toEqual({ outcome: 'NothingToTell', looked: 1 });
  });
});
