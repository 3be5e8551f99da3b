import { describe, expect, it } from '@jest/globals';
import type { ProbeSeen } from '../../../domain/upgrade/probes.ts';
import { advance } from '../../../domain/waves/advance.ts';
import { probesOf, watched as watchedOf } from '../../../domain/waves/signs.ts';
import { carryOut } from '../../../domain/waves/wishes.ts';
import {
  alarm,
  attempt,
  east,
  ended,
  fleet,
  later,
  START,
  seenAt,
  upgradeOf,
  wave,
  west,
} from './fixtures.ts';

const dev = wave('dev', [east('dev')]);
const prod = wave('prod', [east('a'), west('a'), east('b'), west('b')]);
const begun = () => advance(upgradeOf([dev, prod]), seenAt(START)).upgrade;
const types = (upgrade: { readonly untold: readonly { readonly detailType: string }[] }) =>
  upgrade.untold.map(({ detailType }) => detailType);

describe('a wave', () => {
  it('begins with the clusters of the first one alone', () => {
    const { upgrade, asks } = advance(upgradeOf([dev, prod]), seenAt(START));
    expect(asks).toEqual([east('dev')]);
    expect(upgrade.members).toEqual({
      [east('dev')]: { is: 'asked', at: START, putAt: START, attempt: 1 },
    });
    expect(upgrade.waves[0]?.startedAt).toBe(START);
  });

  it('is written before it is begun: of two looks at once, one asks', () => {
    const again = advance(begun(), seenAt(later(1)));
    expect(again.asks).toEqual([]);
    expect(again.upgrade.members).toEqual(begun().members);
  });

  it('asks again where nothing came of a request for five minutes', () => {
    const first = advance(begun(), seenAt(later(299)));
    expect(first).toMatchObject({ asks: [], nextAt: later(300) });
    expect(advance(first.upgrade, seenAt(later(300))).asks).toEqual([east('dev')]);
  });

  it('counts a cluster of which no operation comes for six hours as failed', () => {
    expect(advance(begun(), seenAt(later(6 * 3600 + 1))).upgrade).toMatchObject({
      is: 'paused',
      members: { [east('dev')]: { is: 'failed' } },
    });
  });

  it('bakes from the end of its last cluster on, and lets the next one begin then', () => {
    const baking = ended(begun(), [east('dev')], later(1800));
    expect(baking).toMatchObject({ asks: [], nextAt: later(1800 + 3600) });
    expect(advance(baking.upgrade, seenAt(later(5399))).asks).toEqual([]);
    const next = advance(baking.upgrade, seenAt(later(5400)));
    expect(next.asks).toEqual([east('a'), west('a')]);
    expect(types(next.upgrade)).toEqual(['WaveCompleted']);
  });

  it('begins with one a region, and goes on where that one has come through', () => {
    const members = { [east('dev')]: { is: 'upgraded' as const, at: START, attempt: 1 } };
    const waves = [{ ...dev, completedAt: START }, prod];
    const first = advance(upgradeOf(waves, { members }), seenAt(START));
    expect(first.asks).toEqual([east('a'), west('a')]);
    expect(ended(first.upgrade, [west('a')], later(60)).asks).toEqual([west('b')]);
  });

  it('has no more clusters under way than it may', () => {
    const waves = [{ ...prod, parallel: 1 }];
    const first = advance(upgradeOf(waves), seenAt(START));
    expect(first.asks).toEqual([east('a')]);
    const put = ended(first.upgrade, [east('a')], later(60));
    expect(put.asks).toEqual([west('a')]);
  });

  it.each<[{ changingAtOnce?: number; perRegion?: number }, string[], string[]]>([
    [{ changingAtOnce: 1 }, [east('a')], [east('b')]],
    [{ changingAtOnce: 3 }, [east('a'), west('a')], [east('b')]],
    [{ perRegion: 1 }, [east('a'), west('a')], [east('b')]],
  ])('has no more under way than the limits of the document: %j', (limits, first, then) => {
    const document = fleet({ limits });
    const waves = [wave('prod', [east('a'), west('a'), east('b'), east('c'), west('b')])];
    const begun = advance(upgradeOf(waves), seenAt(START, { document }));
    expect(begun.asks).toEqual(first);
    const next = ended(begun.upgrade, [east('a')], later(60), { document });
    expect(next.asks.slice(0, 1)).toEqual(limits.changingAtOnce === 1 ? [west('a')] : then);
    const underWay = Object.values(next.upgrade.members).filter(({ is }) => is !== 'upgraded');
    expect(underWay.length).toBeLessThanOrEqual(limits.changingAtOnce ?? 2);
  });

  it('counts ways back by the limits, and holds none of them up', () => {
    const back = { is: 'askedBack' as const, at: START, attempt: 2 };
    const members = { [east('x')]: back, [east('y')]: back };
    const waves = [wave('first', [east('x'), east('y')], { completedAt: START }), prod];
    const document = fleet({ limits: { perRegion: 1 } });
    const { asks } = advance(upgradeOf(waves, { members }), seenAt(START, { document }));
    expect(asks).toEqual([east('x'), east('y'), west('a')]);
  });

  it('ends the upgrade after the last one', () => {
    const baking = ended(advance(upgradeOf([dev]), seenAt(START)).upgrade, [east('dev')], later(60));
    const { upgrade, nextAt } = advance(baking.upgrade, seenAt(later(3660)));
    expect(upgrade).toMatchObject({ is: 'completed', endedAt: later(3660) });
    expect(types(upgrade)).toEqual(['WaveCompleted', 'FleetUpgraded']);
    expect(nextAt).toBeUndefined();
  });

  it('tells a fact until it was published', () => {
    const baking = ended(advance(upgradeOf([dev]), seenAt(START)).upgrade, [east('dev')], later(60));
    const { upgrade } = advance(baking.upgrade, seenAt(later(3660)));
    const [first] = upgrade.untold;
    const again = advance(upgrade, seenAt(later(3661), { told: [first?.id ?? ''] }));
    expect(types(again.upgrade)).toEqual(['FleetUpgraded']);
  });

  it('counts a cluster that has the version already as upgraded', () => {
    const answers = { [east('dev')]: { outcome: 'AlreadyThere' as const, reason: 'it is at 1.36' } };
    expect(advance(begun(), seenAt(later(1), { answers })).upgrade.members[east('dev')]).toMatchObject({
      is: 'upgraded',
    });
  });
});

