import { describe, expect, it } from '@jest/globals';
import { incidentsOf, type Moment } from '../../../simulator/clients/incidents.ts';

/** Moments by second: the share that succeeds of all requests, and of those that honour the TTL. */
const moments = (...given: readonly (readonly [number, number, number?])[]): Moment[] =>
  given.map(([second, succeeded, honouring = succeeded]) => ({
    ...{ atMs: second * 1000, succeeded, honouring, answeredBy: {} },
  }));

describe('an incident', () => {
  it('ends where a whole minute of 99 percent begins', () => {
    const found = incidentsOf(
      moments([0, 1], [10, 0], [40, 1], [99, 0.5], [110, 0.99], [150, 0.995], [170, 1]),
      300_000,
    );
    // 59 s are no minute.
    expect(found).toEqual([{ firstFailedAtMs: 10_000, restoredAtMs: 110_000, rtoSeconds: 100 }]);
  });

  it('that 98.9 percent end is none that has ended', () => {
    expect(incidentsOf(moments([0, 1], [10, 0], [40, 0.989]), 3_000_000)).toEqual([
      { firstFailedAtMs: 10_000 },
    ]);
  });

  it('needs the minute to have gone by', () => {
    const given = moments([0, 1], [10, 0], [40, 1]);
    expect(incidentsOf(given, 99_999)).toEqual([{ firstFailedAtMs: 10_000 }]);
    expect(incidentsOf(given, 100_000)).toHaveLength(1);
    expect(incidentsOf(given, 100_000)[0]?.rtoSeconds).toBe(30);
  });

  it('goes by those who honour the TTL, and lasts for the others until they are served', () => {
    const found = incidentsOf(
      moments([0, 1], [10, 0], [40, 0.9, 1], [600, 1], [900, 0.5], [930, 1]),
      3_000_000,
    );
    expect(found.map(({ rtoSeconds }) => rtoSeconds)).toEqual([30, 30]);
    expect(found.map(({ firstFailedAtMs }) => firstFailedAtMs)).toEqual([10_000, 900_000]);
  });

  it('is none where nothing fails', () => {
    expect(incidentsOf(moments([0, 1]), 1000)).toEqual([]);
  });
});
