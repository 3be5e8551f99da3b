import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';

const region = 'us-west-2';
const of = { cluster: 'shop', region };
const { simulate } = deployedFleet({ seed: 15, regions: [region] });

const group = (name: string) => ({ name, instanceTypes: ['m6i.large'], desiredCapacity: 2, maxSize: 4 });
const apply: Step = {
  apply: [
    {
      source: 'shop.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'shop', region, version: '1.34' },
        addons: ['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent'].map((name) => ({ name })),
        managedNodeGroups: ['a', 'b', 'c'].map(group),
      },
    },
  ],
};

type Call = { readonly service: 'iam' | 'states'; readonly operation: string; readonly request: never };
const byHand = (service: Call['service'], operation: string, request: object): Step => ({
  administrator: { region, calls: [{ service, operation, request: request as never }] },
});
const statesMayAssume = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
/** A state machine of the user's, and the role that it has. */
const machine = (check: object): readonly Step[] => [
  byHand('iam', 'CreateRole', {
    RoleName: 'hook',
    AssumeRolePolicyDocument: JSON.stringify(statesMayAssume),
  }),
  { wait: 60 },
  byHand('states', 'CreateStateMachine', {
    name: 'eks-hook-check',
    roleArn: 'arn:aws:iam::111122223333:role/hook',
    definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Check', States: { Check: check } }),
  }),
];
const hook = { arn: `arn:aws:states:${region}:111122223333:stateMachine:eks-hook-check`, timeoutMinutes: 30 };
const upgrade = (request: object): Step => ({
  upgrade: { ...of, request: { action: 'upgrade', to: '1.35', soakMinutes: 10, ...request } as never },
});
const slo = (state: 'OK' | 'ALARM', afterSeconds = 0): Step => ({
  alarm: { name: 'slo', region, state, afterSeconds },
});
const watched = { health: { alarms: ['slo'] } };
const is = (version: string): Step => ({
  expect: { cluster: { name: 'shop', region, status: 'ACTIVE', version } },
});

const upgraded = ({ operations }: SimulationReport) => operations.find(({ kind }) => kind === 'upgrade');
const calls = ({ awsCalls }: SimulationReport, service: string): number =>
  Object.entries(awsCalls)
    .filter(([name]) => name.startsWith(`${service}:`))
    .reduce((sum, [, { count }]) => sum + count, 0);

describe('the steps of an upgrade', () => {
  it('go one after the other, with the hooks of the user between them, and few calls', async () => {
    const hooks = { before: hook, afterControlPlane: hook, afterNodes: hook };
    const report = await simulate([
      apply,
      ...machine({ Type: 'Wait', Seconds: 600, End: true }),
      { countCalls: 'from here' },
      upgrade({ hooks }),
      is('1.35'),
    ]);
    expect(upgraded(report)?.outcome).toBe('Succeeded');
    expect(report.awsCalls['states:StartExecution']?.count).toBe(3);
    expect(calls(report, 'eks')).toBeLessThan(200);
  });

  it('end with the words of a hook that fails, and leave the cluster as it is', async () => {
    const report = await simulate([
      apply,
      ...machine({ Type: 'Fail', Error: 'Smoke', Cause: 'no answer' }),
      upgrade({ hooks: { before: hook } }),
      is('1.34'),
    ]);
    expect(upgraded(report)).toMatchObject({
      outcome: 'Failed',
      reason: expect.stringContaining('hook before is FAILED: Smoke: no answer'),
    });
  });

  it('start no more node groups once an alarm goes, and end with its name', async () => {
    const report = await simulate([
      apply,
      slo('OK'),
      { countCalls: 'from here' },
      slo('ALARM', 2700),
      upgrade(watched),
      is('1.35'),
    ]);
    expect(upgraded(report)).toMatchObject({
      outcome: 'Failed',
      reason: expect.stringMatching(/alarm slo has been going since .*while the control plane soaks/),
    });
    expect(report.awsCalls['eks:UpdateNodegroupVersion']?.count).toBeLessThan(3);
  });

  it('go past insights that stand in the way where somebody answers for them, and not else', async () => {
    const enforced: Step = { eksAnswers: { region, enforcesUpgradeInsights: true } };
    const laid: Step = {
      insight: {
        ...{
          ...of,
          id: 'own',
          name: 'Own finding',
          category: 'UPGRADE_READINESS',
          kubernetesVersion: '1.35',
        },
        ...{ status: 'ERROR', reason: 'by hand' },
      },
    };
    const waivers = [
      { finding: 'insight-error/Own finding', until: '2027-01-01T00:00:00Z', reason: 'known' },
    ];
    const past = await simulate([
      ...[apply, enforced, laid],
      upgrade({ waivers, consents: ['skipInsights'] }),
      is('1.35'),
    ]);
    expect(upgraded(past)?.outcome).toBe('Succeeded');
    // The plan was made without it: it comes while the hook runs.
    const report = await simulate([
      ...[apply, enforced, ...machine({ Type: 'Wait', Seconds: 1500, End: true })],
      { ...upgrade({ hooks: { before: hook }, consents: ['skipInsights'] }), followForSeconds: 900 } as Step,
      laid,
      { wait: 7200 },
      is('1.34'),
    ]);
    expect(upgraded(report)).toMatchObject({
      outcome: 'Failed',
      reason: expect.stringContaining('Own finding'),
    });
  });
});
