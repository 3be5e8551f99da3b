import { describe, expect, it } from '@jest/globals';
import { plannedFailovers } from '../../../domain/fleet/checks/failover-notes.ts';
import { failoverProblems } from '../../../domain/fleet/checks/failover-problems.ts';
import type { StoredFleet } from '../../../domain/ports/fleets.ts';
import {
  arnOf,
  clusterOf,
  configOf,
  fleetOf,
  HOME,
  NOW,
  OTHER,
  PLAN,
  PLAN_REGIONS,
} from '../policy/documents.ts';

type Json = Readonly<Record<string, unknown>>;

const STANDBY = 'us-west-2';
const ACCOUNT = '111122223333';
const EAST = clusterOf('shop-east', {});
const WEST = clusterOf('shop-west', {}, { region: STANDBY });
const hook = (more: Json = {}) => ({
  name: 'promote',
  stateMachineArn: `arn:aws:states:${STANDBY}:${ACCOUNT}:stateMachine:eks-hook-promote`,
  timeout: '1m',
  ...more,
});
const documentOf = (more: Json = {}, name = 'retail') =>
  fleetOf({ regions: PLAN_REGIONS, failover: [{ ...PLAN, ...more }] }, name);
const storedOf = (more: Json): StoredFleet => ({
  ...{ name: 'wholesale', revision: 1, home: HOME, regions: PLAN_REGIONS },
  ...{ document: documentOf(more, 'wholesale'), writtenBy: 'op', writtenAt: NOW, requestedBy: 'a test' },
});

async function problemsOf(more: Json = {}, clusters = [EAST, WEST], stored: readonly StoredFleet[] = []) {
  const registry = {
    read: async (arn: string) =>
      arn === arnOf(STANDBY, 'shop-west') ? { config: configOf('shop-west') } : undefined,
  };
  const found = await failoverProblems(documentOf(more), clusters, stored, { account: ACCOUNT, registry });
  return found.map(({ path, message, alternative }) => [path, message, alternative]);
}

describe('a failover plan is held against the fleet as it is', () => {
  it('and accepted where all of it is there', async () => {
    expect(await problemsOf({ capacity: { nodeGroups: { web: 6 } }, beforeTraffic: [hook()] })).toEqual([]);
  });

  it('and refused where a side may not be changed by it', async () => {
    const low = clusterOf('shop-west', {}, { region: STANDBY, level: 'observe' });
    expect(await problemsOf({}, [EAST, low])).toEqual([
      [
        'spec.failover[0].to.cluster',
        `shop-west in ${STANDBY} is at level observe: a failover may not change it`,
        'eks-fleet adopt shop-west --level scale',
      ],
    ]);
    const back = clusterOf('shop-east', {}, { level: 'observe' });
    expect((await problemsOf({}, [back, WEST]))[0]?.[0]).toBe('spec.failover[0].from.cluster');
  });

  it('and refused for a node group that the standby does not have', async () => {
    expect(await problemsOf({ capacity: { nodeGroups: { wbe: 6 } } })).toEqual([
      ['spec.failover[0].capacity.nodeGroups.wbe', 'shop-west has no such node group', 'did you mean web?'],
    ]);
  });

  it('and refused for a step of another account', async () => {
    const stateMachineArn = `arn:aws:states:${STANDBY}:999999999999:stateMachine:eks-hook-promote`;
    expect(await problemsOf({ beforeTraffic: [hook({ stateMachineArn })] })).toEqual([
      [
        'spec.failover[0].beforeTraffic[0].stateMachineArn',
        "hooks are of the fleet's own account",
        undefined,
      ],
    ]);
  });

  it('and refused where a plan of another document has its name, its applications or its records', async () => {
    const others = [
      storedOf({ from: { ...PLAN.from, cluster: 'pay' }, traffic: { records: ['pay.example.com'] } }),
    ];
    expect((await problemsOf({}, [EAST, WEST], others)).map(([path]) => path)).toEqual([
      'spec.failover[0].name',
    ]);
    const rivals = await problemsOf({}, [EAST, WEST], [storedOf({ name: 'other' })]);
    expect(rivals.map(([path]) => path)).toEqual([
      'spec.failover[0].from.cluster',
      'spec.failover[0].traffic.records[0]',
    ]);
    const own = { ...storedOf({}), name: 'retail' };
    expect(await problemsOf({}, [EAST, WEST], [own])).toEqual([]);
  });
});

describe('the plan of a Fleet document tells of its failover plans', () => {
  const notesOf = (more: Json) => plannedFailovers(documentOf(more)).plans.flatMap(({ notes }) => notes);
  const drilled = { drill: 'monthly', fence: { selfFencing: { leaseSeconds: 60 } } };

  it('what its path is, and what all of them cost a month', () => {
    const { plans, notes, healthChecks, usdPerMonth } = plannedFailovers(documentOf(drilled));
    expect(plans[0]?.summary).toMatch(
      new RegExp(`^failover shop: \\d+ calls in ${STANDBY} and ${HOME}, none in ${OTHER}$`),
    );
    expect(plans[0]?.notes).toEqual([]);
    expect(healthChecks).toBe(6);
    // Two observers that run for 70 s each minute (20.44), by workflows (4.38), their slots (1.15), what they read (0.26), their
    // events (0.18), and two pairs of records of 7.50.
    expect(usdPerMonth).toBe(41);
    expect(notes).toEqual(['failover costs about $41 a month: observers, Guard and 6 health checks']);
    expect(plannedFailovers(fleetOf())).toEqual({ plans: [], usdPerMonth: 0, healthChecks: 0, notes: [] });
  });

  it('that an account has two hundred health checks', () => {
    const failover = Array.from({ length: 67 }, (_, index) => ({ ...PLAN, name: `plan-${index}` }));
    expect(plannedFailovers(fleetOf({ failover })).notes[1]).toMatch(/^201 health checks, .* 200 by default/);
  });

  it.each([
    ['no drill', { ...drilled, drill: undefined }, /drill: it is never practised/],
    ['no fence', { ...drilled, fence: undefined }, /fence: nothing keeps the old side from writing/],
    [
      'steps that take longer than the objective',
      { ...drilled, beforeTraffic: [hook({ timeout: '10m' })] },
      /rto: your steps may take 600 s/,
    ],
    ['a short outage that moves it', { ...drilled, failingSeconds: 20 }, /failingSeconds: an outage of 20 s/],
    [
      'traffic of a hook',
      { ...drilled, traffic: { hook: hook() } },
      /traffic.hook: .*route53.* in us-east-1; .*globalaccelerator.* in us-west-2/,
    ],
    [
      'an order of another namespace',
      { ...drilled, move: { select: { namespace: 'shop' }, order: ['pay/web', 'web'] } },
      /order\[0\]: pay\/web does not move/,
    ],
  ])('%s', (_what, more, says) => {
    const notes = notesOf(more);
    expect(notes).toEqual([expect.stringMatching(says)]);
  });

  it('nothing of best effort, or of what comes after traffic, against the objective', () => {
    const slow = hook({ timeout: '10m', required: false });
    expect(
      notesOf({ ...drilled, beforeTraffic: [slow], afterTraffic: [hook({ name: 'b', timeout: '10m' })] }),
    ).toEqual([]);
  });
});
