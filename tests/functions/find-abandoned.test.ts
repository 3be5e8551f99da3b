import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { OperationRecord } from '../../domain/operation/record.ts';
import type { ExecutionEnd, ExecutionPort } from '../../domain/ports/executions.ts';
import type { HeldLease } from '../../domain/ports/leases.ts';
import { storeInMemory } from './operation-store.ts';

const cluster = {
  name: 'web',
  region: 'us-east-1',
  arn: 'arn:aws:eks:us-east-1:111122223333:cluster/web',
} as const;
const SWEPT_AT = '2026-11-24T10:00:00Z';
const sweep = { event: { 'detail-type': 'Scheduled Event', time: SWEPT_AT, detail: {} } };
const arnOf = (machine: string, name: string, account = '111122223333') =>
  `arn:aws:states:us-east-1:${account}:execution:eks-fleet-${machine}:${name}`;
const request = (id: string) =>
  JSON.stringify({ id, source: 'eks-fleet', 'detail-type': 'ClusterRequested', detail: { requestId: id } });
const endOf = (executionArn: string) => ({
  event: {
    'detail-type': 'Step Functions Execution Status Change',
    detail: { executionArn, status: 'ABORTED' },
  },
});

interface Around {
  readonly held?: readonly HeldLease[];
  /** Executions whose leases the index still lists, and nobody holds any more. */
  readonly freed?: readonly string[];
  readonly ends?: Readonly<Record<string, ExecutionEnd>>;
  /** The end in the record of every operation. */
  readonly status?: 'Rejected';
  readonly stopped?: readonly { readonly executionArn: string; readonly stoppedAt: string }[];
}

beforeEach(() => {
  Object.assign(process.env, {
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    STAGE: 'prod',
    AWS_REGION: 'us-east-1',
    PARTITION: 'aws',
    ACCOUNT_ID: '111122223333',
  });
});

/** The task's answer for a region, and the executions that it asked about. */
async function finding(input: unknown, around: Around) {
  const { held = [], freed = [], ends = {}, stopped = [], status } = around;
  jest.resetModules();
  const asked: string[] = [];
  const executions = (): ExecutionPort => ({
    end: async (executionArn) => {
      asked.push(executionArn);
      return ends[executionArn] ?? { status: 'ABORTED' };
    },
    stopped: async (stateMachineArn) => {
      asked.push(stateMachineArn);
      return stopped.map((one) => ({ ...one, stoppedAt: Date.parse(one.stoppedAt) }));
    },
  });
  jest.unstable_mockModule('../../functions/runtime/ports/workflows/executions.ts', () => ({ executions }));
  const { store } = storeInMemory();
  jest.unstable_mockModule('../../functions/runtime/ports/state/operations.ts', () => ({
    operations: () => store,
  }));
  jest.unstable_mockModule('../../functions/runtime/ports/state/leases.ts', () => ({
    leases: () => ({
      heldLeases: async () => held,
      leasesHeldBy: async (executionArn: string) =>
        held.filter((one) => one.executionArn === executionArn && !freed.includes(executionArn)),
      operationOf: async () => status && ({ status, requestedBy: 'ann' } as OperationRecord),
    }),
  }));
  const { handler } = await import('../../functions/operation/find-abandoned.ts');
  const context = { getRemainingTimeInMillis: () => 30_000 };
  const found = await handler(input, context as never, () => undefined);
  return { found, asked };
}

