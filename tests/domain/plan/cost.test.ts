import { describe, expect, it } from '@jest/globals';
import { asleepNotes } from '../../../domain/plan/asleep.ts';
import { monthlyCost } from '../../../domain/plan/cost.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { type PlannedStep, planDuration, planSteps } from '../../../domain/plan/steps.ts';
import { account, configOf } from '../desired/fixtures.ts';

const today = '2026-11-24';
const costOf = (more: Record<string, unknown>, metadata: Record<string, unknown> = {}) =>
  monthlyCost(configOf(more, metadata), account, today);
const NONE = { vpc: { nat: { gateway: 'Disable' } } };
const CONTROL_PLANE = { what: 'control plane', usdPerMonth: 73 };

describe('what is not in the cost', () => {
  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['is data', {}, []],
    [
      'are logs',
      { cloudWatch: { clusterLogging: { enableTypes: ['api'] } } },
      ['CloudWatch Logs, by what is logged'],
    ],
    ['are no logs that are off', { cloudWatch: { clusterLogging: { enableTypes: [] } } }, []],
    ['is no usual tier', { controlPlaneScalingConfig: { tier: 'standard' } }, []],
    ['is another tier', { controlPlaneScalingConfig: { tier: 'tier-xl' } }, ['control plane tier tier-xl']],
    ['are capabilities', { capabilities: [{ name: 'kro', type: 'KRO' }] }, ['capabilities']],
    [
      'is Fargate',
      { fargateProfiles: [{ name: 'a', selectors: [{ namespace: 'a' }] }] },
      ['Fargate, which is known when pods run'],
    ],
    [
      'is Auto Mode',
      { autoModeConfig: { enabled: true } },
      ['nodes of Auto Mode, which come with pods, and its surcharge'],
    ],
    [
      'are hybrid nodes',
      {
        remoteNetworkConfig: { iam: { provider: 'SSM' }, remoteNodeNetworks: [{ cidrs: ['10.80.0.0/16'] }] },
      },
      ['hybrid nodes, by their vCPUs'],
    ],
  ])('%s', (_, more, notPriced) => {
    expect(costOf(more).notPriced).toEqual(['data transfer', ...notPriced]);
  });

  it.each<[string, Record<string, unknown>, string | undefined]>([
    ['a group without nodes', { minSize: 0, desiredCapacity: 0 }, 'node group a has no nodes yet'],
    ['a type that nobody knows', { instanceType: 'x99.metal' }, 'node group a: 2 × x99.metal'],
    [
      'Windows',
      { instanceType: 'm5.large', amiFamily: 'WindowsServer2022CoreContainer' },
      'node group a: 2 × m5.large with Windows licences',
    ],
    ['what spot costs less', { instanceType: 'm5.large', spot: true }, 'spot discount of node group a'],
    ['nothing of ordinary nodes', { instanceType: 'm5.large', spot: false }, undefined],
  ])('is %s', (_, group, notPriced) => {
    const cost = costOf({ managedNodeGroups: [{ name: 'a', ...group }] });
    expect(cost.notPriced).toEqual([...(notPriced ? [notPriced] : []), 'data transfer']);
    const isPriced = notPriced === undefined || notPriced.startsWith('spot');
    expect(cost.items.filter(({ what }) => what.includes('group a'))).toHaveLength(isPriced ? 1 : 0);
  });

  it('is what a mix of self-managed nodes costs less', () => {
    const mix = { instancesDistribution: { instanceTypes: ['m5.large', 'm5a.large'] } };
    const cost = costOf({ nodeGroups: [{ name: 'a', ...mix }, { name: 'b' }] });
    expect(cost.notPriced).toEqual(['spot discount of node group a', 'data transfer']);
  });
});

describe('what a network costs a month', () => {
  it.each<[string, Record<string, unknown>, readonly object[]]>([
    ['is nothing without a gateway', NONE, []],
    [
      'is a gateway of each zone',
      { vpc: { nat: { gateway: 'HighlyAvailable' } } },
      [{ what: '3 NAT gateways with an address each', usdPerMonth: 109.5 }],
    ],
  ])('%s', (_, more, items) => {
    expect(costOf(more).items).toEqual([CONTROL_PLANE, ...items]);
  });

  it('are endpoints of a private cluster, in each zone', () => {
    const endpoints = costOf({ privateCluster: { enabled: true } }).items.filter(({ what }) =>
      what.startsWith('VPC endpoints'),
    );
    const [, zones = ''] = /^VPC endpoints in (\d+) subnets$/.exec(endpoints[0]?.what ?? '') ?? [];
    // Three zones; each interface costs a cent an hour in each (VPC pricing). S3's is a gateway, and free.
    expect(Number(zones) % 3).toBe(0);
    expect(Number(zones)).toBeGreaterThan(12);
    expect(endpoints).toEqual([
      { what: `VPC endpoints in ${zones} subnets`, usdPerMonth: Math.round(Number(zones) * 730) / 100 },
    ]);
  });

  it('is nobody’s of ours in a VPC that is given', () => {
    const subnets = { private: { a: { id: 'subnet-1' }, b: { id: 'subnet-2' } } };
    expect(costOf({ vpc: { subnets } }).items).toEqual([CONTROL_PLANE]);
  });
});

