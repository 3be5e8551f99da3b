import { describe, expect, it } from '@jest/globals';
import type { ProbeAnswer } from '../../../domain/ports/probes.ts';
import type { FailingProbe } from '../../../domain/progress.ts';
import { decideHealth } from '../../../domain/upgrade/health.ts';
import { askProbes, countFailures, failureOf, type Probe, probe } from '../../../domain/upgrade/probes.ts';
import { decideSoak } from '../../../domain/upgrade/soak.ts';

const BEGAN = '2026-11-24T10:00:00.000Z';
const later = (seconds: number): string => new Date(Date.parse(BEGAN) + seconds * 1000).toISOString();
const shop = probe.parse({ url: 'https://shop.example.com/' });
const answered = (status: number): ProbeAnswer => ({ outcome: 'Answered', status });
const down = answered(503);

describe('the answer to a probe', () => {
  const passes = (asked: Probe, answer: ProbeAnswer) => failureOf({ probe: asked, answer }) === undefined;

  it.each([
    [200, true],
    [204, true],
    [302, true],
    [399, true],
    [400, false],
    [404, false],
    [503, false],
    [199, false],
  ])('with %i passes: %s', (status, is) => {
    expect(passes(shop, answered(status))).toBe(is);
  });

  it('passes with the one status that is asked for, and no other', () => {
    const wants = { ...shop, status: 401 };
    expect([401, 200, 402].map((status) => passes(wants, answered(status)))).toEqual([true, false, false]);
    expect(failureOf({ probe: wants, answer: answered(200) })).toBe('it answers 200, and not 401');
  });

  it('that is none fails, with its reason', () => {
    expect(failureOf({ probe: shop, answer: { outcome: 'Failed', why: 'no answer came' } })).toBe(
      'no answer came',
    );
    expect(failureOf({ probe: shop, answer: down })).toBe('it answers 503, and not from 200 to 399');
  });
});

it('probes are asked side by side, by URL and time alone', async () => {
  const asked: unknown[] = [];
  const other = { ...shop, url: 'https://b.example.com/', status: 204, timeoutMs: 700 };
  const port = {
    ask: async (one: unknown) => {
      asked.push(one);
      // None would answer if one waited for another.
      while (asked.length < 2) await Promise.resolve();
      return answered(200);
    },
  };
  expect((await askProbes([shop, other], port)).map(({ probe: { url } }) => url)).toEqual([
    shop.url,
    other.url,
  ]);
  expect(asked).toEqual([
    { url: shop.url, timeoutMs: 5000 },
    { url: other.url, timeoutMs: 700 },
  ]);
});

/** Looks at a site at given seconds, each with what the one before has left. */
function looks(answers: readonly (readonly [number, ProbeAnswer])[], asked: Probe = shop) {
  let failing: readonly FailingProbe[] = [];
  return answers.map(([seconds, answer]) => {
    failing = countFailures([{ probe: asked, answer }], failing, later(seconds));
    const signs = { alarms: [], probes: [asked] };
    return decideHealth(signs, { alarms: [], failing }, { since: BEGAN, at: later(seconds) });
  });
}
const are = (answers: readonly (readonly [number, ProbeAnswer])[], asked?: Probe) =>
  looks(answers, asked).map(({ is }) => is);

