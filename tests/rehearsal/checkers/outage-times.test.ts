import { describe, expect, it } from '@jest/globals';
import { OutageTimes } from '../../../rehearsal/checkers/outage-times.ts';

const entry = (kind: string, at: number, fault: string, region: string, service?: string) => ({
  kind,
  at,
  fault,
  region,
  ...(service ? { service } : {}),
});

describe('times of outages', () => {
  const times = new OutageTimes();
  times.read(entry('fault', 1000, 'service-down', 'us-east-1', 'events'));
  times.read(entry('fault', 1500, 'service-down', 'us-east-1', 'eks'));
  times.read(entry('recovery', 9000, 'service-down', 'us-east-1', 'events'));
  times.read(entry('recovery', 9500, 'service-down', 'us-east-1', 'eks'));
  times.read(entry('fault', 20_000, 'partition', 'us-west-2 | eu-west-1'));
  times.read(entry('fault', 30_000, 'throttle', 'us-east-1'));

  it.each([
    ['before it began', 0, 999, 'us-east-1', false],
    ['in its middle, hours after its beginning', 5000, 6000, 'us-east-1', true],
    ['up to its end', 9400, 12_000, 'us-east-1', true],
    ['after its end', 9501, 12_000, 'us-east-1', false],
    ['in another region', 5000, 6000, 'us-west-2', false],
    ['without an end so far, on either side of a partition', 90_000, 90_001, 'eu-west-1', true],
    ['where calls are throttled alone', 29_000, 31_000, 'us-east-1', false],
  ])('knows of %s', (_, fromMs, toMs, region, expected) => {
    expect(times.were(fromMs, toMs, region)).toBe(expected);
  });

  it('knows of any region where none is named', () => {
    expect(times.were(5000, 6000)).toBe(true);
    expect(times.were(9501, 19_999)).toBe(false);
  });
});
