import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileTemplates, type Templates } from '../../aws/deployment/compile-templates.ts';
import type { PlannedFault } from '../../rehearsal/fault-plan.ts';
import type { Step } from '../../rehearsal/scenario/steps.ts';
import { runSimulation } from '../../rehearsal/simulation-process.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';

const root = join(import.meta.dirname, '../..');
const region = 'us-west-2';
let templates: Templates;

beforeAll(async () => {
  templates = await compileTemplates({ root, regions: [region], stage: 'prod' });
}, 60_000);

type Json = Readonly<Record<string, unknown>>;

const document = (web: Json = {}, own: Json = {}) => ({
  source: 'web.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'web', region, version: '1.34' },
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
    managedNodeGroups: [
      {
        name: 'web',
        instanceTypes: ['m6i.large', 'm5.large'],
        labels: { tier: 'web' },
        minSize: 1,
        desiredCapacity: 2,
        maxSize: 4,
        ...web,
      },
    ],
    nodeGroups: [
      { name: 'own', instanceType: 'm6i.large', minSize: 0, desiredCapacity: 1, maxSize: 2, ...own },
    ],
  },
});

const apply: Step = { apply: [document()] };
const scale = (request: Json, followForSeconds?: number): Step =>
  ({
    scale: { cluster: 'web', region, request },
    ...(followForSeconds === undefined ? {} : { followForSeconds }),
  }) as Step;
const hibernate = (more: Json = {}) => scale({ action: 'hibernate', ...more });
const wake = (more: Json = {}) => scale({ action: 'wake', ...more });
const resize = (sizes: Json, select: Json = { nodeGroups: ['web'] }, more: Json = {}) =>
  scale({ action: 'resize', groups: [{ select, ...sizes }], ...more });
const sizes = (web: string, own: string): Step => ({
  expect: { sizes: { cluster: 'web', region, groups: { web, own } } },
});
const ended = (
  outcome: 'Succeeded' | 'Failed' | 'Rejected' | 'Skipped' | 'Incomplete',
  reason?: string,
): Step => ({
  expect: { operation: { kind: 'scale', outcome, ...(reason === undefined ? {} : { reason }) } },
});
const rejected = (reason: string): Step => ({ expect: { rejected: { region, reason } } });
const byHand = (scalingConfig: Json): Step => ({
  administrator: {
    region,
    calls: [
      {
        service: 'eks',
        operation: 'UpdateNodegroupConfig',
        request: { clusterName: 'web', nodegroupName: 'web', scalingConfig: scalingConfig as never },
      },
    ],
  },
});

const AWAKE = ['2 of 1-4', '1 of 0-2'] as const;
const ASLEEP = ['0 of 0-4', '0 of 0-2'] as const;

interface Fact {
  readonly detailType: string;
  readonly detail: Json;
}

const factsOf = ({ calls = [] }: SimulationReport): readonly Fact[] =>
  calls
    .filter(({ operation }) => operation === 'PutEvents')
    .flatMap(({ input }) => input.Entries as readonly { DetailType: string; Detail: string }[])
    .map(({ DetailType, Detail }) => ({ detailType: DetailType, detail: JSON.parse(Detail) as Json }));

const scalingsOf = ({ calls = [] }: SimulationReport) =>
  calls.filter(
    ({ operation, input }) =>
      operation === 'UpdateAutoScalingGroup' ||
      (operation === 'UpdateNodegroupConfig' && input.scalingConfig !== undefined),
  );

async function simulate(
  steps: readonly Step[],
  faults: readonly PlannedFault[] = [],
): Promise<SimulationReport> {
  const report = await runSimulation({
    seed: 5,
    startAt: '2026-11-24T08:00:00Z',
    accountId: '111122223333',
    stage: 'prod',
    regions: [region],
    templates,
    root,
    documents: [],
    settings: {},
    keepCalls: true,
    steps,
    faults,
  });
  expect(report.invariants.violated).toEqual([]);
  return report;
}

