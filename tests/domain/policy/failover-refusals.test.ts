import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { pathProblems } from '../../../domain/failover/path-of-plan.ts';
import { parseFleet } from '../../../domain/policy/parse.ts';
import { fleetOf, HOME, NOW, OTHER, PLAN, PLAN_REGIONS } from './documents.ts';

type Json = Readonly<Record<string, unknown>>;
/** Path, found, and words of what is allowed or of the message. */
type Refusal = readonly [path: string, found: unknown, says: RegExp];

const STANDBY = 'us-west-2';
const machine = (region: string, account = '111122223333') =>
  `arn:aws:states:${region}:${account}:stateMachine:eks-hook-step`;
const fn = (region: string) => `arn:aws:lambda:${region}:111122223333:function:eks-hook-step`;
const hook = (more: Json = {}) => ({
  name: 'promote',
  stateMachineArn: machine(STANDBY),
  timeout: '1m',
  ...more,
});
const regions = [...PLAN_REGIONS, 'eu-west-1', 'us-west-1'];
const spec = (plans: readonly Json[], more: Json = {}) => ({ regions, failover: plans, ...more });
const one = (more: Json) => spec([{ ...PLAN, ...more }]);
const two = (more: Json) => spec([PLAN, { ...PLAN, name: 'other', ...more }]);
const problemsOf = (found: Json) => parseFleet(fleetOf(found), 'fleet.yaml', { now: NOW }).problems ?? [];

const from = (more: Json) => ({ from: { ...PLAN.from, ...more } });
const to = (more: Json) => ({ to: { ...PLAN.to, ...more } });
const traffic = (...records: readonly string[]) => ({ traffic: { records } });
const at = (rest: string) => `spec.failover[0].${rest}`;
const second = (rest: string) => `spec.failover[1].${rest}`;
const fence = { selfFencing: { leaseSeconds: 60 } };

