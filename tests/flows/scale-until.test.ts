import { describe, expect, it } from '@jest/globals';
import {
  ASLEEP,
  AWAKE,
  apply,
  byHand,
  ended,
  factsOf,
  hibernate,
  resize,
  simulate,
  sizes,
  wake,
} from './scale-cluster.fixtures.ts';

const grown = (desiredCapacity: number, hour: number) =>
  resize({ desiredCapacity }, { nodeGroups: ['web'] }, { until: `2026-11-24T${hour}:00:00Z` });

describe('resizing for a time', () => {
  it('gives back what it took when its time is up, unless somebody has changed it since', async () => {
    const report = await simulate([
      apply,
      resize({ desiredCapacity: 4 }, { nodeGroups: ['web'] }, { until: '2026-11-24T12:00:00Z' }),
      sizes('4 of 1-4', '1 of 0-2'),
      { wait: 6 * 3600 },
      sizes(...AWAKE),
      resize({ desiredCapacity: 4 }, { nodeGroups: ['web'] }, { until: '2026-11-25T12:00:00Z' }),
      byHand({ desiredSize: 3 }),
      { wait: 30 * 3600 },
      sizes('3 of 1-4', '1 of 0-2'),
      ended('Skipped', 'it is at 3 of 1-4 and no longer at 4 of 1-4'),
    ]);
    expect(factsOf(report).at(-1)).toMatchObject({ detailType: 'ScheduleSkipped' });
    const [, first, back] = report.operations;
    expect([back?.action, back?.parent, first?.parent]).toEqual(['return', first?.id, undefined]);
  }, 60_000);

  it('tells what was saved meanwhile also where the answer of its last look is lost', async () => {
    const lost = { kind: 'lose-result', functionName: 'scaleObserveGroups', times: 40 } as const;
    const report = await simulate([
      apply,
      resize({ desiredCapacity: 1 }, { nodeGroups: ['web'] }, { until: '2026-11-24T12:00:00Z' }),
      { fault: lost },
      { wait: 6 * 3600 },
      sizes(...AWAKE),
    ]);
    expect(report.faults).toHaveLength(40);
    expect(factsOf(report).at(-1)?.detail.saved).toBeDefined();
  }, 60_000);

  it('gives back what was there before all of it, where one time outlasts another and other groups are scaled', async () => {
    await simulate([
      apply,
      grown(3, 13),
      resize({ desiredCapacity: 2 }, { nodeGroups: ['own'] }),
      grown(4, 15),
      grown(4, 17),
      { waitUntil: '2026-11-24T16:00:00Z' },
      sizes('4 of 1-4', '2 of 0-2'),
      ended('Skipped', 'it is at 4 of 1-4, which another operation has asked for since'),
      { waitUntil: '2026-11-24T18:00:00Z' },
      sizes('2 of 1-4', '2 of 0-2'),
    ]);
  }, 60_000);

  it('gives back what was there before all of it, where the cluster sleeps in between', async () => {
    await simulate([
      apply,
      grown(3, 13),
      grown(3, 20),
      grown(4, 14),
      hibernate(),
      { waitUntil: '2026-11-24T15:00:00Z' },
      sizes(...ASLEEP),
      wake(),
      sizes('3 of 1-4', '1 of 0-2'),
      grown(4, 21),
      { waitUntil: '2026-11-24T20:30:00Z' },
      sizes('4 of 1-4', '1 of 0-2'),
      { waitUntil: '2026-11-24T21:30:00Z' },
      sizes(...AWAKE),
    ]);
  }, 60_000);

  it('gives back what it took, also where it was stopped before it had written down what it left', async () => {
    await simulate([
      apply,
      resize({ desiredCapacity: 3 }),
      { fault: { kind: 'stop-execution', state: 'ObserveGroups' } },
      resize({ desiredCapacity: 4 }, { nodeGroups: ['web'] }, { until: '2026-11-24T12:00:00Z' }),
      ended('Failed'),
      { waitUntil: '2026-11-24T13:00:00Z' },
      sizes('3 of 1-4', '1 of 0-2'),
      ended('Succeeded'),
    ]);
  }, 60_000);
});
