import { describe, expect, it } from '@jest/globals';
import type { AlarmState } from '../../../domain/ports/alarms.ts';
import { decideHealth } from '../../../domain/upgrade/health.ts';
import { decideSoak } from '../../../domain/upgrade/soak.ts';

const BEGAN = '2026-11-24T10:00:00.000Z';
const after = (seconds: number): string => new Date(Date.parse(BEGAN) + seconds * 1000).toISOString();
const alarm = (state: AlarmState['state'], seconds: number, name = 'slo'): AlarmState => ({
  name,
  state,
  since: after(seconds),
});
const seen = (states: readonly AlarmState[], seconds: number, names: readonly string[] = ['slo']) =>
  decideHealth({ alarms: names }, { alarms: states, failing: [] }, { since: BEGAN, at: after(seconds) });

describe('the health of a cluster by its alarms', () => {
  it('is quiet where all are OK, and where none is named', () => {
    expect(seen([alarm('OK', -500)], 0)).toEqual({ is: 'quiet' });
    expect(seen([], 0, [])).toEqual({ is: 'quiet' });
  });

  it('is unknown where CloudWatch does not have one, whatever the others say', () => {
    expect(seen([alarm('ALARM', -9999)], 9999, ['slo', 'gone'])).toEqual({
      is: 'unknown',
      missing: ['gone'],
    });
  });

  it.each([
    ['an alarm that goes', 'ALARM', 300],
    ['an alarm without data', 'INSUFFICIENT_DATA', 900],
  ] as const)('is unsettled for a while with %s, and unhealthy after it', (_what, state, patience) => {
    expect(seen([alarm(state, 60)], 60)).toMatchObject({ is: 'unsettled', secondsLeft: patience });
    expect(seen([alarm(state, 60)], 59.5 + patience)).toMatchObject({ is: 'unsettled', secondsLeft: 1 });
    expect(seen([alarm(state, 60)], 60 + patience)).toMatchObject({ is: 'unhealthy' });
  });

  it('gives an alarm that went before the step the same time, from the beginning of the step', () => {
    expect(seen([alarm('ALARM', -86_400)], 1)).toMatchObject({ is: 'unsettled', secondsLeft: 299 });
    expect(seen([alarm('ALARM', -86_400)], 300)).toMatchObject({ is: 'unhealthy' });
  });

  it.each([
    [60, 300],
    [240, 300],
    [300, 360],
    [600, 660],
    [3600, 900],
  ])(
    'gives an alarm that lingers for %i s after a burst %i s, and one without data no more',
    (lingersSeconds, patience) => {
      const of = (state: AlarmState['state']) => ({ ...alarm(state, 0), lingersSeconds });
      expect(seen([of('ALARM')], 0)).toMatchObject({ is: 'unsettled', secondsLeft: patience });
      expect(seen([of('ALARM')], patience)).toMatchObject({ is: 'unhealthy' });
      expect(seen([of('INSUFFICIENT_DATA')], 0)).toMatchObject({ is: 'unsettled', secondsLeft: 900 });
    },
  );

  it('names the alarm, and since when', () => {
    expect(seen([alarm('ALARM', 0)], 300)).toEqual({
      is: 'unhealthy',
      reason: `alarm slo has been going since ${BEGAN}`,
    });
    expect(seen([alarm('INSUFFICIENT_DATA', 0)], 900)).toEqual({
      is: 'unhealthy',
      reason: `alarm slo has had no data since ${BEGAN}`,
    });
  });

  it('goes by the alarm whose time ends first', () => {
    const states = [alarm('INSUFFICIENT_DATA', 0), alarm('ALARM', 100, 'errors'), alarm('OK', 0, 'latency')];
    const found = seen(states, 150, ['slo', 'errors', 'latency']);
    expect(found).toMatchObject({ is: 'unsettled', secondsLeft: 250 });
    expect(found).toMatchObject({ reason: expect.stringMatching(/errors .*; alarm slo/) });
    expect(found).not.toMatchObject({ reason: expect.stringContaining('latency') });
  });

  it('does not go by alarms that nobody has named', () => {
    expect(seen([alarm('OK', 0), alarm('ALARM', 0, 'other')], 999)).toEqual({ is: 'quiet' });
  });
});

describe('a soak', () => {
  const quiet = { is: 'quiet' } as const;
  const unsettled = { is: 'unsettled', reason: 'alarm slo', secondsLeft: 200, failing: [] } as const;
  const soaked = (minutes: number, health: Parameters<typeof decideSoak>[1], seconds: number) =>
    decideSoak(minutes, health, { since: BEGAN, at: after(seconds) });
  const waits = (waitSeconds: number) => ({ is: 'under way', waitSeconds });

  it('is over once its time has passed and every alarm is OK', () => {
    expect(soaked(60, quiet, 3599)).toEqual(waits(1));
    expect(soaked(60, quiet, 3600)).toEqual({ is: 'over' });
    expect(soaked(60, unsettled, 3600)).toEqual(waits(60));
  });

  it('is unhealthy as soon as an alarm is, also after its time', () => {
    const unhealthy = { is: 'unhealthy', reason: 'alarm slo' } as const;
    expect(soaked(60, unhealthy, 0)).toEqual(unhealthy);
    expect(soaked(60, unhealthy, 4000)).toEqual(unhealthy);
  });

  it('is looked at each minute, and at its very end', () => {
    expect(soaked(60, quiet, 0)).toEqual(waits(60));
    expect(soaked(60, quiet, 3590)).toEqual(waits(10));
  });

  it('of three days is looked at four hundred times', () => {
    let looks = 0;
    let seconds = 0;
    for (; seconds < 3 * 86_400; looks += 1) {
      const soak = soaked(3 * 24 * 60, quiet, seconds);
      if (soak.is !== 'under way') break;
      seconds += soak.waitSeconds;
    }
    expect(looks).toBeLessThanOrEqual(401);
    expect(seconds).toBe(3 * 86_400);
  });

  it('is looked at when the patience with an alarm ends', () => {
    expect(soaked(3 * 24 * 60, unsettled, 0)).toEqual(waits(200));
  });
});