const REFUSED: Readonly<Record<string, readonly [Json, ...Refusal[]]>> = {
  'one region twice': [one(to({ region: OTHER })), [at('to.region'), OTHER, /lost with the primary/]],
  'one cluster on both sides': [
    one(to({ region: OTHER, cluster: 'shop-east' })),
    [at('to.region'), OTHER, /its own standby/],
  ],
  'the primary as witness': [one({ witness: OTHER }), [at('witness'), OTHER, /three regions/]],
  'the standby as witness': [one({ witness: STANDBY }), [at('witness'), STANDBY, /three regions/]],
  'the home as primary': [
    one({ ...from({ region: HOME }), witness: OTHER }),
    [at('from.region'), HOME, /home would be lost/],
  ],
  'a witness of another Region set': [
    one({ witness: 'eu-west-1' }),
    [at('witness'), 'eu-west-1', /us-east-2.*no table with multi-Region strong consistency/],
  ],
  'a standby of another Region set': [
    one(to({ region: 'eu-west-1' })),
    [at('to.region'), 'eu-west-1', /us-east-2, us-west-2.*strong consistency/],
  ],
  'a primary of no Region set': [
    one(from({ region: 'us-west-1' })),
    [at('from.region'), 'us-west-1', /us-east-1, us-east-2, us-west-2; or eu-west-1/],
  ],
  'a region that the fleet does not have': [
    one({ witness: 'ap-northeast-1' }),
    [at('witness'), 'ap-northeast-1', /not one of spec.regions/],
  ],
  'an objective that cannot be met': [
    one({ rto: '139s' }),
    [at('rto'), '139s', /140s or more.*60 s of 6 slots that fail, 30 s of the standby's lease/],
  ],
  'an objective that the lease of writers does not let it meet': [
    one({ rto: '5m', fence: { selfFencing: { leaseSeconds: 200 } } }),
    [at('rto'), '5m', /315s or more.*205 s of writers that stop/],
  ],
  'an objective of data that nothing measures': [one({ rpo: '30s' }), [at('lag'), undefined, /rpo/]],
  'a measure without an objective': [one({ lag: { alarm: 'lag' } }), [at('rpo'), undefined, /by how much/]],
  'no delay at all': [one({ rpo: '0s', lag: { alarm: 'lag' } }), [at('rpo'), '0s', /1s or more/]],
  'a soak of months': [one({ soak: '31d' }), [at('soak'), '31d', /at most 30d/]],
  'automatic without a fence': [
    one({ mode: 'automatic' }),
    [at('fence'), undefined, /standbySide or selfFencing.*without the region/],
  ],
  'automatic with a fence of the primary': [
    one({ mode: 'automatic', fence: { standbySide: hook({ stateMachineArn: machine(OTHER) }) } }),
    [at('fence.standbySide.stateMachineArn'), machine(OTHER), /the region that is lost/],
  ],
  'a step of the primary': [
    one({ beforeTraffic: [hook({ stateMachineArn: machine(OTHER) })] }),
    [at('beforeTraffic[0].stateMachineArn'), machine(OTHER), /of us-west-2 or us-east-2.*is lost/],
  ],
  'a function of the primary': [
    one({ afterTraffic: [hook({ stateMachineArn: undefined, functionArn: fn(OTHER) })] }),
    [at('afterTraffic[0].functionArn'), fn(OTHER), /lambda:Invoke would need us-east-1/],
  ],
  'traffic that the primary moves': [
    one({ traffic: { hook: hook({ stateMachineArn: machine(OTHER) }) } }),
    [at('traffic.hook.stateMachineArn'), machine(OTHER), /is lost/],
  ],
  'a step of a fourth region': [
    one({ beforeTraffic: [hook({ stateMachineArn: machine('eu-west-1') })] }),
    [at('beforeTraffic[0].stateMachineArn'), machine('eu-west-1'), /needs no region beside/],
  ],
  'a step of the home, which is no part of the plan': [
    spec([{ ...PLAN, beforeTraffic: [hook({ stateMachineArn: machine('eu-west-1') })] }], {
      home: 'eu-west-1',
    }),
    [at('beforeTraffic[0].stateMachineArn'), machine('eu-west-1'), /fleet's home/],
  ],
  'steps of two accounts': [
    one({
      beforeTraffic: [hook(), hook({ name: 'next', stateMachineArn: machine(STANDBY, '999999999999') })],
    }),
    [at('beforeTraffic[1].stateMachineArn'), machine(STANDBY, '999999999999'), /own account/],
  ],
  'a state machine of another name': [
    one({ beforeTraffic: [hook({ stateMachineArn: machine(STANDBY).replace('eks-hook-', '') })] }),
    [
      at('beforeTraffic[0].stateMachineArn'),
      machine(STANDBY).replace('eks-hook-', ''),
      /begins with eks-hook-/,
    ],
  ],
  'a step that does nothing': [
    one({ beforeTraffic: [{ name: 'promote', timeout: '1m' }] }),
    [at('beforeTraffic[0]'), { name: 'promote', timeout: '1m' }, /stateMachineArn or functionArn/],
  ],
  'a step that is two': [
    one({ beforeTraffic: [hook({ functionArn: fn(STANDBY) })] }),
    [at('beforeTraffic[0].functionArn'), fn(STANDBY), /one of stateMachineArn and functionArn/],
  ],
  'a step without time': [
    one({ beforeTraffic: [hook({ timeout: '0s' })] }),
    [at('beforeTraffic[0].timeout'), '0s', /1s to 24h/],
  ],
  'two steps of one name': [
    one({ beforeTraffic: [hook()], afterTraffic: [hook()] }),
    [at('afterTraffic[0].name'), 'promote', /beforeTraffic\[0\] has this name/],
  ],
  'a floor above all': [
    one({ capacity: { floorPercent: 101 } }),
    [at('capacity.floorPercent'), 101, /at most 100/],
  ],
  'a floor of nothing': [
    one({ capacity: { floorPercent: 0 } }),
    [at('capacity.floorPercent'), 0, /at least 1/],
  ],
  'a patience that nothing follows': [
    one({ capacity: { whenShort: 'wait', waitFor: '5m' } }),
    [at('capacity.waitFor'), '5m', /none with whenShort: wait/],
  ],
  'no patience with nodes that start': [
    one({ capacity: { waitFor: '9s' } }),
    [at('capacity.waitFor'), '9s', /10s to 1h/],
  ],
  'a patience of a day': [
    one({ capacity: { whenShort: 'moveAnyway', waitFor: '1d' } }),
    [at('capacity.waitFor'), '1d', /10s to 1h/],
  ],
  'no patience with data that comes by the minute': [
    one({ rpo: '30s', lag: { alarm: 'shop-lag', waitFor: '30s' } }),
    [at('lag.waitFor'), '30s', /1m to 6h/],
  ],
  'data that is waited for all day': [
    one({ rpo: '30s', lag: { alarm: 'shop-lag', waitFor: '1d' } }),
    [at('lag.waitFor'), '1d', /1m to 6h/],
  ],
  'a shortage that is prayed about': [
    one({ capacity: { whenShort: 'pray' } }),
    [at('capacity.whenShort'), 'pray', /ask.*wait.*moveAnyway/],
  ],
  'a lease that is too short': [
    one({ fence: { selfFencing: { leaseSeconds: 9 } } }),
    [at('fence.selfFencing.leaseSeconds'), 9, /at least 10/],
  ],
  'a lease that is too long': [
    one({ fence: { selfFencing: { leaseSeconds: 301 } } }),
    [at('fence.selfFencing.leaseSeconds'), 301, /at most 300/],
  ],
  'a fence of no kind': [
    one({ fence: { prayer: {} } }),
    [at('fence'), { prayer: {} }, /one of standbySide, selfFencing/],
  ],
  'a blip for a failure': [one({ failingSeconds: 19 }), [at('failingSeconds'), 19, /at least 20/]],
  'a probe of the record that moves': [
    one({ ...from({ probe: 'https://SHOP.example.com/healthz' }), ...traffic('shop.example.com.') }),
    [at('from.probe'), 'https://SHOP.example.com/healthz', /whichever side serves/],
  ],
  'a probe below a wildcard that moves': [
    one(traffic('*.shop.example.com')),
    [at('from.probe'), PLAN.from.probe, /whichever side serves/],
    [at('to.probe'), PLAN.to.probe, /whichever side serves/],
  ],
  'a probe of a record that another plan moves': [
    spec([
      PLAN,
      {
        ...PLAN,
        name: 'other',
        ...from({ cluster: 'pay-east', probe: 'https://pay.example.com/' }),
        ...traffic('pay.example.com'),
      },
      {
        ...PLAN,
        name: 'third',
        ...from({ cluster: 'third-east', probe: 'https://pay.example.com/' }),
        ...traffic('third.example.com'),
      },
    ]),
    [second('from.probe'), 'https://pay.example.com/', /moved by plan other/],
    ['spec.failover[2].from.probe', 'https://pay.example.com/', /moved by plan other/],
  ],
  'a probe without TLS': [
    one(from({ probe: 'http://east.shop.example.com/' })),
    [at('from.probe'), 'http://east.shop.example.com/', /begins with https/],
  ],
  'a probe of an address': [
    one(to({ probe: 'https://169.254.169.254/latest' })),
    [at('to.probe'), 'https://169.254.169.254/latest', /an address is not probed/],
  ],
  'both probes of one name': [
    one(to({ probe: 'https://east.shop.example.com/other' })),
    [at('to.probe'), 'https://east.shop.example.com/other', /another name than east.shop/],
  ],
  'two plans of one name': [
    two({ name: 'shop', ...from({ cluster: 'pay' }), ...traffic('pay.example.com') }),
    [second('name'), 'shop', /spec.failover\[0\] has this name/],
  ],
  'two plans of one cluster': [
    two(traffic('pay.example.com')),
    [second('from.cluster'), 'shop-east', /two plans would move one application/],
  ],
  'two plans of which one takes what the other selects': [
    two({ move: { select: { app: 'pay' } }, ...traffic('pay.example.com') }),
    [second('move.select'), { app: 'pay' }, /two plans would move one application/],
  ],
  'two plans whose labels may meet': [
    spec([
      { ...PLAN, move: { select: { app: 'shop' } } },
      { ...PLAN, name: 'other', move: { select: { team: 'pay' } }, ...traffic('pay.example.com') },
    ]),
    [second('move.select'), { team: 'pay' }, /two plans would move one application/],
  ],
  'two plans of one record': [
    two({ ...from({ cluster: 'pay' }), ...traffic('Shop.example.com') }),
    [second('traffic.records[0]'), 'Shop.example.com', /moves this record, too/],
  ],
  'a plan whose drills would move a record with too long a name': [
    one({ name: 'a'.repeat(32), drill: 'monthly', ...traffic(`${'b'.repeat(60)}.`.repeat(4).slice(0, -1)) }),
    [at('name'), 'a'.repeat(32), /shorter by 29.*drill-a{32}\.b.*282 characters/],
  ],
  'a plan whose drills would move what another plan moves': [
    spec([
      { ...PLAN, drill: 'monthly' },
      { ...PLAN, name: 'other', ...from({ cluster: 'pay' }), ...traffic('drill-shop.shop.example.com') },
    ]),
    [at('name'), 'shop', /which plan other moves/],
  ],
  'a record twice': [
    one(traffic('shop.example.com', 'SHOP.example.com')),
    [at('traffic.records[1]'), 'SHOP.example.com', /names it twice/],
  ],
  'a workload twice': [
    one({ move: { select: { app: 'shop' }, order: ['web', 'web'] } }),
    [at('move.order[1]'), 'web', /has this name, too/],
  ],
  'a mode that there is not': [one({ mode: 'auto' }), [at('mode'), 'auto', /automatic/]],
  'a member that there is not': [
    one({ probe: 'https://a.example.com' }),
    [at('probe'), 'https://a.example.com', /unknown field/],
  ],
  'two mistakes of two plans': [
    spec([
      { ...PLAN, rto: '1s' },
      {
        ...PLAN,
        name: 'other',
        ...from({ cluster: 'pay' }),
        ...traffic('pay.example.com'),
        mode: 'automatic',
      },
    ]),
    [at('rto'), '1s', /140s/],
    [second('fence'), undefined, /standbySide/],
  ],
};

const ALLOWED: Readonly<Record<string, Json>> = {
  'as little as there may be': one({}),
  'all that there may be': one({
    mode: 'automatic',
    move: { select: { app: 'shop', namespace: 'shop' }, order: ['orders', 'shop/web'] },
    rpo: '30s',
    lag: { alarm: 'shop-lag' },
    failingSeconds: 60,
    capacity: { floorPercent: 80, nodeGroups: { web: 6 }, replicas: { 'shop/web': 12 } },
    fence: { standbySide: hook({ name: 'fence' }) },
    beforeTraffic: [hook({ retries: 3, required: false })],
    afterTraffic: [hook({ name: 'tell', stateMachineArn: undefined, functionArn: fn(HOME) })],
    soak: '1h',
    drill: 'monthly',
    priority: 10,
  }),
  'automatic with writers that stop by themselves': one({ mode: 'automatic', fence }),
  'the shortest objective': one({ rto: '140s' }),
  'traffic by a hook': one({ traffic: { hook: hook() } }),
  'two applications of one cluster': spec(
    ['shop', 'pay'].map((app) => ({
      ...PLAN,
      name: app,
      move: { select: { app } },
      ...traffic(`${app}.example.com`),
    })),
  ),
  'both ways between two clusters': spec([
    { ...PLAN, move: { select: { app: 'shop' } } },
    {
      ...PLAN,
      name: 'back',
      from: PLAN.to,
      to: PLAN.from,
      move: { select: { app: 'pay' } },
      ...traffic('pay.example.com'),
    },
  ]),
};

describe('a failover plan is refused for', () => {
  it.each(Object.entries(REFUSED))('%s', (_what, [found, ...refusals]) => {
    const problems = problemsOf(found);
    expect(problems.map(({ path, found: shown }) => [path, shown])).toEqual(
      refusals.map(([path, value]) => [path, value === undefined ? 'nothing' : JSON.stringify(value)]),
    );
    for (const [index, [, , says]] of refusals.entries())
      expect(`${problems[index]?.allowed}: ${problems[index]?.message}`).toMatch(says);
  });
});

describe('a failover plan may be', () => {
  it.each(Object.entries(ALLOWED))('%s', (_what, found) => {
    expect(problemsOf(found)).toEqual([]);
  });
});

const anyRegion = fc.constantFrom(...regions, 'eu-west-2', 'eu-central-1');
const anyHook = fc.record(
  {
    name: fc.constantFrom('a', 'b'),
    stateMachineArn: fc.oneof(
      anyRegion.map((region) => machine(region)),
      fc.string(),
    ),
    functionArn: anyRegion.map(fn),
    timeout: fc.constantFrom('0s', '1m', '9999d', 'soon'),
  },
  { requiredKeys: ['name'] },
);
const anySide = fc.record({
  cluster: fc.constantFrom('east', 'west'),
  region: anyRegion,
  probe: fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom(PLAN.from.probe, PLAN.to.probe)),
});
const anyPlan = fc.record(
  {
    name: fc.constantFrom('a', 'b'),
    from: anySide,
    to: anySide,
    witness: anyRegion,
    mode: fc.constantFrom('approve', 'automatic'),
    move: fc.record({ select: fc.dictionary(fc.constantFrom('app', 'team'), fc.constantFrom('x', 'y')) }),
    rto: fc.constantFrom('0s', '2m', '5m'),
    rpo: fc.constantFrom('0s', '30s'),
    fence: fc.oneof(fc.constant(fence), fc.record({ standbySide: anyHook }), fc.anything()),
    beforeTraffic: fc.array(anyHook, { maxLength: 3 }),
    traffic: fc.oneof(
      fc.record({ records: fc.array(fc.oneof(fc.domain(), fc.string()), { maxLength: 3 }) }),
      fc.record({ hook: anyHook }),
      fc.anything(),
    ),
  },
  { requiredKeys: ['name', 'from', 'to', 'witness', 'rto', 'traffic'] },
);

describe('failover plans of any kind', () => {
  it('are read, or refused with a path below their own, and never crash the reader', () => {
    void fc.assert(
      fc.property(fc.array(anyPlan, { maxLength: 3 }), anyRegion, (plans, home) => {
        const known = { home, regions: [...regions, 'eu-west-2', 'eu-central-1'] };
        const { fleet, problems = [] } = parseFleet(fleetOf({ ...known, failover: plans }), 'fleet.yaml', {
          now: NOW,
        });
        for (const problem of problems) expect(problem.path).toMatch(/^spec\.failover\[\d\]\./);
        for (const plan of fleet?.spec.failover ?? []) {
          expect(new Set([plan.from.region, plan.to.region, plan.witness]).size).toBe(3);
          expect(plan.from.region).not.toBe(home);
          expect(pathProblems({ path: '', plan }, home)).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