describe('a failure', () => {
  const failed = (more = {}) => ({
    status: 'Failed' as const,
    endedAt: later(60),
    reason: 'no room',
    ...more,
  });

  it('over the budget stops every start, and what runs goes on', () => {
    const first = advance(upgradeOf([prod]), seenAt(START)).upgrade;
    const attempts = {
      [east('a')]: [attempt(first, east('a'), failed())],
      [west('a')]: [attempt(first, west('a'))],
    };
    const { upgrade, asks, waitsFor } = advance(first, seenAt(later(60), { attempts }));
    expect(asks).toEqual([]);
    expect(upgrade).toMatchObject({ is: 'paused', members: { [west('a')]: { is: 'running' } } });
    expect(waitsFor).toContain('us-east-1/a: no room');
    expect(types(upgrade)).toEqual(['FleetUpgradePaused']);
    const end = ended(upgrade, [west('a')], later(120));
    expect(end.upgrade.members[west('a')]?.is).toBe('upgraded');
    expect(end.asks).toEqual([]);
  });

  it('within the budget lets the wave go on', () => {
    const first = advance(upgradeOf([{ ...prod, failures: 1 }]), seenAt(START)).upgrade;
    const attempts = { [east('a')]: [attempt(first, east('a'), failed())] };
    expect(advance(first, seenAt(later(60), { attempts })).asks).toEqual([east('b')]);
  });

  it('is also a cluster that went back by itself', () => {
    const first = begun();
    const attempts = {
      [east('dev')]: [attempt(first, east('dev'), failed({ status: 'Succeeded', turnedBack: true }))],
    };
    expect(advance(first, seenAt(later(60), { attempts })).waitsFor).toContain(
      'it went back by itself: no room',
    );
  });

  it('of another attempt is not this one’s', () => {
    const first = begun();
    const attempts = { [east('dev')]: [attempt(first, east('dev'), { ...failed(), parent: 'up/2' })] };
    expect(advance(first, seenAt(later(60), { attempts })).upgrade.is).toBe('running');
  });
});