describe('hibernating and waking', () => {
  it('takes all nodes away, says what goes on costing, and restores exactly the sizes from before', async () => {
    const report = await simulate([
      apply,
      hibernate(),
      sizes(...ASLEEP),
      { wait: 10 * 3600 },
      wake(),
      sizes(...AWAKE),
      ended('Succeeded'),
    ]);
    const facts = factsOf(report).filter(({ detailType }) => detailType !== 'ClusterCreated');
    expect(facts.map(({ detailType }) => detailType)).toEqual(['ClusterHibernated', 'ClusterWoken']);
    expect(facts[0]?.detail).toMatchObject({
      requestedBy: 'eks-fleet simulate',
      why: 'somebody asked for it',
      controlPlane: { usdPerMonth: 73, says: expect.stringContaining('still billed') },
      groups: expect.arrayContaining([
        {
          name: 'web',
          before: { minSize: 1, desiredSize: 2, maxSize: 4 },
          after: { minSize: 0, desiredSize: 0, maxSize: 4 },
          nodes: 'no nodes',
        },
      ]),
    });
    const saved = facts[1]?.detail.saved as { readonly nodeHours: number; readonly usd: number };
    // Three nodes of m6i.large, at 0.096 USD an hour, for a little over ten hours.
    expect(saved.nodeHours).toBeGreaterThan(29.5);
    expect(saved.nodeHours).toBeLessThan(36);
    expect(saved.usd).toBeCloseTo(saved.nodeHours * 0.096, 1);
    for (const { input } of scalingsOf(report))
      expect(JSON.stringify(input)).not.toMatch(/"(maxSize|MaxSize)":0/);
  }, 60_000);

  it('leaves a sleeping cluster asleep when its document is applied, and wakes it to the new sizes', async () => {
    const report = await simulate([
      apply,
      hibernate(),
      // A label of a self-managed group changes its launch template, and CloudFormation the stack of its group.
      {
        apply: [
          document(
            { minSize: 2, desiredCapacity: 3, maxSize: 5, labels: { tier: 'shop' } },
            { labels: { team: 'shop' }, minSize: 1, desiredCapacity: 2 },
          ),
        ],
      },
      { expect: { operation: { kind: 'create', outcome: 'Succeeded' } } },
      sizes(...ASLEEP),
      { wait: 25 * 3600 },
      { expect: { drifted: { region, differences: [], skipped: [] } } },
      wake(),
      sizes('3 of 2-5', '2 of 1-2'),
    ]);
    const woken = factsOf(report).find(({ detailType }) => detailType === 'ClusterWoken');
    expect(woken?.detail.notes).toEqual([
      'the document has changed the sizes of own: it wakes to 2 of 1-2, not to 1 of 0-2 as before',
      'the document has changed the sizes of web: it wakes to 3 of 2-5, not to 2 of 1-4 as before',
    ]);
  }, 60_000);

  it('sleeps once where it is asked twice, wakes to what it was resized to meanwhile, and then not again', async () => {
    await simulate([
      apply,
      hibernate(),
      hibernate(),
      ended('Succeeded'),
      resize({ desiredCapacity: '+1' }),
      sizes(...ASLEEP),
      ended('Succeeded'),
      wake(),
      sizes('3 of 1-4', '1 of 0-2'),
      wake(),
      ended('Rejected'),
      rejected('web is not hibernating'),
    ]);
  }, 60_000);

  it('returns by itself when its time is up, and the schedule is gone then', async () => {
    const report = await simulate([
      apply,
      hibernate({ until: '2026-11-24T20:00:00Z' }),
      sizes(...ASLEEP),
      { wait: 12 * 3600 },
      sizes(...AWAKE),
    ]);
    expect(factsOf(report).at(-1)).toMatchObject({
      detailType: 'ClusterWoken',
      detail: { why: expect.stringMatching(/^the time of operation .* is up$/) },
    });
    const order = (report.calls ?? []).map(({ operation }) => operation);
    expect(order.indexOf('CreateSchedule')).toBeLessThan(order.lastIndexOf('UpdateAutoScalingGroup') - 1);
    expect((report.calls ?? []).find(({ operation }) => operation === 'CreateSchedule')?.input).toMatchObject(
      { ActionAfterCompletion: 'DELETE', ScheduleExpression: 'at(2026-11-24T20:00:00)' },
    );
  }, 60_000);
});

