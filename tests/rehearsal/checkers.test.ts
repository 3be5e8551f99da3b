import { describe, expect, it } from '@jest/globals';
import { compareInventories } from '../../rehearsal/checkers/nothing-left.ts';
import { type Known, outsideOfRegistry } from '../../rehearsal/checkers/registry.ts';
import { RequestChecker } from '../../rehearsal/checkers/requests/requests.ts';
import { LeaseChecker } from '../../rehearsal/checkers/rights/leases.ts';
import type { CallFacts } from '../../simulator/fault.ts';

/*
 * Each rule is kept once and broken once, on purpose: a checker that never fails proves nothing.
 */

const region = 'us-east-1';
const arn = `arn:aws:eks:${region}:111122223333:cluster/web`;

const call = (
  functionName: string,
  service: string,
  operation: string,
  input: CallFacts['input'],
  invokedWith?: unknown,
): CallFacts => ({
  region,
  service,
  operation,
  input,
  caller: { kind: 'administrator', arn: 'tests', accountId: '111122223333' },
  functionName,
  invokedWith,
});

/** A lease is taken, in the transaction that claims its request. */
const taken = (operationId: string, kind: string, epoch: number): CallFacts =>
  call(`eks-fleet-prod-${kind}AcceptRequest`, 'dynamodb', 'TransactWriteItems', {
    TransactItems: [
      { Put: { Item: { pk: { S: `claim#${operationId}` }, operationId: { S: operationId } } } },
      {
        Put: {
          Item: {
            pk: { S: `lease#${arn}` },
            epoch: { N: String(epoch) },
            holder: { M: { operationId: { S: operationId }, kind: { S: kind } } },
          },
        },
      },
    ],
  });
const freed = call('eks-fleet-prod-operationReleaseLease', 'dynamodb', 'UpdateItem', {
  Key: { pk: { S: `lease#${arn}` } },
  UpdateExpression: 'REMOVE holder, heldBy',
});
/** By the success of its operation. */
const freedAtTheEnd = call('eks-fleet-prod-operationEndOperation', 'dynamodb', 'TransactWriteItems', {
  ClientRequestToken: 'end-of-a',
  TransactItems: [
    { Update: { Key: { pk: { S: `cluster#${arn}` } }, UpdateExpression: 'SET #status = :status' } },
    {
      Update: {
        Key: { pk: { S: `lease#${arn}` } },
        UpdateExpression: 'REMOVE holder, heldBy',
        ExpressionAttributeValues: { ':epoch': { N: '1' } },
      },
    },
  ],
});
const given = (id: string) => ({ operation: { id, cluster: { name: 'web', region, arn } } });
const change = (operationId: string, kind = 'create', event: object = given(operationId)): CallFacts =>
  call(
    `eks-fleet-prod-${kind}ApplyAddon`,
    'eks',
    'CreateAddon',
    { clusterName: 'web', addonName: 'coredns' },
    event,
  );
/** A task looks at lease and pause right before its change. */
const check = (event: object): CallFacts =>
  call('eks-fleet-prod-createApplyAddon', 'dynamodb', 'TransactGetItems', {}, event);
/** A change that does not say itself which cluster it is about. */
const resize = (operationId: string): CallFacts =>
  call(
    'eks-fleet-prod-scaleResizeAutoScalingGroup',
    'autoscaling',
    'UpdateAutoScalingGroup',
    { AutoScalingGroupName: 'some' },
    given(operationId),
  );

/** A change inside of a private cluster: a task invokes the forwarder, which makes it. */
const forwarded = (operationId: string): readonly CallFacts[] => {
  const event = given(operationId);
  const [FunctionName, input] = ['eks-fleet-prod-forwarder-vpc-1', { clusterName: 'web', name: 'general' }];
  return [
    call('eks-fleet-prod-scaleLimitNodePool', 'lambda', 'Invoke', { FunctionName }, event),
    call(FunctionName, 'kubernetes', 'PatchNodepools', input, event),
  ];
};

type Moment = { readonly atMs: number; readonly call: CallFacts };

function leaseViolations(...moments: readonly Moment[]): readonly string[] {
  let nowMs = 0;
  const checker = new LeaseChecker(() => nowMs);
  for (const moment of moments) {
    nowMs = moment.atMs;
    checker.observe(moment.call, 'begun');
    checker.observe(moment.call, 'done');
  }
  return checker.violations;
}
const at = (seconds: number, made: CallFacts): Moment => ({ atMs: seconds * 1000, call: made });