describe('an alarm', () => {
  const signs = { alarms: ['{cluster}-slo'], probes: [] };
  const watched = upgradeOf([dev, prod], { signs });
  const quiet = { [east('dev')]: [alarm('dev-slo', 'OK', '2026-11-01T00:00:00.000Z')] };
  const first = advance(watched, seenAt(START, { signs: quiet })).upgrade;
  const baking = ended(first, [east('dev')], later(1800), { signs: quiet }).upgrade;
  const going = (since: string) => ({ [east('dev')]: [alarm('dev-slo', 'ALARM', since)] });

  it('that goes holds the next wave at the very look', () => {
    const { asks, upgrade } = advance(baking, seenAt(later(5400), { signs: going(later(5399)) }));
    expect(asks).toEqual([]);
    expect(upgrade.is).toBe('running');
  });

  it('that lasts pauses the upgrade', () => {
    const { upgrade } = advance(baking, seenAt(later(5400), { signs: going(later(2000)) }));
    expect(upgrade.paused?.reason).toContain('us-east-1/dev-slo has been going since');
  });

  it('that went and came to rest while nobody looked has the bake begin anew', () => {
    const rested = { [east('dev')]: [alarm('dev-slo', 'OK', later(4000))] };
    const { asks, nextAt } = advance(baking, seenAt(later(5400), { signs: rested }));
    expect(asks).toEqual([]);
    expect(nextAt).toBe(later(4000 + 3600));
  });

  it('that does not exist pauses the upgrade', () => {
    const { upgrade } = advance(baking, seenAt(later(5400), { signs: { [east('dev')]: [] } }));
    expect(upgrade.paused?.reason).toContain('there is no alarm us-east-1/dev-slo');
  });

  it('of a region that does not answer holds all starts', () => {
    const silent = { [east('dev')]: { noAnswer: 'timeout' } };
    const { asks, waitsFor } = advance(baking, seenAt(later(5400), { signs: silent }));
    expect(asks).toEqual([]);
    expect(waitsFor).toContain('us-east-1 does not tell its alarms: timeout');
  });

  it('of a cluster of the next wave leaves that one alone, at the very look that completes a wave', () => {
    const of = (state: 'OK' | 'ALARM') => ({
      ...quiet,
      [east('a')]: [alarm('a-slo', state, later(5000))],
      [west('a')]: [alarm('a-slo', 'OK', START)],
    });
    expect(advance(baking, seenAt(later(5400), { signs: of('OK') })).asks).toContain(east('a'));
    const { asks, upgrade } = advance(baking, seenAt(later(5400), { signs: of('ALARM') }));
    expect(upgrade.waves[0]?.completedAt).toBeDefined();
    expect(asks).not.toContain(east('a'));
    expect(watchedOf(baking)).toEqual(expect.arrayContaining([east('dev'), east('a'), west('a')]));
  });

  it('that nobody has looked at leaves a cluster alone', () => {
    expect(advance(baking, seenAt(later(5400), { signs: quiet })).asks).toEqual([]);
  });

  it('of a cluster whose wave is long over holds all starts as well', () => {
    const others = {
      [east('a')]: [alarm('a-slo', 'OK', START)],
      [west('a')]: [alarm('a-slo', 'OK', START)],
    };
    const next = advance(baking, seenAt(later(5400), { signs: { ...quiet, ...others } })).upgrade;
    const signsLater = { ...going(later(5500)), ...others };
    expect(ended(next, [east('a')], later(5501), { signs: signsLater }).asks).toEqual([]);
  });
});

