import { describe, expect, it } from '@jest/globals';
import { deployedFleet } from './deployed-fleet.ts';
import {
  ASLEEP,
  AWAKE,
  apply,
  byHand,
  document,
  ended,
  factsOf,
  hibernate,
  region,
  rejected,
  resize,
  scale,
  scalingsOf,
  simulate,
  sizes,
  wake,
} from './scale-cluster.fixtures.ts';

const usual = deployedFleet({ seed: 2, regions: [region] });

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

  it('asks little of AWS: every read of a task that is one more delays and throttles a fleet', async () => {
    // How long nodes take, and so how often they are looked at, is drawn: four seeds made 71 to 87 calls before, too.
    const { awsCalls } = await usual.simulate([
      apply,
      // Whatever a deployment takes: looks are spread by the moment at which they are made.
      { waitUntil: '2026-11-24T10:10:00Z' },
      { countCalls: 'from here' },
      hibernate(),
      wake(),
      ended('Succeeded'),
    ]);
    // The calls of one night of two groups, with those of the hourly sweeps, the facts and the scenario's own looks.
    expect(Object.values(awsCalls).reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(74);
    expect(awsCalls['dynamodb:GetItem']?.count).toBeLessThanOrEqual(8);
  }, 60_000);

  it('leaves a sleeping cluster asleep when its document is applied, and wakes it to the new sizes', async () => {
    const report = await simulate([
      apply,
      hibernate(),
      // A label of a self-managed group changes its launch template, so that CloudFormation changes the stack of the
      // group.
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
    ['crash-after', 'scalePlanScaling'],
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

  it('goes back when the newest said who asked, also where the one before was stopped on its way', async () => {
    await simulate(
      [
        apply,
        scale({ action: 'hibernate', until: '2026-11-24T18:00:00Z' }, 3600),
        hibernate({ until: '2026-11-24T20:00:00Z' }),
        { wait: 8 * 3600 },
        sizes(...ASLEEP),
        { wait: 4 * 3600 },
        sizes(...AWAKE),
      ],
      [{ kind: 'stop-execution', state: 'ScheduleReturn' }],
    );
  }, 60_000);

  it('asks anew for an update that EKS took and failed, and gives up where it fails each time', async () => {
    const fails = (times: number) => ({
      fault: { kind: 'update-fails' as const, region, cluster: 'web', name: 'web', times },
    });
    await simulate([
      apply,
      fails(1),
      hibernate(),
      ended('Succeeded'),
      sizes(...ASLEEP),
      fails(1000),
      wake(),
      ended('Failed', '20 rounds of changes'),
    ]);
  }, 60_000);

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
