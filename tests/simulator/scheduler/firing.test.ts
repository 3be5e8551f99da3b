import { describe, expect, it } from '@jest/globals';
import { NOTHING_FAILS } from '../../../simulator/fault.ts';
import { minuteOf, refusal, schedule, schedulerWorld } from './world.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The minutes in which the inbox got messages while so many days passed. */
async function firedIn(days: number, over: object, options: Parameters<typeof schedulerWorld>[0] = {}) {
  const world = await schedulerWorld(options);
  await world.call('CreateSchedule', schedule({ ...over }));
  await world.settle(days * DAY + MINUTE);
  return world.arrivals().map(minuteOf);
}

describe('a schedule fires', () => {
  it('anywhere within its minute, in no minute but its own', async () => {
    const world = await schedulerWorld();
    await world.call('CreateSchedule', schedule({ ScheduleExpression: 'cron(* * * * ? *)' }));
    const start = world.kernel.now();
    await world.settle(60 * MINUTE);
    const arrivals = world.arrivals();
    const minutes = arrivals.map((at) => Math.floor(at / MINUTE));
    expect(new Set(minutes).size).toBe(minutes.length);
    expect(minutes.length).toBeGreaterThanOrEqual(59);
    const seconds = arrivals.map((at) => (at % MINUTE) / 1000);
    expect(Math.max(...seconds)).toBeGreaterThan(40);
    expect(Math.min(...seconds)).toBeLessThan(20);
    expect(Math.min(...arrivals)).toBeGreaterThanOrEqual(start);
  });

  it('somewhere in its flexible window, and late in it too', async () => {
    const world = await schedulerWorld();
    const FlexibleTimeWindow = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 240 };
    await world.call('CreateSchedule', schedule({ FlexibleTimeWindow }));
    await world.settle(30 * DAY);
    const afterDue = world.arrivals().map((at) => (at % DAY) / MINUTE - 120);
    expect(afterDue).toHaveLength(30);
    expect(Math.min(...afterDue)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...afterDue)).toBeLessThan(240);
    expect(Math.max(...afterDue) - Math.min(...afterDue)).toBeGreaterThan(120);
  });

  it('at once and then at its rate, where it is given no start', async () => {
    expect(
      await firedIn(1.5, { ScheduleExpression: 'rate(12 hours)' }, { startAt: '2026-01-01T06:00:00Z' }),
    ).toEqual(['2026-01-01T06:00', '2026-01-01T18:00', '2026-01-02T06:00', '2026-01-02T18:00']);
  });

  it('at its rate from its start, before its end', async () => {
    const dates = { StartDate: new Date('2026-01-02T05:00:00Z'), EndDate: new Date('2026-01-04T05:00:00Z') };
    expect(await firedIn(9, { ScheduleExpression: 'rate(1 day)', ...dates })).toEqual([
      '2026-01-02T05:00',
      '2026-01-03T05:00',
    ]);
  });

  it('between the dates that it is given, by its calendar', async () => {
    const dates = { StartDate: new Date('2026-01-02T02:00:00Z'), EndDate: new Date('2026-01-04T02:00:00Z') };
    expect(await firedIn(9, dates)).toEqual(['2026-01-02T02:00', '2026-01-03T02:00']);
  });

  it('once, at a time of its own zone, whatever its dates say', async () => {
    const once = {
      ScheduleExpression: 'at(2026-07-01T09:00:00)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    };
    const EndDate = new Date('2026-02-01T00:00:00Z');
    expect(await firedIn(300, { ...once, EndDate })).toEqual(['2026-07-01T07:00']);
  });

  it('never, where its one time has passed', async () => {
    expect(await firedIn(30, { ScheduleExpression: 'at(2025-12-31T00:00:00)' })).toEqual([]);
  });

  it('not at a local time that spring skips, and once at one that autumn repeats', async () => {
    const daily = { ScheduleExpression: 'cron(30 2 * * ? *)', ScheduleExpressionTimezone: 'Europe/Berlin' };
    expect(await firedIn(3, daily, { startAt: '2026-03-28T00:00:00Z' })).toEqual([
      '2026-03-28T01:30',
      '2026-03-30T00:30',
    ]);
    expect(await firedIn(3, daily, { startAt: '2026-10-24T00:00:00Z' })).toEqual([
      '2026-10-24T00:30',
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
  });

  it('not while it is disabled, and again when it is not any more', async () => {
    const { call, settle, arrivals } = await schedulerWorld();
    await call('CreateSchedule', schedule({ State: 'DISABLED' }));
    await settle(2 * DAY);
    expect(arrivals()).toEqual([]);
    await call('UpdateSchedule', schedule());
    await settle(DAY);
    expect(arrivals().map(minuteOf)).toEqual(['2026-01-03T02:00']);
  });

  it('by its new definition after an update, and not after its deletion', async () => {
    const { call, settle, arrivals } = await schedulerWorld();
    await call('CreateSchedule', schedule());
    await call('UpdateSchedule', schedule({ ScheduleExpression: 'cron(0 3 * * ? *)' }));
    await settle(DAY);
    expect(arrivals().map(minuteOf)).toEqual(['2026-01-01T03:00']);
    await call('DeleteSchedule', { Name: 'nightly' });
    await settle(2 * DAY);
    expect(arrivals()).toEqual([]);
  });

  it('sometimes twice, since it is invoked at least once', async () => {
    expect(
      await firedIn(2, {}, { faults: { ...NOTHING_FAILS, ofDelivery: () => ({ copies: 2, delayMs: 0 }) } }),
    ).toEqual(['2026-01-01T02:00', '2026-01-01T02:00', '2026-01-02T02:00', '2026-01-02T02:00']);
  });
});

describe('a schedule that has completed', () => {
  const once = { ScheduleExpression: 'at(2026-01-01T09:00:00)' };

  it('stays, unless it says to be deleted', async () => {
    const { call, settle } = await schedulerWorld();
    await call('CreateSchedule', schedule(once));
    await settle(DAY);
    expect(await call('GetSchedule', { Name: 'nightly' })).toMatchObject({ State: 'ENABLED' });
  });

  it('is deleted after its one invocation, or after the last before its end', async () => {
    const { call, settle, arrivals } = await schedulerWorld();
    const ActionAfterCompletion = 'DELETE';
    await call('CreateSchedule', schedule({ ...once, ActionAfterCompletion }));
    const EndDate = new Date('2026-01-03T00:00:00Z');
    await call('CreateSchedule', schedule({ Name: 'twice', EndDate, ActionAfterCompletion }));
    await settle(DAY);
    expect(await refusal(call('GetSchedule', { Name: 'nightly' }))).toMatch(/^ResourceNotFoundException/);
    expect(await call('GetSchedule', { Name: 'twice' })).toMatchObject({ Name: 'twice' });
    await settle(DAY);
    expect(await refusal(call('GetSchedule', { Name: 'twice' }))).toMatch(/^ResourceNotFoundException/);
    expect(arrivals()).toHaveLength(3);
  });

  it('is not deleted if it was given another time after its invocation', async () => {
    const { call, settle, arrivals } = await schedulerWorld();
    await call('CreateSchedule', schedule({ ...once, ActionAfterCompletion: 'DELETE' }));
    await settle(9 * 60 * MINUTE);
    while (arrivals().length === 0) await settle(500);
    await call('UpdateSchedule', schedule({ ScheduleExpression: 'at(2026-03-01T00:00:00)' }));
    await settle(DAY);
    expect(await call('GetSchedule', { Name: 'nightly' })).toMatchObject({ Name: 'nightly' });
  });
});

describe('the timers of a region', () => {
  it('fire alike for one seed, and otherwise for another', async () => {
    const run = async (seed: number) => {
      const world = await schedulerWorld({ seed });
      await world.call('CreateSchedule', schedule());
      await world.settle(3 * DAY);
      return world.arrivals();
    };
    const first = await run(1);
    expect(await run(1)).toEqual(first);
    expect(await run(2)).not.toEqual(first);
  });

  it('invoke each of many schedules at each of its times', async () => {
    const { call, settle, arrivals } = await schedulerWorld();
    for (let index = 0; index < 200; index++) {
      await call('CreateSchedule', schedule({ Name: `s${index}`, ScheduleExpression: 'rate(1 day)' }));
    }
    await settle(3 * DAY + MINUTE);
    expect(arrivals()).toHaveLength(200 * 4);
  });
});