describe('resizing', () => {
  it('sets sizes by name, by label and of all groups, once what is under way has ended', async () => {
    await simulate([
      apply,
      byHand({ maxSize: 5 }),
      resize({ minSize: 2, desiredCapacity: 3, maxSize: 6 }),
      sizes('3 of 2-6', '1 of 0-2'),
      resize({ desiredCapacity: '-1' }, { labels: { tier: 'web' } }),
      sizes('2 of 2-6', '1 of 0-2'),
      resize({ maxSize: '+2' }, { all: true }),
      sizes('2 of 2-8', '1 of 0-4'),
    ]);
  }, 60_000);

  it('gives back what it took when its time is up, unless somebody has changed it since', async () => {
    const report = await simulate([
      apply,
      resize({ desiredCapacity: 4 }, { nodeGroups: ['web'] }, { until: '2026-11-24T12:00:00Z' }),
      sizes('4 of 1-4', '1 of 0-2'),
      { wait: 6 * 3600 },
      sizes(...AWAKE),
      resize({ desiredCapacity: 4 }, { nodeGroups: ['web'] }, { until: '2026-11-25T12:00:00Z' }),
      byHand({ desiredSize: 3 }),
      { wait: 30 * 3600 },
      sizes('3 of 1-4', '1 of 0-2'),
      ended('Skipped', 'it is at 3 of 1-4 and no longer at 4 of 1-4'),
    ]);
    expect(factsOf(report).at(-1)).toMatchObject({ detailType: 'ScheduleSkipped' });
  }, 60_000);

  it('moves only the bounds where an autoscaler owns the number of nodes', async () => {
    const report = await simulate([
      { apply: [document({ iam: { withAddonPolicies: { autoScaler: true } } })] },
      byHand({ desiredSize: 3 }),
      resize({ minSize: 1, desiredCapacity: 1, maxSize: 6 }),
      sizes('3 of 1-6', '1 of 0-2'),
      resize({ minSize: 4 }),
      sizes('4 of 4-6', '1 of 0-2'),
    ]);
    expect(factsOf(report)[1]?.detail.notes).toEqual([
      'an autoscaler owns the number of nodes of web: only its bounds were moved',
    ]);
  }, 60_000);
});

describe('a lost reply, a death, a duplicate', () => {
  it.each([
    ['the plan', { kind: 'lose-result', functionName: 'scalePlanScaling' }],
    ['the reply to the change', { kind: 'lose-reply', functionName: 'scaleResizeNodeGroup' }],
  ] as const)(
    'adds a relative size once when %s is lost',
    async (_what, fault) => {
      const asked = {
        action: 'resize',
        groups: [{ select: { all: true }, maxSize: '+1' }],
        requestId: 'one',
      };
      const report = await simulate(
        [apply, scale(asked), scale(asked), sizes('2 of 1-5', '1 of 0-3')],
        [fault],
      );
      expect(report.faults.length).toBeGreaterThan(0);
      expect(report.operations.filter(({ kind }) => kind === 'scale')).toHaveLength(1);
    },
    60_000,
  );

  it.each([
    ['crash-after', 'scaleCaptureSizes'],
    ['crash-after', 'scaleResizeAutoScalingGroup'],
  ] as const)(
    'remembers the sizes from before after %s of %s',
    async (kind, functionName) => {
      await simulate(
        [apply, hibernate(), sizes(...ASLEEP), wake(), sizes(...AWAKE)],
        [{ kind, functionName }],
      );
    },
    60_000,
  );

  it('captures nothing anew where the execution was stopped between capture and change', async () => {
    await simulate(
      [
        apply,
        scale({ action: 'hibernate' }, 3600),
        ended('Failed'),
        hibernate(),
        sizes(...ASLEEP),
        wake(),
        sizes(...AWAKE),
      ],
      [{ kind: 'stop-execution', state: 'ResizeNodeGroup' }],
    );
  }, 60_000);
});

