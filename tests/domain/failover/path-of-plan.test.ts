import { describe, expect, it } from '@jest/globals';
import { PATH, type PathCall, type PathTask } from '../../../domain/failover/path.ts';
import { describePath, pathOfPlan, pathProblems } from '../../../domain/failover/path-of-plan.ts';
import type { FailoverPlan } from '../../../domain/policy/failover.ts';
import { HOME, OTHER, PLAN } from '../policy/documents.ts';

const STANDBY = 'us-west-2';
const at = 'spec.failover[0]';
const of = (plan: FailoverPlan) => ({ path: at, plan });
const machine = `arn:aws:states:${STANDBY}:111122223333:stateMachine:eks-hook-step`;
const hook = { name: 'promote', stateMachineArn: machine, timeout: '1m' };

describe('the path of a failover plan', () => {
  it('has the calls of each task, and what answers for them is in the regions that are left', () => {
    const calls = pathOfPlan(of(PLAN));
    expect(new Set(calls.flatMap(({ regions }) => regions))).toEqual(new Set([STANDBY, HOME]));
    const scaling = calls.find(({ operation }) => operation === 'UpdateNodegroupConfig');
    expect(scaling).toEqual({
      task: 'capacity',
      service: 'eks',
      operation: 'UpdateNodegroupConfig',
      plane: 'control',
      regions: [STANDBY],
    });
    const objects = calls.filter(({ service }) => service === 's3');
    expect(objects.map(({ task, operation, regions }) => [task, operation, ...regions])).toEqual([
      ['traffic', 'GetObject', STANDBY],
      ['traffic', 'PutObject', STANDBY],
      ['traffic', 'GetObject', HOME],
      ['traffic', 'PutObject', HOME],
    ]);
    expect(describePath(of(PLAN))).toBe(
      `failover shop: ${calls.length} calls in ${STANDBY} and ${HOME}, none in ${OTHER}`,
    );
  });

  it('has what hooks are started by, in the region that their ARN names, and no objects where a hook moves traffic', () => {
    const calls = pathOfPlan(
      of({ ...PLAN, beforeTraffic: [hook], traffic: { hook: { ...hook, name: 'move' } } }),
    );
    expect(calls.filter(({ service }) => service === 's3')).toEqual([]);
    const hooks = calls.filter(({ service }) => service === 'states');
    expect(hooks.map(({ task, operation, path }) => [task, operation, path])).toEqual([
      ['beforeTraffic', 'DescribeExecution', `${at}.beforeTraffic[0].stateMachineArn`],
      ['beforeTraffic', 'DescribeStateMachine', `${at}.beforeTraffic[0].stateMachineArn`],
      ['beforeTraffic', 'StartExecution', `${at}.beforeTraffic[0].stateMachineArn`],
      ['traffic', 'DescribeExecution', `${at}.traffic.hook.stateMachineArn`],
      ['traffic', 'DescribeStateMachine', `${at}.traffic.hook.stateMachineArn`],
      ['traffic', 'StartExecution', `${at}.traffic.hook.stateMachineArn`],
    ]);
  });

  it.each([
    ['iam', 'PassRole', 'us-east-1'],
    ['route53', 'ChangeResourceRecordSets', 'us-east-1'],
    ['cloudfront', 'UpdateDistribution', 'us-east-1'],
    ['organizations', 'DescribeOrganization', 'us-east-1'],
    ['globalaccelerator', 'UpdateEndpointGroup', 'us-west-2'],
    ['route53-recovery-control-config', 'UpdateRoutingControl', 'us-west-2'],
    ['networkmanager', 'GetDevices', 'us-west-2'],
  ])(
    'may have no call of the control plane of %s, also where its region is the standby',
    (service, operation, region) => {
      const call: PathCall = { service, operation, side: 'standby', plane: 'control' };
      const path: Record<PathTask, readonly PathCall[]> = { ...PATH, traffic: [call] };
      for (const [from, to] of [
        ['us-east-1', 'us-west-2'],
        ['us-west-2', 'us-east-1'],
      ] as const) {
        const plan = { ...PLAN, from: { ...PLAN.from, region: from }, to: { ...PLAN.to, region: to } };
        expect(pathProblems(of(plan), HOME, path)).toEqual([
          {
            path: at,
            found: `${service}:${operation}`,
            allowed: `of ${to} or ${HOME}`,
            message: `${service}:${operation} is of a control plane that is in ${region} alone, for all regions`,
          },
        ]);
      }
    },
  );

  it('may have what the same services answer by their data planes', () => {
    const call: PathCall = { service: 'route53', operation: 'Resolve', side: 'standby', plane: 'data' };
    expect(pathProblems(of(PLAN), HOME, { ...PATH, verify: [call] })).toEqual([]);
  });

  it('names a hook once that needs the primary, whatever it is started by', () => {
    const lost = { ...hook, stateMachineArn: machine.replace(STANDBY, OTHER) };
    const problems = pathProblems(
      of({ ...PLAN, beforeTraffic: [lost], afterTraffic: [{ ...lost, name: 'b' }] }),
      HOME,
    );
    expect(problems.map(({ path }) => path)).toEqual([
      `${at}.beforeTraffic[0].stateMachineArn`,
      `${at}.afterTraffic[0].stateMachineArn`,
    ]);
  });
});