describe('a request that was lost', () => {
  const signs = { alarms: ['{cluster}-slo'], probes: [] };
  const well = { [east('dev')]: [alarm('dev-slo', 'OK', START)] };
  const first = advance(upgradeOf([dev], { signs }), seenAt(START, { signs: well })).upgrade;

  it('is not put again under an alarm', () => {
    const going = { [east('dev')]: [alarm('dev-slo', 'ALARM', later(10))] };
    expect(advance(first, seenAt(later(301), { signs: going })).asks).toEqual([]);
    const quiet = { [east('dev')]: [alarm('dev-slo', 'OK', later(60))] };
    expect(advance(first, seenAt(later(301), { signs: quiet })).asks).toEqual([east('dev')]);
  });

  it('is not put again outside of the window', () => {
    const window = { days: 'TUE-THU', start: '06:00', lastStart: '06:30', zone: 'UTC' };
    const asked = advance(upgradeOf([{ ...dev, window }]), seenAt(START)).upgrade;
    expect(advance(asked, seenAt(later(1801))).asks).toEqual([]);
  });
});

describe('a pair', () => {
  const pairs = [{ primary: east('a'), standby: west('a') }];

  it('is never changed at once, the standby first', () => {
    const first = advance(upgradeOf([prod], { pairs }), seenAt(START));
    expect(first.asks).toEqual([west('a'), east('b')]);
    expect(ended(first.upgrade, [west('a'), east('b')], later(60)).asks).toEqual([east('a'), west('b')]);
  });

  it('leaves the primary where its standby has failed', () => {
    const waves = [{ ...prod, failures: 4 }];
    const first = advance(upgradeOf(waves, { pairs }), seenAt(START)).upgrade;
    const attempts = {
      [west('a')]: [attempt(first, west('a'), { status: 'Failed', endedAt: later(60), reason: 'no room' })],
    };
    const { upgrade } = advance(first, seenAt(later(60), { attempts }));
    expect(upgrade.members[east('a')]).toMatchObject({
      is: 'failed',
      reason: expect.stringContaining('us-west-2/a'),
    });
  });

  it('does not wait for a standby that is not in the upgrade', () => {
    const first = advance(upgradeOf([wave('only', [east('a')])], { pairs }), seenAt(START));
    expect(first.asks).toEqual([east('a')]);
  });
});

describe('time', () => {
  const window = { days: 'TUE-THU', start: '06:00', lastStart: '11:00', zone: 'UTC' };
  const within = { ...dev, window };

  it('outside of the window nothing begins, and it is looked at again when it opens', () => {
    expect(advance(upgradeOf([within]), seenAt('2026-11-24T11:00:00.000Z')).asks).toHaveLength(1);
    const late = advance(upgradeOf([within]), seenAt('2026-11-24T11:00:01.000Z'));
    expect(late).toMatchObject({ asks: [], nextAt: '2026-11-25T06:00:00.000Z' });
    const weekend = advance(upgradeOf([within]), seenAt('2026-11-27T06:00:00.000Z'));
    expect(weekend).toMatchObject({ asks: [], nextAt: '2026-12-01T06:00:00.000Z' });
  });

  it('nothing begins that is predicted to end beyond the window', () => {
    const short = { ...dev, window: { ...window, end: '11:30' } };
    const known = upgradeOf([short], { tookSeconds: 3600 });
    expect(advance(known, seenAt('2026-11-24T10:30:00.000Z')).asks).toHaveLength(1);
    expect(advance(known, seenAt('2026-11-24T10:30:01.000Z'))).toMatchObject({
      asks: [],
      nextAt: '2026-11-25T06:00:00.000Z',
    });
  });

  it('a window that is too short for any cluster pauses the upgrade', () => {
    const short = { ...dev, window: { ...window, end: '08:00', lastStart: '07:00' } };
    expect(advance(upgradeOf([short]), seenAt(START)).upgrade.paused?.reason).toContain(
      'the window of wave dev has 2 h',
    );
  });

  it('nothing begins that a freeze would meet under way', () => {
    const document = fleet({
      freezes: [{ from: '2026-11-25', to: '2026-11-26', zone: 'UTC', stops: ['upgrade'] }],
    });
    const frozen = (at: string) => advance(upgradeOf([dev], { tookSeconds: 3600 }), seenAt(at, { document }));
    expect(frozen('2026-11-24T22:59:00.000Z').asks).toHaveLength(1);
    expect(frozen('2026-11-24T23:00:00.000Z')).toMatchObject({
      asks: [],
      waitsFor: expect.stringContaining('spec.freezes[0] stops upgrades'),
    });
    expect(frozen('2026-11-27T00:00:00.000Z').asks).toHaveLength(1);
  });

  it('a document that was taken away pauses the upgrade', () => {
    expect(advance(upgradeOf([dev]), seenAt(START, { document: undefined })).upgrade.is).toBe('paused');
  });
});