describe('capacity that is not there', () => {
  const shortage = (instanceType?: string, zone?: string): Step => ({
    fault: {
      kind: 'capacity-shortage',
      region,
      ...(instanceType === undefined ? {} : { instanceType }),
      ...(zone === undefined ? {} : { zone }),
    },
  });

  it('comes from the other types and zones that a group allows, and the fact says from which', async () => {
    const report = await simulate([
      apply,
      hibernate(),
      shortage('m6i.large', 'us-west-2a'),
      shortage('m6i.large', 'us-west-2b'),
      shortage('m6i.large', 'us-west-2c'),
      scale({ action: 'resize', groups: [{ select: { nodeGroups: ['own'] }, desiredCapacity: 0 }] }),
      wake(),
      ended('Succeeded'),
    ]);
    const woken = factsOf(report).find(({ detailType }) => detailType === 'ClusterWoken');
    const groups = woken?.detail.groups as readonly { name: string; nodes: string }[];
    expect(groups.find(({ name }) => name === 'web')?.nodes).toMatch(
      /^1 m5\.large in us-west-2\w, 1 m5\.large in us-west-2\w$/,
    );
  }, 60_000);

  it('leaves the operation incomplete after its time, with the reason, and can be asked for again', async () => {
    const report = await simulate([
      apply,
      hibernate(),
      shortage(),
      wake(),
      ended('Incomplete', 'insufficient capacity: EC2 has no m6i.large left in us-west-2'),
      { recover: 'all' },
      wake(),
      ended('Succeeded'),
      sizes(...AWAKE),
    ]);
    const incomplete = factsOf(report).find(({ detailType }) => detailType === 'ClusterScaleIncomplete');
    expect(incomplete).toMatchObject({
      detailType: 'ClusterScaleIncomplete',
      detail: {
        action: 'wake',
        missing: expect.arrayContaining([
          {
            name: 'own',
            reasons: expect.arrayContaining([
              '0 of 1 nodes are in service',
              expect.stringContaining('insufficient capacity'),
            ]),
          },
        ]),
      },
    });
  }, 60_000);
});

