import { describe, expect, it, jest } from '@jest/globals';
import type { ExecutionPort } from '../../domain/ports/executions.ts';
import type { HeldLease } from '../../domain/ports/operations.ts';
import { storeInMemory } from './operation-store.ts';

const cluster = { name: 'web', region: 'us-east-1', arn: 'arn:aws:eks:us-east-1:111122223333:cluster/web' };
const sweep = { event: { 'detail-type': 'Scheduled Event', detail: {} } };

/** The task in a region where these leases are held, and how often it made a client of Step Functions. */
async function sweeping(held: readonly HeldLease[]) {
  jest.resetModules();
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  let clients = 0;
  const executions = (): ExecutionPort => {
    clients++;
    return { end: async () => ({ status: 'ABORTED' }) };
  };
  jest.unstable_mockModule('../../functions/runtime/ports/executions.ts', () => ({ executions }));
  jest.unstable_mockModule('../../functions/runtime/ports/operations.ts', () => ({
    operations: () => ({ ...storeInMemory().store, heldLeases: async () => held }),
  }));
  const { handler } = await import('../../functions/operation/find-abandoned.ts');
  const context = { getRemainingTimeInMillis: () => 30_000 };
  const found = await handler(sweep, context as never, () => undefined);
  return { found, clients };
}

describe('the sweep of leases', () => {
  it('finds the lease whose execution has ended', async () => {
    const operation = { id: 'x1', kind: 'scale' as const, cluster, epoch: 4 };
    const { found, clients } = await sweeping([{ operation, executionArn: 'arn:of:x1' }]);
    expect(found).toMatchObject({ abandoned: [{ operation, caught: { Error: 'ABORTED' } }], unanswered: [] });
    expect(clients).toBe(1);
  });

  it('makes no client of Step Functions where no lease is held, as of most hours', async () => {
    expect(await sweeping([])).toEqual({
      found: { outcome: 'Found', abandoned: [], unanswered: [] },
      clients: 0,
    });
  });
});
