import { describe, expect, it } from '@jest/globals';
import { type AskedDrill, drillProblem } from '../../../../domain/failover/drill/decide-request.ts';
import { type Drill, isUnderWay } from '../../../../domain/failover/drill/drill.ts';
import { drillWarnings, judgeDrill } from '../../../../domain/failover/drill/judge.ts';
import { partsLeftOut, sizesBefore } from '../../../../domain/failover/drill/plan.ts';
import { shadowPairs } from '../../../../domain/failover/drill/shadow.ts';
import { drillExpression, isDrillTime } from '../../../../domain/failover/drill/times.ts';
import { hookKey, hooksInDrill } from '../../../../domain/failover/hooks.ts';
import { HOOK_TASKS } from '../../../../domain/policy/rules/failover/each-plan.ts';
import { guard } from '../fixtures.ts';
import { shopPlan } from '../preparation/plan.ts';

const at = '2026-12-03T10:00:00.000Z';
const plan = shopPlan({ drill: 'monthly' });
const asked = (more: Partial<AskedDrill> = {}): AskedDrill => ({
  ...{ plan, at, scheduledAt: undefined, guard, unready: [], last: undefined },
  ...more,
});
/** The first time of a month at which a plan is drilled. */
const timeOf = (month: string): string => {
  const [, minute, hour, day] = /^cron\((\d+) (\d+) (\d+) /.exec(drillExpression(plan) ?? '') ?? [];
  const two = (text = '') => text.padStart(2, '0');
  return `2026-${month}-${two(day)}T${two(hour)}:${two(minute)}:00Z`;
};
const minutesAfter = (time: string, minutes: number): string =>
  new Date(Date.parse(time) + minutes * 60_000).toISOString();
const drill = (more: Partial<Drill> = {}): Drill => ({
  ...{ operationId: 'one', epoch: 4, begunAt: at, endedAt: at, objectiveSeconds: 300, short: [] },
  before: { groups: {}, replicas: {} },
  raisedTo: { groups: {}, replicas: {} },
  ...more,
});

describe('a request for a drill', () => {
  it.each<[string, Partial<AskedDrill>, RegExp | undefined]>([
    ['is taken of a plan that is ready', {}, undefined],
    ['is refused without records that it could move', { plan: shopPlan() }, /no drill in its document/],
    ['is refused before the plan is prepared', { guard: undefined }, /not prepared yet/],
    ['is refused while the plan is moved', { guard: { ...guard, moving: 'fenced' } }, /being moved/],
    [
      'is refused while the standby serves',
      { guard: { ...guard, owner: 'standby' } },
      /standby of shop serves/,
    ],
    ['is refused of a plan that is not ready', { unready: ['no room'] }, /not ready.*no room/],
    ['is taken at the time of the document', { scheduledAt: timeOf('11'), at: timeOf('11') }, undefined],
    [
      'is refused again at the same time',
      {
        scheduledAt: timeOf('11'),
        at: minutesAfter(timeOf('11'), 50),
        last: drill({ begunAt: timeOf('11') }),
      },
      /drilled within the hour already/,
    ],
    [
      'is taken at the time of the document, more than an hour after a person’s',
      {
        ...{ scheduledAt: timeOf('11'), at: timeOf('11') },
        last: drill({ begunAt: minutesAfter(timeOf('11'), -61) }),
      },
      undefined,
    ],
    ['is taken of a person who has just drilled it', { last: drill() }, undefined],
    ['is refused at another time', { scheduledAt: '2026-11-30T23:00:00Z' }, /asks for no drill/],
    [
      'is refused a day late',
      { scheduledAt: timeOf('11'), at: minutesAfter(timeOf('11'), 1440) },
      /1440 min late/,
    ],
  ])('%s', (_what, more, why) => {
    const problem = drillProblem(asked(more));
    if (why === undefined) expect(problem).toBeUndefined();
    else expect(problem?.message).toMatch(why);
  });
});

it('times of drills are those of their expression', () => {
  expect(drillExpression(shopPlan())).toBeUndefined();
  expect(isDrillTime(plan, timeOf('02'))).toBe(true);
  expect(isDrillTime(plan, minutesAfter(timeOf('02'), 1))).toBe(false);
  expect(isDrillTime(shopPlan({ drill: 'quarterly' }), timeOf('02'))).toBe(false);
  expect(isDrillTime(shopPlan({ drill: 'quarterly' }), timeOf('04'))).toBe(true);
});

it('shadow pairs are below the names that they stand for, one a name', () => {
  expect(shadowPairs(shopPlan())).toEqual([]);
  const records = ['*.example.com', 'example.com.', 'shop.example.com'];
  expect(shadowPairs(shopPlan({ drill: 'weekly', traffic: { records } })).map(({ name }) => name)).toEqual([
    'drill-shop.example.com',
    'drill-shop.shop.example.com',
  ]);
});

it('a drill leaves out fences, ways of traffic, and steps that do not say that they may be run', () => {
  const hook = {
    name: 'warm',
    functionArn: 'arn:aws:lambda:us-west-2:1:function:eks-hook-warm',
    timeout: '1m',
  };
  const with_ = shopPlan({
    fence: { standbySide: { ...hook, name: 'stop' } },
    beforeTraffic: [hook, { ...hook, name: 'check', inDrill: true }],
  });
  expect(HOOK_TASKS.flatMap((task) => hooksInDrill(with_, task)).map(hookKey)).toEqual([
    'beforeTraffic/check',
  ]);
  expect(partsLeftOut(with_)).toEqual(['fence/stop was left out', 'beforeTraffic/warm was left out']);
});

describe('the sizes that a drill puts back', () => {
  const sizes = (desiredSize: number) => ({ minSize: 1, desiredSize, maxSize: 8 });
  const target = {
    ...{ key: 'managed/web', kind: 'managed', name: 'web', isWindows: false, reach: 'started', nodes: [] },
    ...{ before: sizes(3), sizes: sizes(3) },
  } as never;
  const before = { groups: { 'managed/web': sizes(1) }, replicas: { 'default/shop': 1 } };
  const raisedTo = { groups: { 'managed/web': sizes(3) }, replicas: { 'default/shop': 4 } };
  const { endedAt: _, ...unended } = drill({ before, raisedTo });
  const raisedLess = { groups: { 'managed/web': sizes(2) }, replicas: { 'default/shop': 3 } };

  it.each<[string, Drill | undefined, number, number]>([
    ['are those that it finds', undefined, 3, 4],
    ['are those from before a drill that was stopped in the middle', unended, 1, 1],
    ['are those of who has changed them since', { ...unended, raisedTo: raisedLess }, 3, 4],
    ['are not those from before a move', { ...unended, epoch: 2 }, 3, 4],
    ['are not those from before a drill that was ended', drill({ before, raisedTo }), 3, 4],
  ])('%s', (_what, last, nodes, pods) => {
    const found = sizesBefore([target], { 'default/shop': 4 }, last, 4);
    expect(found.groups['managed/web']?.desiredSize).toBe(nodes);
    expect(found.replicas['default/shop']).toBe(pods);
  });
});

it('a drill is under way until its end, until it would have ended, or until its plan has moved', () => {
  const { endedAt: _, ...begun } = drill();
  expect(isUnderWay(begun, minutesAfter(at, 700), 4)).toBe(true);
  expect(isUnderWay(begun, minutesAfter(at, 721), 4)).toBe(false);
  expect(isUnderWay(begun, minutesAfter(at, 1), 5)).toBe(false);
  expect(isUnderWay(drill(), at, 4)).toBe(false);
  expect(isUnderWay(undefined, at, 4)).toBe(false);
});

describe('the judgement of a drill', () => {
  const times = (servedAt: string) => ({
    ...{ claimedAt: at, fencedAt: at, readyAt: at, movedAt: at },
    servedAt,
  });

  it('adds what a drill cannot measure, and tells a plan that would be late', () => {
    expect(judgeDrill(plan, times(at), []).short).toEqual([]);
    const late = judgeDrill(plan, times(minutesAfter(at, 6)), ['a step failed']);
    expect(late.seconds).toBeGreaterThan(360);
    expect(late.short).toEqual(['a step failed', expect.stringMatching(/would have taken/)]);
    expect(judgeDrill(plan, undefined, ['it failed'])).toEqual({
      objectiveSeconds: 300,
      short: ['it failed'],
    });
  });

  it.each<[string, Drill | undefined, readonly RegExp[]]>([
    ['nothing of a young drill', drill(), []],
    ['one that is old', drill({ begunAt: minutesAfter(at, -1440 * 92) }), [/more than 90 days ago/]],
    ['one that fell short', drill({ short: ['late'] }), [/fell short: late/]],
    ['that there was none', undefined, [/never drilled/]],
  ])('warns of %s', (_what, last, why) => {
    const found = drillWarnings(plan, last, minutesAfter(at, -1440 * 91), at);
    expect(found).toEqual(why.map((one) => expect.stringMatching(one)));
    expect(drillWarnings(shopPlan(), last, at, at)).toEqual([]);
  });

  it('warns of a drill that nobody came to the end of, unless the plan has moved since', () => {
    const { endedAt: _, ...stopped } = drill({ begunAt: minutesAfter(at, -1440), short: ['it was stopped'] });
    expect(drillWarnings(plan, stopped, at, at, 4)).toEqual(['its last drill fell short: it was stopped']);
    expect(drillWarnings(plan, stopped, at, at, 5)).toEqual([]);
  });
});
