import { describe, expect, it } from '@jest/globals';
import type { OperationSummary } from '../../../aws/dynamodb/operation-history.ts';
import { lastOperations } from '../../../cli/requests/last-operations.ts';
import { arnOf } from '../../domain/policy/documents.ts';

const operation = (name: string, day: number): OperationSummary => ({
  id: `${name}-${day}`,
  kind: 'scale',
  cluster: { name, region: 'us-east-1', arn: arnOf('us-east-1', name) },
  epoch: 1,
  executionArn: 'an execution',
  requestedBy: 'a test',
  startedAt: new Date(day * 86_400_000).toISOString(),
  status: 'Succeeded',
});

/** Operations on record, the number of them that were read by time, and the clusters of which all were read. */
function record(operations: readonly OperationSummary[]) {
  const read = { byTime: 0, ofCluster: [] as string[] };
  return {
    read,
    byTime: async function* () {
      for (const one of operations) {
        read.byTime++;
        yield one;
      }
    },
    ofCluster: async (arn: string) => {
      read.ofCluster.push(arn.slice(arn.indexOf('/') + 1));
      return operations.filter(({ cluster }) => cluster.arn === arn).reverse();
    },
  };
}

const ids = async (names: readonly string[], from: ReturnType<typeof record>) => {
  const arns = names.map((name) => arnOf('us-east-1', name));
  return (await lastOperations(arns, from)).map(({ id }) => id);
};

describe('the last operation of each cluster', () => {
  it('is among the newest of all, of which no more are read than needed', async () => {
    const from = record([
      operation('web', 9),
      operation('shop', 8),
      operation('web', 7),
      operation('shop', 6),
    ]);
    expect(await ids(['shop', 'web'], from)).toEqual(['web-9', 'shop-8']);
    expect(from.read).toEqual({ byTime: 2, ofCluster: [] });
  });

  it('is looked up by itself where a thousand others came since, or where there is none', async () => {
    const nightly = Array.from({ length: 5000 }, (_, index) => operation('web', 6000 - index));
    const from = record([...nightly, operation('old', 2), operation('old', 1)]);
    expect(await ids(['web', 'old', 'never'], from)).toEqual(['web-6000', 'old-2']);
    expect(from.read).toEqual({ byTime: 2000, ofCluster: ['old', 'never'] });
  });

  it('is read of nothing where there are no clusters', async () => {
    const from = record([operation('web', 9)]);
    expect(await ids([], from)).toEqual([]);
    expect(from.read).toEqual({ byTime: 0, ofCluster: [] });
  });
});