describe('no change without a lease', () => {
  it('holds for what was on its way when it was freed', () => {
    const event = given('a');
    const begun = [at(0, taken('a', 'create', 1)), at(1, check(event)), at(2, freed)];
    expect(leaseViolations(...begun, at(9, change('a', 'create', event)))).toEqual([]);
  });

  it('holds while the operation has it', () => {
    expect(leaseViolations(at(0, taken('a', 'create', 1)), at(1, change('a')), at(2, freed))).toEqual([]);
  });

  it('is held to what a forwarder does, not to its invocation', () => {
    const made = (second: number) => forwarded('a').map((one) => at(second, one));
    expect(leaseViolations(at(0, taken('a', 'scale', 1)), ...made(1), at(2, freed))).toEqual([]);
    expect(leaseViolations(at(0, taken('a', 'scale', 1)), at(1, freed), ...made(32))).toEqual([
      'eks-fleet-prod-forwarder-vpc-1 called PatchNodepools on us-east-1/web while nobody held its lease',
    ]);
  });

  it.each([
    ['before it is taken', [at(0, change('a'))]],
    ['long after it was freed', [at(0, taken('a', 'create', 1)), at(1, freed), at(32, change('a'))]],
    ['that began after it was freed', [at(0, taken('a', 'create', 1)), at(1, freed), at(2, change('a'))]],
    ['that began after success', [at(0, taken('a', 'create', 1)), at(1, freedAtTheEnd), at(2, change('a'))]],
    ['of another after it was freed', [at(0, taken('a', 'create', 1)), at(1, freed), at(2, change('b'))]],
    ['of a group without a name of a cluster', [at(0, resize('a'))]],
  ])('is broken by a change %s', (_when, moments) => {
    expect(leaseViolations(...moments)).toEqual([
      expect.stringContaining('us-east-1/web while nobody held its lease'),
    ]);
  });
});

describe('one writer a cluster', () => {
  const takeOver = [at(0, taken('a', 'create', 1)), at(5, change('a')), at(10, taken('b', 'delete', 2))];

  it('holds where the success of a former owner is answered again, once another has the lease', () => {
    const again = [at(0, taken('a', 'create', 1)), at(1, freedAtTheEnd), at(2, taken('b', 'delete', 2))];
    expect(leaseViolations(...again, at(3, freedAtTheEnd), at(4, change('b', 'delete')))).toEqual([]);
  });

  it('is broken where a former owner frees what another has by then', () => {
    const late = call('eks-fleet-prod-operationReleaseLease', 'dynamodb', 'UpdateItem', {
      ...freed.input,
      ExpressionAttributeValues: { ':epoch': { N: '1' } },
    });
    const was =
      'the lease of us-east-1/web, which operation b (delete) held in epoch 2, was freed by one of epoch 1';
    expect(leaseViolations(...takeOver, at(20, late))).toEqual([was]);
    expect(leaseViolations(...takeOver, at(20, freedAtTheEnd))).toEqual([was]);
  });

  it('holds where a former owner ends what it had begun, while the new one waits', () => {
    expect(leaseViolations(...takeOver, at(20, change('a')), at(45, change('b', 'delete')))).toEqual([]);
  });

  it('is broken where the new owner has begun, and the former goes on', () => {
    expect(leaseViolations(...takeOver, at(40, change('b', 'delete')), at(41, change('a')))).toEqual([
      expect.stringContaining('for operation a while operation b (delete) held its lease'),
    ]);
  });

  it('is broken by a new owner that does not wait for the tasks of the former one', () => {
    expect(leaseViolations(...takeOver, at(39, change('b', 'delete')))).toEqual([
      expect.stringContaining('for operation b 29 s after it took the lease over'),
    ]);
    const free = [at(0, taken('a', 'create', 1)), at(1, freed), at(2, taken('b', 'delete', 2))];
    expect(leaseViolations(...free, at(3, change('b', 'delete')))).toEqual([]);
  });

  it('is broken where the former owner outlives every task', () => {
    expect(leaseViolations(...takeOver, at(41, change('a')))).toHaveLength(1);
  });

  it('is broken by another operation of the same kind', () => {
    const both = [at(0, taken('a', 'create', 1)), at(1, freed), at(2, taken('b', 'create', 2))];
    expect(leaseViolations(...both, at(3, change('b')), at(4, change('a')))).toHaveLength(1);
  });
});

