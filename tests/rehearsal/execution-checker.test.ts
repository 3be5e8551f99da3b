import { describe, expect, it } from '@jest/globals';
import { ExecutionChecker } from '../../rehearsal/checkers/requests/executions.ts';
import type { CallFacts } from '../../simulator/fault.ts';

const region = 'us-east-1';
const putBy = (functionName: string, Entries: readonly object[]): CallFacts => ({
  region,
  service: 'events',
  operation: 'PutEvents',
  input: { Entries },
  caller: { kind: 'administrator', arn: 'tests', accountId: '111122223333' },
  functionName,
});

describe('executions of what is asked for', () => {
  interface Happened {
    /** Events, as `<bus> <type>`; those that tasks put are not asked for. */
    readonly asked?: readonly string[];
    readonly put?: readonly string[];
    /** Executions, as `<stage> <workflow> <status>`. */
    readonly ran?: readonly string[];
    readonly swept?: readonly string[];
    readonly faults?: number;
    /** Tasks that are run late, as `<workflow>/<state>`. */
    readonly late?: readonly string[];
  }

  function findings({ asked = [], put = [], ran = [], swept = [], faults = 0, late = [] }: Happened) {
    const checker = new ExecutionChecker(2);
    const tell = (kind: string, members: object) => checker.read({ at: 0, kind, region, ...members });
    for (const one of [...asked, ...put]) {
      const [bus, detailType] = one.split(' ');
      tell('event', { bus, detailType });
      const Entries = [{ Source: 'eks-fleet', DetailType: detailType, EventBusName: bus }];
      if (put.includes(one)) checker.observe(putBy('some-task', Entries), 'done');
    }
    for (const target of swept)
      tell('delivery', { detailType: 'Scheduled Event', outcome: 'delivered', target: `arn:x:${target}` });
    for (const task of late) tell('fault', { fault: 'run-late', task });
    for (let fault = 0; fault < faults; fault++) tell('fault', { fault: 'duplicate-event' });
    for (const one of ran) {
      const [stage, workflow, status] = one.split(' ');
      for (const each of ['RUNNING', status])
        tell('transition', {
          transition: 'execution',
          stateMachine: `eks-fleet-${stage}-${workflow}`,
          status: each,
        });
    }
    return checker.findings();
  }
  const rollback = {
    asked: ['eks-fleet-prod ClusterRequested'],
    put: ['eks-fleet-prod ClusterDeletionRequested'],
    ran: [
      'prod create-cluster FAILED',
      'prod delete-cluster FAILED',
      ...Array.from({ length: 2 }, () => 'prod reap-operations SUCCEEDED'),
      ...Array.from({ length: 4 }, () => 'prod notify-topics SUCCEEDED'),
    ],
  };

  it('are as many as a creation brings about that is rolled back, and its deletion fails', () => {
    expect(findings(rollback)).toEqual([]);
  });

  it.each<[string, Happened]>([
    ['an event comes twice', { ...rollback, ran: [...rollback.ran, rollback.ran[0] ?? ''], faults: 1 }],
    [
      'the clock starts them',
      { ran: ['prod reap-operations SUCCEEDED'], swept: ['eks-fleet-prod-reap-operations'] },
    ],
  ])('may be more where %s', (_why, happened) => {
    expect(findings(happened)).toEqual([]);
  });

  it.each<[string, readonly string[], string]>([
    ['a request starts two', ['prod create-cluster FAILED'], 'create-cluster of stage prod started 2 times'],
    [
      'a rollback asks for what it came of',
      ['prod delete-cluster SUCCEEDED', 'prod delete-cluster SUCCEEDED'],
      'delete-cluster of stage prod started 3 times',
    ],
    [
      'a reaper starts another',
      ['prod reap-operations FAILED'],
      'reap-operations of stage prod started 3 times',
    ],
    [
      'another stage sees the end',
      ['dev reap-operations SUCCEEDED'],
      'reap-operations of stage dev started 1 times',
    ],
  ])('are too many where %s', (_why, more, said) => {
    const found = findings({ ...rollback, ran: [...rollback.ran, ...more] });
    expect(found).toEqual([expect.stringContaining(said)]);
  });

  it('may be one more of what a late task tells or asks for, and of nothing else', () => {
    const more = (one: string, late: string) =>
      findings({ ...rollback, ran: [...rollback.ran, one], late: [late] });
    expect(more('prod notify-topics SUCCEEDED', 'create-cluster/PublishFailure')).toEqual([]);
    expect(more('prod notify-topics SUCCEEDED', 'create-cluster/ApplyStack')).toHaveLength(1);
    expect(more('prod create-cluster SUCCEEDED', 'create-cluster/PublishFailure')).toHaveLength(1);
  });
});
