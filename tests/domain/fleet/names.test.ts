import { describe, expect, it } from '@jest/globals';
import { doesInWords } from '../../../domain/firings/agenda-words.ts';
import { notYet } from '../../../domain/fleet/checks/not-yet.ts';
import { scheduleName, schedulePrefix } from '../../../domain/fleet/schedules/names.ts';
import type { Schedule } from '../../../domain/ports/schedules.ts';
import { fleetOf, SALE, schedulesOf } from '../policy/documents.ts';

describe('the name of a schedule', () => {
  it('is whole where there is room, and else told apart by a digest', () => {
    const [cluster, entry] = ['c'.repeat(24), 'e'.repeat(20)];
    expect(scheduleName(cluster, entry, 'wake')).toBe(`${cluster}.${entry}.wake`);
    expect(scheduleName(`${cluster}c`, `${entry}e`, 'wake')).toMatch(
      /^c{15}-[0-9a-f]{8}\.e{11}-[0-9a-f]{8}\.wake$/,
    );
    expect(schedulePrefix(`${cluster}c`)).not.toBe(schedulePrefix(`${cluster}d`));
  });

  it('has no more than the 64 characters that Scheduler takes', () => {
    expect(scheduleName('c'.repeat(100), 'e'.repeat(63), 'sleep-2026-11-25-2')).toHaveLength(64);
  });
});

it.each([
  ['web to minSize 4', { web: { minSize: 4 } }],
  [
    'web to minSize 4; batch to minSize +1, maxSize 9',
    { web: { minSize: 4 }, batch: { minSize: '+1', maxSize: 9 } },
  ],
  ['web, batch to maxSize 9', [{ select: { nodeGroups: ['web', 'batch'] }, maxSize: 9 }]],
  [
    'groups with tier=web, team=shop to maxSize 9',
    [{ select: { labels: { tier: 'web', team: 'shop' } }, maxSize: 9 }],
  ],
  ['all groups to desiredCapacity 0', [{ select: { all: true }, desiredCapacity: 0 }]],
])('a schedule resizes %s, in words', (words, nodeGroups) => {
  const { 'sale.scale': schedule } = schedulesOf(fleetOf({ scale: [{ ...SALE, nodeGroups }] }));
  expect(doesInWords(schedule as Schedule)).toBe(`resizes ${words}`);
});

it('what nothing acts on yet is told by path', () => {
  const failover = [
    { to: { cluster: 'shop', region: 'us-east-1' }, drill: 'monthly', move: { order: ['a/b'] } },
    { to: { cluster: 'web', region: 'us-east-1', floor: 1 } },
  ];
  const freezes = [{ stops: ['scale'] }, { stops: ['apply', 'scale', 'upgrade', 'drill', 'delete'] }];
  expect(notYet(fleetOf({ limits: {}, upgrades: {}, failover, freezes }))).toEqual([
    {
      path: 'spec.limits',
      reason: 'they hold for the upgrade of the fleet alone: no other operation is counted',
    },
  ]);
  expect(notYet(fleetOf())).toEqual([]);
});
