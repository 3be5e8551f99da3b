import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { healthSignalOf } from '../../../domain/failover/health-event.ts';
import { AWS_HEALTH, type Signal, saidOf, untimely } from '../../../domain/failover/signals.ts';

const NOW = Date.parse('2026-12-02T10:00:00Z');
const time = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();
const signal = (more: Partial<Signal> = {}): Signal => ({
  ...{ id: 'one', region: 'us-east-1', zones: [], source: AWS_HEALTH, reason: 'power', status: 'open' },
  ...{ at: time(-10), until: time(60) },
  ...more,
});
const said = (...signals: readonly Signal[]) => saidOf(signals, 'us-east-1', NOW);

describe('what is said of a region', () => {
  it('is its zones, and the region itself with who says so', () => {
    const zone = signal({ id: 'two', zones: ['use1-az6', 'use1-az4'] });
    expect(said(signal(), zone)).toEqual({
      zones: ['use1-az4', 'use1-az6'],
      region: { why: 'AWS Health says of us-east-1: power', byAwsAlone: true },
    });
    expect(said(zone)).toEqual({ zones: ['use1-az4', 'use1-az6'] });
  });

  it('is not AWS Health’s alone where anybody else says so', () => {
    const other = signal({ id: 'two', source: 'canary', reason: 'no answer' });
    expect(said(signal(), other).region).toEqual({
      why: 'AWS Health says of us-east-1: power; canary says of us-east-1: no answer',
      byAwsAlone: false,
    });
  });

  it.each<[string, Partial<Signal>]>([
    ['another region', { region: 'us-west-2' }],
    ['an issue that is closed', { status: 'closed' }],
    ['a word whose time is over', { until: time(0) }],
    ['a word of a later day', { at: time(6) }],
  ])('is nothing by %s', (_, more) => {
    expect(said(signal(more))).toEqual({ zones: [] });
  });

  it('is the last word of each id, whichever region was told first', () => {
    const closed = signal({ status: 'closed', at: time(-5) });
    expect(said(signal(), closed)).toEqual({ zones: [] });
    expect(said(closed, signal())).toEqual({ zones: [] });
    expect(said(closed, signal({ at: time(-1) })).region).toBeDefined();
  });
});

describe('a word', () => {
  it.each([
    [0, true],
    [-60, true],
    [5, true],
    [-61, false],
    [6, false],
  ])('that was said %d minutes from now counts: %s', (minutes, counts) => {
    expect(untimely(time(minutes), NOW) === undefined).toBe(counts);
  });

  it('without a time that can be read changes nothing', () => {
    expect(untimely('yesterday', NOW)).toContain('allowed');
  });
});

/** As the events schema of AWS Health's user guide has it. */
const detail = {
  eventArn:
    'arn:aws:health:us-east-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/AWS_EC2_OPERATIONAL_ISSUE_7f35c8ae',
  service: 'EC2',
  eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE',
  eventTypeCategory: 'issue',
  eventScopeCode: 'PUBLIC',
  eventRegion: 'us-east-1',
  statusCode: 'open',
  startTime: 'Wed, 02 Dec 2026 08:00:00 GMT',
  lastUpdatedTime: 'Wed, 02 Dec 2026 09:59:00 GMT',
  eventDescription: [{ language: 'en_US', latestDescription: 'Increased error rates\nin the Region.' }],
};

describe('an event of AWS Health', () => {
  it('is a word on its region, of its last update, for a day', () => {
    expect(healthSignalOf(detail, time(0))).toEqual({
      ...{ id: `AWS Health/${detail.eventArn}`, region: 'us-east-1', zones: [], source: AWS_HEALTH },
      reason: 'AWS_EC2_OPERATIONAL_ISSUE: Increased error rates in the Region.',
      ...{ status: 'open', at: time(-1), until: time(24 * 60 - 1) },
    });
  });

  it('is of the zones that its description names', () => {
    const latestDescription = 'A loss of power in a single Availability Zone (use1-az4), and use1-az6.';
    const event = { ...detail, eventDescription: [{ language: 'en_US', latestDescription }] };
    expect(healthSignalOf(event, time(0))?.zones).toEqual(['use1-az4', 'use1-az6']);
  });

  it('is of the time at which it was sent where its own cannot be read', () => {
    const { lastUpdatedTime: _, ...rest } = detail;
    expect(healthSignalOf(rest, time(-3))?.at).toBe(time(-3));
    expect(healthSignalOf({ ...detail, lastUpdatedTime: 'soon' }, time(-3))?.at).toBe(time(-3));
  });

  it('is none where it is no issue, is of no region, or has no time', () => {
    expect(healthSignalOf({ ...detail, eventTypeCategory: 'scheduledChange' }, time(0))).toBeUndefined();
    expect(healthSignalOf({ ...detail, eventRegion: undefined }, time(0))).toBeUndefined();
    expect(healthSignalOf({ ...detail, lastUpdatedTime: undefined }, 'soon')).toBeUndefined();
  });

  it('of any form never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (any, sent) => {
        expect(healthSignalOf(any, sent)).toBeUndefined();
      }),
    );
  });
});