describe('a probe that fails', () => {
  it('is unsettled at once, and unhealthy with its third look a minute apart', () => {
    expect(
      are([
        [0, answered(200)],
        [60, down],
        [120, down],
        [180, down],
      ]),
    ).toEqual(['quiet', 'unsettled', 'unsettled', 'unhealthy']);
  });

  it('begins anew where it has passed in between', () => {
    expect(
      are([
        [0, down],
        [60, down],
        [120, answered(200)],
        [180, down],
        [240, down],
      ]),
    ).toEqual(['unsettled', 'unsettled', 'quiet', 'unsettled', 'unsettled']);
  });

  it('counts once a minute, however often it is looked at', () => {
    const often = Array.from({ length: 20 }, (_, look) => [look * 6, down] as const);
    expect(new Set(are(often.slice(0, 19)))).toEqual(new Set(['unsettled']));
    expect(are(often).at(-1)).toBe('unsettled');
    expect(are([...often, [126, down]]).at(-1)).toBe('unhealthy');
  });

  it('counts once, though nobody has looked for hours', () => {
    expect(
      are([
        [0, down],
        [9000, down],
      ]),
    ).toEqual(['unsettled', 'unsettled']);
  });

  it('is unhealthy at once where one failure counts', () => {
    expect(are([[0, down]], { ...shop, failures: 1 })).toEqual(['unhealthy']);
  });

  it('is named, with since when and why', () => {
    const [, , last] = looks([
      [0, down],
      [60, down],
      [120, { outcome: 'Failed', why: 'no answer came within 5000 ms' }],
    ]);
    expect(last).toEqual({
      is: 'unhealthy',
      reason: `probe ${shop.url} has failed since ${BEGAN}: no answer came within 5000 ms`,
    });
  });

  it('is counted by itself, and by its own number, beside others', () => {
    const other = { ...shop, url: 'https://b.example.com/', failures: 5 };
    const down2 = [shop, other].map((one) => ({ probe: one, answer: down }));
    const first = countFailures(down2.slice(1), [], later(0));
    const second = countFailures(down2, first, later(60));
    expect(second.map(({ url, times }) => [url, times])).toEqual([
      [shop.url, 1],
      [other.url, 2],
    ]);
    const third = countFailures(down2, second, later(120));
    const fourth = countFailures(down2, third, later(180));
    const is = (failing: typeof third, probes: readonly Probe[]) =>
      decideHealth({ alarms: [], probes }, { alarms: [], failing }, { since: BEGAN, at: later(180) });
    expect(is(third, [other, shop])).toMatchObject({ is: 'unsettled' });
    // The one that has failed four times may fail five.
    expect(is(fourth, [other, shop])).toMatchObject({
      is: 'unhealthy',
      reason: expect.stringContaining(shop.url),
    });
  });

  it('counts after 55 seconds, and not before', () => {
    const times = (seconds: number) =>
      countFailures(
        [{ probe: shop, answer: down }],
        countFailures([{ probe: shop, answer: down }], [], BEGAN),
        later(seconds),
      )[0]?.times;
    expect([54.9, 55].map(times)).toEqual([1, 2]);
  });

  it('that nobody names any more says nothing', () => {
    const failing = countFailures([{ probe: shop, answer: down }], [], BEGAN);
    const watched = { since: BEGAN, at: BEGAN };
    expect(decideHealth({ alarms: [] }, { alarms: [], failing }, watched)).toEqual({ is: 'quiet' });
  });
});

describe('alarms and probes together', () => {
  const watched = { since: BEGAN, at: later(100) };
  const failing = countFailures([{ probe: shop, answer: down }], [], later(100));
  const signs = { alarms: ['slo'], probes: [shop] };
  const slo = (state: 'OK' | 'ALARM') => [{ name: 'slo', state, since: BEGAN }];

  it('are quiet only where both are', () => {
    expect(decideHealth(signs, { alarms: slo('OK'), failing: [] }, watched).is).toBe('quiet');
    expect(decideHealth(signs, { alarms: slo('OK'), failing }, watched).is).toBe('unsettled');
    expect(decideHealth(signs, { alarms: slo('ALARM'), failing: [] }, watched).is).toBe('unsettled');
  });

  it('are looked at again when the first of them may have ended', () => {
    const health = decideHealth(signs, { alarms: slo('ALARM'), failing }, watched);
    expect(health).toMatchObject({ is: 'unsettled', secondsLeft: 60, failing });
    expect(health).toMatchObject({ reason: expect.stringMatching(/^probe https.*; alarm slo/) });
    if (health.is !== 'unsettled') throw new Error(health.is);
    // A soak of three days is looked at each eleven minutes else.
    expect(decideSoak(3 * 24 * 60, health, watched)).toEqual({ is: 'under way', waitSeconds: 60 });
  });
});