it('a control plane costs more in extended support, which a cluster without a version is not in', () => {
  expect(costOf(NONE, { version: '1.33' }).items).toEqual([
    { what: 'control plane in extended support (1.33)', usdPerMonth: 438 },
  ]);
  for (const metadata of [{ version: '1.35' }, {}])
    expect(costOf(NONE, metadata).items).toEqual([CONTROL_PLANE]);
});

describe('the steps of a plan', () => {
  it('begin with stacks and control plane, each by its name', () => {
    const config = configOf({});
    const steps = planSteps(config, account, plannedFacts(config, account, today));
    expect(steps.slice(0, 3)).toMatchObject([
      { key: 'stack/network', title: 'Build the network (stack eks-fleet-shop-network)', after: [] },
      { key: 'stack/roles', title: 'Create IAM roles (stack eks-fleet-shop-roles)', after: [] },
      {
        key: 'controlPlane',
        title: 'Create control plane shop in us-west-2',
        after: [
          { keys: ['stack/network'], until: 'ready' },
          { keys: ['stack/roles'], until: 'ready' },
        ],
      },
    ]);
    for (const { after } of steps.slice(3))
      expect(after[0]).toEqual({ keys: ['controlPlane'], until: 'ready' });
  });

  const step = (
    key: string,
    minutes: readonly [number, number],
    ...after: PlannedStep['after']
  ): PlannedStep => ({
    key,
    title: key,
    minutes,
    after,
  });
  const needs = (until: 'ready' | 'started', ...keys: readonly string[]) => ({ keys, until }) as const;
  const a = step('a', [5, 10]);
  const b = step('b', [1, 20]);

  it.each<[string, readonly PlannedStep[], readonly [number, number]]>([
    ['nothing', [], [0, 0]],
    ['two side by side', [a, b], [5, 20]],
    ['one after the other', [a, step('c', [2, 3], needs('ready', 'a'))], [7, 13]],
    ['one beside what has begun', [a, step('c', [2, 3], needs('started', 'a'))], [5, 10]],
    [
      'one after what begins late',
      [a, step('c', [2, 3], needs('ready', 'a')), step('d', [9, 9], needs('started', 'c'))],
      [14, 19],
    ],
    ['one after the first of two', [a, b, step('c', [1, 1], needs('ready', 'a', 'b'))], [5, 20]],
    ['one after both', [a, b, step('c', [1, 1], needs('ready', 'a'), needs('ready', 'b'))], [6, 21]],
    ['one after what there is not', [step('c', [1, 2], needs('ready', 'x'))], [1, 2]],
    [
      'one after it and after what there is',
      [a, step('c', [1, 2], needs('ready', 'x'), needs('ready', 'a'))],
      [6, 12],
    ],
  ])('take together: %s', (_, steps, minutes) => {
    expect(planDuration(steps)).toEqual(minutes);
  });
});

it('facts of a plan are as they will be', () => {
  expect(plannedFacts(configOf({}), account, today).cluster).toEqual({
    endpoint: '<endpoint>',
    certificateAuthority: '<certificateAuthority>',
    serviceCidr: '10.100.0.0/16',
    clusterSecurityGroupId: '<clusterSecurityGroup>',
    oidcIssuer: 'https://oidc.eks.us-west-2.amazonaws.com/id/<id>',
    version: expect.stringMatching(/^1\.\d\d$/),
  });
  const config = configOf(
    { kubernetesNetworkConfig: { serviceIPv4CIDR: '10.200.0.0/16' } },
    { version: '1.34' },
  );
  expect(plannedFacts(config, account, today).cluster).toMatchObject({
    serviceCidr: '10.200.0.0/16',
    version: '1.34',
  });
});

it('a document of a sleeping cluster says first that it stays asleep', () => {
  const groups = [{ key: 'nodeGroup/web' }];
  const config = configOf({ managedNodeGroups: [{ name: 'web' }] });
  expect(asleepNotes(config, { groups, hasNoBuiltInPools: false })).toEqual([
    'it is hibernating, and stays so: sizes are left alone until it wakes',
  ]);
});
