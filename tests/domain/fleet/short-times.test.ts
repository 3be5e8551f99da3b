import { describe, expect, it } from '@jest/globals';
import { parseFleet } from '../../../domain/fleet/parse.ts';
import { fleetOf, NOW, SALE } from './documents.ts';

describe('sizes for a time that is too short', () => {
  const untilSoon = { at: 'at(2026-12-01T06:00:00)', until: '2026-12-01T06:30', within: 30 };

  it.each([
    ['before their nodes have come', { for: '2m' }, 'for', 'at least 5m', /have come$/],
    ['before a firing that comes late', untilSoon, 'until', 'at least 35m', /it may begin 30 minutes late/],
  ])('are refused where they would go back %s', (_what, times, member, allowed, message) => {
    const document = fleetOf({ scale: [{ ...SALE, ...times }] });
    const { problems = [] } = parseFleet(document, 'fleet.yaml', { now: NOW });
    expect(problems).toEqual([
      expect.objectContaining({
        path: `spec.scale[0].${member}`,
        allowed,
        message: expect.stringMatching(message),
      }),
    ]);
  });
});