describe('what is refused before anything is changed', () => {
  const all = { all: true };
  const of = (size: Json, select: Json = { nodeGroups: ['web'] }) => ({
    action: 'resize',
    groups: [{ select, ...size }],
  });
  const mistakes: readonly (readonly [string, Json, string])[] = [
    ['a cluster that there is not', { action: 'hibernate', cluster: 'wbe' }, 'found wbe, allowed a cluster'],
    ['a group that there is not', of({ maxSize: 4 }, { nodeGroups: ['wbe'] }), 'found wbe, allowed own, web'],
    ['labels that no group gives', of({ maxSize: 4 }, { labels: { tier: 'db' } }), 'found tier=db'],
    ['a minimum above the maximum', of({ minSize: 5 }), 'found 5 for node group web, allowed at most 4'],
    [
      'a number of nodes out of the bounds',
      of({ desiredCapacity: 5 }),
      'found 5 for node group web, allowed 1 to 4',
    ],
    ['a number below nothing', of({ minSize: '-2' }), 'found -1 for node group web, allowed 0 or more'],
    ['a maximum of nothing', of({ minSize: 0, desiredCapacity: 0, maxSize: 0 }), 'allowed at least 1'],
    ['more than the quota', of({ maxSize: '+447' }), 'found 451 for node group web, allowed at most 450'],
    ['a fraction', of({ desiredCapacity: 1.5 }), 'detail.groups[0].desiredCapacity'],
    ['a negative number', of({ desiredCapacity: -1 }), 'detail.groups[0].desiredCapacity'],
    ['no size at all', of({}), 'found no size'],
    [
      'a group twice',
      {
        action: 'resize',
        groups: [
          { select: all, maxSize: 5 },
          { select: all, maxSize: 6 },
        ],
      },
      'selects node group own a second time',
    ],
    ['an end that is past', { action: 'hibernate', until: '2026-11-24T07:00:00Z' }, 'detail.until'],
    ['an end without an offset', { action: 'hibernate', until: '2026-12-24T07:00:00' }, 'detail.until'],
    ['an action that there is not', { action: 'nap' }, 'detail.action'],
  ];
  let report: SimulationReport;
  beforeAll(async () => {
    report = await simulate([
      apply,
      ...mistakes.map(([what, request]) => scale({ ...request, requestId: what.replaceAll(' ', '-') })),
      sizes(...AWAKE),
    ]);
  }, 120_000);

  it.each(mistakes)('%s', (what, _request, reason) => {
    const refusals = factsOf(report).filter(
      ({ detailType, detail }) =>
        detailType === 'RequestRejected' && detail.requestId === what.replaceAll(' ', '-'),
    );
    expect(refusals).toHaveLength(1);
    const [problem] = (refusals[0]?.detail.problems ?? []) as readonly { path: string; message: string }[];
    expect(`${problem?.path}: ${problem?.message}`).toContain(reason);
  });

  it('changes nothing', () => {
    expect(scalingsOf(report)).toEqual([]);
  });

  it('a cluster that is managed at too low a level, until it is raised', async () => {
    await simulate([
      apply,
      { forget: { cluster: 'web', region } },
      { adopt: { cluster: 'web', region } },
      hibernate(),
      rejected('is managed at level observe, and this needs scale'),
      { adopt: { cluster: 'web', region, level: 'scale' } },
      hibernate(),
      ended('Succeeded'),
      wake(),
      sizes(...AWAKE),
    ]);
  }, 60_000);

  it('a cluster without node groups, whose pods run on Fargate', async () => {
    const serverless = {
      source: 'web.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'web', region, version: '1.34' },
        addons: [{ name: 'vpc-cni' }],
        fargateProfiles: [{ name: 'jobs', selectors: [{ namespace: 'jobs' }] }],
      },
    };
    await simulate([{ apply: [serverless] }, hibernate(), rejected('there is nothing to scale')]);
  }, 60_000);
});

describe('beside others', () => {
  it('holds its changes back while the cluster is paused, and goes on afterwards', async () => {
    const pause = (operation: 'PutItem' | 'DeleteItem'): Step => ({
      administrator: {
        region,
        calls: [
          {
            service: 'dynamodb',
            operation,
            request: {
              TableName: 'eks-fleet-prod-leases',
              ...(operation === 'PutItem'
                ? { Item: { pk: { S: 'pause#fleet' }, reason: { S: 'incident' } } }
                : { Key: { pk: { S: 'pause#fleet' } } }),
            },
          },
        ],
      },
    });
    await simulate([
      apply,
      pause('PutItem'),
      scale({ action: 'hibernate' }, 7200),
      sizes(...AWAKE),
      pause('DeleteItem'),
      { wait: 3600 },
      sizes(...ASLEEP),
      ended('Succeeded'),
    ]);
  }, 60_000);

  it('gives way to a deletion; the next cluster of the name is awake', async () => {
    await simulate([
      apply,
      scale({ action: 'hibernate' }, 20),
      { delete: { cluster: 'web', region } },
      { expect: { operation: { kind: 'delete', outcome: 'Succeeded' }, nothingLeft: true } },
      ended('Failed'),
      apply,
      sizes(...AWAKE),
      wake(),
      ended('Rejected'),
    ]);
  }, 60_000);
});