describe('the sweep of leases', () => {
  it('finds the lease whose execution has ended', async () => {
    const operation = { id: 'x1', kind: 'scale' as const, cluster, epoch: 4 };
    const { found } = await finding(sweep, { held: [{ operation, executionArn: 'arn:of:x1' }] });
    expect(found).toMatchObject({ abandoned: [{ operation, caught: { Error: 'ABORTED' } }], unanswered: [] });
  });

  it('leaves alone one that the index still lists, and whose execution has freed it by itself', async () => {
    const operation = { id: 'x1', kind: 'scale' as const, cluster, epoch: 4 };
    const held = [{ operation, executionArn: 'arn:of:x1' }];
    const ends = { 'arn:of:x1': { status: 'SUCCEEDED' } } as const;
    const { found } = await finding(sweep, { held, freed: ['arn:of:x1'], ends });
    expect(found).toEqual({ outcome: 'Found', abandoned: [], unanswered: [] });
  });

  it('tells what was refused as a refusal, and has its lease freed', async () => {
    const operation = { id: 'x1', kind: 'scale' as const, cluster, epoch: 4 };
    const held = [{ operation, executionArn: 'arn:of:x1' }];
    const ends = { 'arn:of:x1': { status: 'ABORTED', input: request('x1') } } as const;
    const { found } = await finding(sweep, { held, ends, status: 'Rejected' });
    expect(found).toMatchObject({ abandoned: [], unanswered: [{ event: { id: 'x1' }, operation }] });
  });

  it('finds what a reaper was to see to that was stopped since the sweep before', async () => {
    const reaper = arnOf('prod-reap-operations', 'r1');
    const creation = arnOf('prod-create-cluster', 'c1');
    const input = JSON.stringify({ source: 'aws.states', time: 'any', detail: { executionArn: creation } });
    const around = {
      ends: {
        [reaper]: { status: 'ABORTED', input },
        [creation]: { status: 'ABORTED', input: request('c1') },
      },
      stopped: [{ executionArn: reaper, stoppedAt: '2026-11-24T09:30:00Z' }],
    } as const;
    const { found, asked } = await finding(sweep, around);
    expect(found).toMatchObject({ abandoned: [], unanswered: [{ event: { id: 'c1' } }] });
    expect(asked).toEqual([
      'arn:aws:states:us-east-1:111122223333:stateMachine:eks-fleet-prod-reap-operations',
      reaper,
      creation,
    ]);
  });

  it('asks about no execution where there is none to see to, as of most hours', async () => {
    const { found, asked } = await finding(sweep, {});
    expect(found).toEqual({ outcome: 'Found', abandoned: [], unanswered: [] });
    expect(asked).toHaveLength(1);
  });
});

describe('an execution that ended', () => {
  it('of the stage is looked at', async () => {
    const executionArn = arnOf('prod-create-cluster', 'c1');
    const ends = { [executionArn]: { status: 'ABORTED', input: request('c1') } } as const;
    const { found } = await finding(endOf(executionArn), { ends });
    expect(found).toMatchObject({ unanswered: [{ event: { id: 'c1' } }] });
  });

  it.each([
    ['another stage', arnOf('dev-create-cluster', 'c1')],
    ['a stage whose name begins alike', arnOf('prod2-create-cluster', 'c1')],
    ['another account', arnOf('prod-create-cluster', 'c1', '444455556666')],
    ['somebody else', 'arn:aws:states:us-east-1:111122223333:execution:orders:c1'],
  ])('of %s is nothing to do, and not even asked about', async (_whose, executionArn) => {
    const ends = { [executionArn]: { status: 'ABORTED', input: request('c1') } } as const;
    const { found, asked } = await finding(endOf(executionArn), { ends });
    expect(found).toEqual({ outcome: 'Found', abandoned: [], unanswered: [] });
    expect(asked).toEqual([]);
  });

  it('of this very workflow is left to the next sweep', async () => {
    const reaper = arnOf('prod-reap-operations', 'r1');
    const creation = arnOf('prod-create-cluster', 'c1');
    const input = JSON.stringify({ source: 'aws.states', time: 'any', detail: { executionArn: creation } });
    const ends = {
      [reaper]: { status: 'ABORTED', input },
      [creation]: { status: 'ABORTED', input: request('c1') },
    } as const;
    const { found } = await finding(endOf(reaper), { ends });
    expect(found).toEqual({ outcome: 'Found', abandoned: [], unanswered: [] });
  });
});