describe('epochs', () => {
  it('rise, and a transaction that is answered again is no new one', () => {
    const first = at(0, taken('a', 'create', 1));
    expect(leaseViolations(first, first, at(9, freed), at(10, taken('b', 'create', 2)))).toEqual([]);
  });

  it.each([1, 2])('are broken by one that does not rise (%s after 2)', (epoch) => {
    expect(leaseViolations(at(0, taken('a', 'create', 2)), at(1, taken('b', 'delete', epoch)))).toEqual([
      `the epoch of us-east-1/web went from 2 to ${epoch}`,
    ]);
  });
});

describe('every lease', () => {
  it('is told where it is left', () => {
    const checker = new LeaseChecker(() => 0);
    checker.observe(taken('a', 'create', 1), 'done');
    expect(checker.leftHeld()).toHaveLength(1);
    checker.observe(freed, 'done');
    expect(checker.leftHeld()).toEqual([]);
  });
});

describe('every accepted request', () => {
  const put = (DetailType: string, detail: object): CallFacts =>
    call('somebody', 'events', 'PutEvents', {
      Entries: [{ Source: 'eks-fleet', DetailType, Detail: JSON.stringify(detail) }],
    });
  const asked = put('ClusterRequested', { requestId: 'a' });
  const schedules = { fleet: 'retail', revision: 3 };

  function findings(...calls: readonly CallFacts[]): readonly string[] {
    const checker = new RequestChecker();
    for (const made of calls) checker.observe(made, 'done');
    return checker.findings(new Set(['dead']));
  }

  it.each([
    ['a fact', [asked, taken('a', 'create', 1), put('ClusterCreated', { operationId: 'a' })]],
    ['a refusal', [asked, put('RequestRejected', { requestId: 'a' })]],
    ['a dead-letter queue', [put('ClusterRequested', { requestId: 'dead' })]],
    [
      'schedules that are as asked, or newer',
      [
        put('SchedulesReconciliationRequested', { requestId: 'r', ...schedules }),
        put('SchedulesReconciled', { ...schedules, revision: 4 }),
      ],
    ],
  ])('ends in %s', (_end, calls) => {
    expect(findings(...calls)).toEqual([]);
  });

  it.each([
    ['is accepted and never ends', [asked, taken('a', 'create', 1)]],
    ['vanishes', [asked]],
    [
      'is answered by what was before it',
      [
        put('SchedulesReconciliationRequested', { requestId: 'r', ...schedules }),
        put('SchedulesReconciled', { ...schedules, revision: 2 }),
      ],
    ],
  ])('is told where it %s', (_how, calls) => {
    expect(findings(...calls)).toHaveLength(1);
  });
});

describe('no resource outside of the registry', () => {
  const stack = { name: 'eks-fleet-web-network', region, cluster: 'web' };
  const operation = (kind: string, status: string, hour: number) => ({
    kind,
    status,
    startedAt: `2026-11-24T0${hour}:00:00Z`,
  });
  const outside = (known: Partial<Known>) =>
    outsideOfRegistry([stack], () => ({ isRegistered: false, operations: [], ...known }));
  const deleted = operation('delete', 'Succeeded', 2);

  it.each([
    ['is registered', { isRegistered: true, operations: [deleted] }],
    ['is what a creation left that failed', { operations: [deleted, operation('create', 'Failed', 3)] }],
    ['is what a deletion left that failed', { operations: [operation('delete', 'Failed', 3)] }],
  ])('holds for what %s', (_what, known) => {
    expect(outside(known)).toEqual([]);
  });

  it.each([
    ['nobody knows of', {}],
    ['a deletion that succeeded has left', { operations: [operation('create', 'Succeeded', 1), deleted] }],
  ])('is broken by what %s', (_what, known) => {
    expect(outside(known)).toEqual([expect.stringContaining('outside of the registry')]);
  });
});

describe('what is there in the end', () => {
  it('is what was there before, and nothing else', () => {
    const before = new Set(['vpc given']);
    expect(compareInventories(before, new Set(['vpc given']))).toEqual([]);
    expect(compareInventories(before, new Set(['vpc given', 'vpc ours']))).toEqual(['vpc ours is left']);
    expect(compareInventories(before, new Set())).toHaveLength(1);
  });
});
