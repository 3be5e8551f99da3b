import { describe, expect, it } from '@jest/globals';
import { parseFleet } from '../../../domain/policy/parse.ts';
import { fleetOf, NOW, OFFICE, SALE } from './documents.ts';

const problemsOf = (spec: Readonly<Record<string, unknown>>) =>
  parseFleet(fleetOf(spec), 'fleet.yaml', { now: NOW }).problems ?? [];

describe('sizes for a time are refused', () => {
  it('where they go back before their nodes have come', () => {
    expect(problemsOf({ scale: [{ ...SALE, for: '2m' }] })).toEqual([
      expect.objectContaining({ path: 'spec.scale[0].for', found: '"2m"', allowed: 'at least 5m' }),
    ]);
    expect(problemsOf({ scale: [{ ...SALE, for: '5m' }] })).toEqual([]);
  });

  it('where they are over when a firing may come', () => {
    const once = { ...SALE, at: 'at(2026-12-01T06:00:00)', until: '2026-12-01T06:30' };
    expect(problemsOf({ scale: [{ ...once, within: 30 }] })).toEqual([
      expect.objectContaining({
        path: 'spec.scale[0].until',
        found: '"2026-12-01T06:30"',
        allowed: 'at least 35m',
        message: expect.stringContaining('it may begin 30 minutes late'),
      }),
    ]);
    expect(problemsOf({ scale: [once] })).toEqual([]);
  });
});

describe('a zone', () => {
  it('is spelled as the IANA does, and the right spelling is named', () => {
    expect(problemsOf({ sleep: [{ ...OFFICE, zone: 'america/new_york' }] })).toEqual([
      expect.objectContaining({
        path: 'spec.sleep[0].zone',
        found: '"america/new_york"',
        alternative: 'did you mean America/New_York?',
      }),
    ]);
  });
});
