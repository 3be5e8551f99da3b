import { describe, expect, it } from '@jest/globals';
import { DeliveriesChecker } from '../../../rehearsal/checkers/requests/deliveries.ts';
import { NoticesChecker } from '../../../rehearsal/checkers/requests/notices.ts';
import { OperationsListChecker } from '../../../rehearsal/checkers/requests/operations-list.ts';
import { QueuesChecker } from '../../../rehearsal/checkers/requests/queues.ts';
import { IntruderChecker } from '../../../rehearsal/checkers/rights/intruders.ts';
import type { Authorization } from '../../../simulator/service.ts';
import { region, watch } from './watched.ts';

describe('a delivery', () => {
  it.each([
    ['delivered', 0],
    ['dead-letter', 0],
    ['dropped', 1],
    ['lost', 1],
  ])('that ends as %s leaves %i events that nobody has', async (outcome, count) => {
    const { traced, found } = watch(() => new DeliveriesChecker());
    const of = { detailType: 'ClusterCreated', rule: 'arn:rule/facts-home', target: 'arn:event-bus/home' };
    traced('delivery', { ...of, outcome, code: 'NO_PERMISSIONS' });
    traced('invocation', {
      schedule: 'arn:schedule/g/web.hours.wake',
      target: 'arn:bus',
      outcome: 'delivered',
    });
    const said = `ClusterCreated of rule facts-home in ${region} could not be delivered to home (NO_PERMISSIONS), and is in no queue`;
    expect(await found()).toEqual(Array.from({ length: count }, () => said));
  });
});

describe('a refusal', () => {
  const DAY = 86_400;
  const refused = { requestId: 'r1', problems: [{ path: 'detail', message: 'no' }] };
  const queue = (name: string, ...details: readonly object[]) => ({
    name: `eks-fleet-prod-${name}`,
    messages: details.map((detail) => ({ body: JSON.stringify({ detail }), sentAt: 0, visibleAt: 0 })),
  });
  const alarm = (more: object) => ({
    Dimensions: [{ Name: 'QueueName', Value: 'eks-fleet-prod-rejects' }],
    StateValue: 'ALARM',
    AlarmActions: ['arn:topic'],
    ...more,
  });
  async function heldAgainst(
    queues: readonly ReturnType<typeof queue>[],
    alarms: readonly object[],
    seconds = DAY,
  ) {
    const has = {
      'sqs:state': () => ({ queues: new Map(queues.map((one) => [one.name, one])) }),
      'monitoring:DescribeAlarms': () => ({ MetricAlarms: alarms }),
    };
    const { take, at, found } = watch((one) => new QueuesChecker(one), { has });
    take('RequestRejected', refused);
    at(seconds);
    return found();
  }

  it('is in the rejects, and an alarm is over it', async () => {
    expect(await heldAgainst([queue('rejects', refused)], [alarm({})])).toEqual([]);
  });
  it('is in no queue, or another one is', async () => {
    const said = `the refusal of request r1 in ${region} is neither in the rejects nor in the dead letters`;
    expect(await heldAgainst([queue('rejects')], [])).toEqual([said]);
    expect(await heldAgainst([queue('rejects', { ...refused, problems: [] })], [alarm({})])).toEqual([said]);
    // It may still be on its way, and SQS keeps nothing for ever.
    expect(await heldAgainst([queue('rejects')], [], 3600)).toEqual([]);
    expect(await heldAgainst([queue('rejects')], [], 14 * DAY)).toEqual([]);
  });
  it.each([{ StateValue: 'OK' }, { AlarmActions: [] }, { ActionsEnabled: false }, { Dimensions: [] }])(
    'is seen by nobody under an alarm of %j',
    async (more) => {
      const said = `1 messages wait in eks-fleet-prod-rejects of ${region}, and no alarm is over it`;
      expect(await heldAgainst([queue('rejects', refused)], [alarm(more)])).toEqual([said]);
    },
  );
});

