import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Waiting } from '../../domain/operation/waiting.ts';
import { aPause } from '../domain/operation/a-pause.ts';

process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
const cluster = {
  name: 'web',
  region: 'us-east-1',
  arn: 'arn:aws:eks:us-east-1:111122223333:cluster/web',
} as const;
const operation = { id: 'x1', kind: 'create', cluster, epoch: 1 } as const;
const lease = { clusterArn: cluster.arn, epoch: 1, holder: { operationId: 'x1', kind: 'create' } };

let calls: string[];
let standing: { pause?: unknown; lease?: unknown };
let entry: Waiting | undefined;
let isWaiting: boolean;

const noted = <T>(name: string, answer: () => T) => {
  calls.push(name);
  return Promise.resolve(answer());
};
jest.unstable_mockModule('../../functions/runtime/ports/state/operations.ts', () => ({
  operations: () => ({ readStanding: () => noted('look', () => standing) }),
}));
jest.unstable_mockModule('../../functions/runtime/ports/workflows/task-tokens.ts', () => ({
  taskTokens: () => ({ succeed: (token: string) => noted(`succeed ${token}`, () => isWaiting) }),
}));
jest.unstable_mockModule('../../functions/runtime/ports/state/waiting.ts', () => ({
  waiting: () => ({
    put: (waiting: Waiting) => noted(`put ${waiting.token}`, () => undefined),
    read: () => noted('read', () => entry),
    list: () => noted('list', () => [{ operation, state: 'AwaitResumeOfContents' }]),
    remove: ({ token }: Waiting) => noted(`remove ${token}`, () => undefined),
  }),
}));

beforeEach(() => {
  calls = [];
  standing = { pause: aPause({ id: 'freeze' }), lease };
  entry = { operation, state: 'AwaitResumeOfContents', token: 't1', since: '2026-11-24T08:00:00Z' };
  isWaiting = true;
});

async function call(task: string, event: object): Promise<unknown> {
  const { handler } = (await import(`../../functions/operation/${task}.ts`)) as {
    handler(event: object, context: object): Promise<unknown>;
  };
  return handler(event, {});
}

const lost = { ...lease, epoch: 2, holder: { operationId: 'x2', kind: 'delete' } };

describe('await-resume', () => {
  const wait = () =>
    call('await-resume', {
      operation,
      state: 'AwaitResumeOfContents',
      token: 't1',
      at: '2026-11-24T08:00:00Z',
    });

  it('registers the wait before it looks, so that whoever lifts afterwards finds it', async () => {
    expect(await wait()).toEqual({ outcome: 'Waiting' });
    expect(calls).toEqual(['put t1', 'look']);
  });

  it.each([
    ['the pause was lifted', () => ({ lease })],
    ['the lease was lost', () => ({ pause: aPause({ id: 'freeze' }), lease: lost })],
  ])('ends its own wait where %s meanwhile', async (_what, found) => {
    standing = found();
    expect(await wait()).toEqual({ outcome: 'Resumed' });
    expect(calls).toEqual(['put t1', 'look', 'succeed t1', 'remove t1']);
  });
});

describe('find-waiting', () => {
  it('finds none that a pause holds, and all others, whose lease is lost among them', async () => {
    expect(await call('find-waiting', {})).toMatchObject({ waiting: [] });
    standing = { lease };
    expect(await call('find-waiting', {})).toMatchObject({ waiting: [{ operation }] });
    standing = { pause: aPause({ id: 'freeze' }), lease: lost };
    expect(await call('find-waiting', {})).toMatchObject({ waiting: [{ operation }] });
  });
});

describe('wake-operation', () => {
  const wake = () => call('wake-operation', { waiting: { operation, state: 'AwaitResumeOfContents' } });

  it('ends the wait by its token, and takes the entry away', async () => {
    expect(await wake()).toEqual({ outcome: 'Woken' });
    expect(calls).toEqual(['read', 'succeed t1', 'remove t1']);
  });

  it('takes an entry away whose execution is over, and does nothing where there is none', async () => {
    isWaiting = false;
    expect(await wake()).toEqual({ outcome: 'Gone' });
    expect(calls).toEqual(['read', 'succeed t1', 'remove t1']);
    entry = undefined;
    expect(await wake()).toEqual({ outcome: 'Gone' });
  });
});