describe('sites of clusters', () => {
  const URL = 'https://dev.example.com/healthz';
  const signs = { alarms: [], probes: ['https://{cluster}.example.com/healthz'] };
  type Answer = ProbeSeen['answer'];
  const answered = (answer: Answer): { readonly probes: readonly ProbeSeen[] } => ({
    probes: [{ probe: { url: URL, timeoutMs: 5000, failures: 3 }, answer }],
  });
  const well = answered({ outcome: 'Answered', status: 200 });
  const down = answered({ outcome: 'Answered', status: 503 });
  const silent = answered({ outcome: 'Unknown', why: 'it cannot be reached (EAI_AGAIN)' });
  const baking = () =>
    ended(advance(upgradeOf([dev, prod], { signs }), seenAt(START)).upgrade, [east('dev')], later(600), well);
  /** Looks so many seconds after the bake has begun, one after the other. */
  const looks = (...given: readonly (readonly [number, typeof well])[]) =>
    given.reduce(
      ({ upgrade }, [seconds, probes]) => advance(upgrade, seenAt(later(600 + seconds), probes)),
      baking(),
    );

  it('are those of clusters in the present wave that have been asked for', () => {
    expect(probesOf(upgradeOf([dev, prod], { signs }))).toEqual([]);
    expect(probesOf(baking().upgrade).map(({ url }) => url)).toEqual([URL]);
    const odd = { alarms: [], probes: ['http://169.254.169.254/', URL] };
    expect(probesOf({ ...baking().upgrade, signs: odd }).map(({ url }) => url)).toEqual([URL]);
  });

  it('are looked at every ten minutes while a wave bakes', () => {
    expect(baking().nextAt).toBe(later(1200));
    expect(looks([3500, well]).nextAt).toBe(later(600 + 3600));
  });

  it('hold the next wave up by one look that fails, and the bake begins anew once all is well', () => {
    const failed = looks([3600, down]);
    expect(failed).toMatchObject({ asks: [], nextAt: later(600 + 3660) });
    expect(failed.upgrade.failing).toMatchObject([{ url: URL, times: 1 }]);
    const again = advance(failed.upgrade, seenAt(later(600 + 3660), well));
    expect(again.asks).toEqual([]);
    expect(again.upgrade.failing).toBeUndefined();
    expect(advance(again.upgrade, seenAt(later(600 + 3600 + 3600), well)).asks).toEqual([
      east('a'),
      west('a'),
    ]);
  });

  it('pause the upgrade after three looks in a row, a minute apart', () => {
    expect(looks([60, down], [65, down], [70, down], [121, down]).upgrade.is).toBe('running');
    const { upgrade } = looks([60, down], [121, down], [182, down]);
    expect(upgrade).toMatchObject({ is: 'paused' });
    expect(upgrade.paused?.reason).toContain(`probe ${URL} has failed since`);
  });

  it('begin anew after a pass, and after a person has looked', () => {
    expect(looks([60, down], [121, down], [182, well], [243, down]).upgrade.is).toBe('running');
    const { upgrade } = looks([60, down], [121, down], [182, down]);
    const wished = carryOut(upgrade, { action: 'resume', reason: 'x' }, { by: 'ann', at: later(900) });
    const resumed = 'upgrade' in wished ? wished.upgrade : upgrade;
    expect(advance(resumed, seenAt(later(1000), down)).upgrade.is).toBe('running');
  });

  it('hold it up, and never fail, where our own side cannot ask', () => {
    const held = looks(...Array.from({ length: 30 }, (_, index) => [60 + 61 * index, silent] as const), [
      3600,
      silent,
    ]);
    expect(held).toMatchObject({ asks: [], upgrade: { is: 'running' } });
    expect(held.waitsFor).toContain(`probe ${URL} cannot be asked since`);
  });
});