describe('a list of operations', () => {
  const record = {
    sk: { S: 'operation#o1' },
    id: { S: 'o1' },
    status: { S: 'Failed' },
    failure: { S: JSON.stringify({ step: 'plan', error: 'Refused', reason: 'no' }) },
  };
  const { failure: _failure, ...cut } = record;
  it.each<readonly [string, object, readonly string[]]>([
    ['what their records say', record, []],
    ['less', cut, ['failure']],
  ])('says %s', async (_what, listed, lacking) => {
    const has = {
      'dynamodb:Scan': ({ IndexName }: Record<string, unknown>) => ({ Items: [IndexName ? listed : record] }),
    };
    const { claimed, found } = watch((one) => new OperationsListChecker(one), { has });
    claimed('o1', 'scale', 'ClusterScaleRequested');
    expect(await found()).toEqual(
      lacking.map((name) => `the list of operations of eks-fleet-prod does not have the record's ${name}`),
    );
  });
});

describe('a role of the fleet', () => {
  const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'ec2:TerminateInstances' }] });
  const roleNamed = (roleName: string) => ({
    roleName,
    arn: `arn:aws:iam::111122223333:role/eks-fleet/${roleName}`,
    permissionsBoundary: 'arn:aws:iam::111122223333:policy/eks-fleet/eks-fleet-prod-function-boundary',
    inlinePolicies: new Map([['task', policy]]),
    attachedPolicies: new Set(),
  });
  const asked = async (roleName: string, allowed: (action: string, context: object) => boolean) => {
    const role = roleNamed(roleName);
    const has = {
      'iam:state': () => ({ roles: new Map([[roleName, role]]), policies: new Map() }),
      'iam:evaluate': ({ authorization }: Record<string, unknown>) => {
        const { action, context = {} } = authorization as Authorization;
        return { allowed: allowed(action, context) };
      },
    };
    return watch((one) => new IntruderChecker(one), { has }).found();
  };

  it('is denied what is others’', async () => {
    expect(await asked('eks-fleet-prod-delete-terminate-instance', () => false)).toEqual([]);
  });
  it('ends instances that are no nodes', async () => {
    const isNamed = (action: string, context: object) =>
      action === 'ec2:TerminateInstances' && 'aws:ResourceTag/Name' in context;
    expect(await asked('eks-fleet-prod-delete-terminate-instance', isNamed)).toEqual([
      `eks-fleet-prod-delete-terminate-instance may end instances that are no nodes: ec2:TerminateInstances of arn:aws:ec2:${region}:111122223333:instance/i-0123456789abcdef0`,
    ]);
    // Neither is a role of users asked, nor any about services that its policies do not name.
    expect(await asked('payroll', () => true)).toEqual([]);
    expect(await asked('eks-fleet-prod-x', (action) => !action.startsWith('ec2:'))).toEqual([]);
  });
});

describe('a topic that is gone', () => {
  const by = { functionName: 'eks-fleet-prod-notifyPublishNotice' };
  const notice = () => {
    const on = watch((one) => new NoticesChecker(one));
    const call = {
      ...on.call('sns', 'Publish', {}, by),
      invokedWith: { topic: 'eks-told', event: { id: 'fact-1' } },
    };
    on.checker.observe?.(call, 'begun');
    return { ...on, call };
  };

  it('is told of, or told after all', async () => {
    const { take, at, found } = notice();
    take('NotificationFailed', { topic: 'eks-told', fact: { id: 'fact-1' } });
    at(86_400);
    expect(await found()).toEqual([]);
    const late = notice();
    late.checker.observe?.(late.call, 'done');
    late.at(86_400);
    expect(await late.found()).toEqual([]);
  });
  it('is told of to nobody where somebody stops the execution', async () => {
    const { traced, at, found } = notice();
    const stateMachine = 'eks-fleet-prod-notify-topics';
    const execution = `arn:of:${stateMachine}:fact-1_0-0`;
    traced('transition', { transition: 'execution', stateMachine, status: 'ABORTED', execution });
    at(86_400);
    expect(await found()).toEqual([]);
  });
  it('is told of to nobody', async () => {
    const { at, found } = notice();
    at(3600);
    expect(await found()).toEqual([]);
    at(86_400);
    expect(await found()).toEqual(['topic eks-told was not told of fact fact-1, and nothing says so']);
  });
});
