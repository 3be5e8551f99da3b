import { describe, expect, it } from '@jest/globals';
import type { ObservedUpdate } from '../../../../domain/ports/eks.ts';
import { failuresSince } from '../../../../domain/upgrade/nodes/failures.ts';

const update = (createdAt: string, more: Partial<ObservedUpdate> = {}): ObservedUpdate => ({
  id: createdAt,
  type: 'VersionUpdate',
  status: 'Failed',
  createdAt: `2026-11-24T${createdAt}:00Z`,
  params: {},
  reason: `failed at ${createdAt}`,
  errors: [],
  ...more,
});
const SINCE = '2026-11-24T10:00:00Z';
const reasons = (...updates: readonly ObservedUpdate[]) =>
  failuresSince(updates, SINCE).map(({ reason }) => reason);

describe('failed updates of a step', () => {
  it('are those of the version since it began', () => {
    const ofSizes = update('12:00', { type: 'ConfigUpdate' });
    expect(reasons(ofSizes, update('11:00'), update('10:00'), update('09:59'))).toEqual([
      'failed at 11:00',
      'failed at 10:00',
    ]);
  });

  it('are over with one that succeeded, and not yet counted where one is under way', () => {
    const well = update('11:30', { status: 'Successful' });
    const running = update('12:30', { status: 'InProgress' });
    expect(reasons(running, update('12:00'), well, update('11:00'))).toEqual(['failed at 12:00']);
    expect(reasons(well, update('11:00'))).toEqual([]);
  });

  it('name the nodes that could not be drained, and none that did not come', () => {
    const errors = [
      { code: 'PodEvictionFailure', resourceIds: ['ip-10-0-0-1', 'ip-10-0-0-2'] },
      { code: 'NodeCreationFailure', resourceIds: ['i-1'] },
    ];
    expect(failuresSince([update('11:00', { errors })], SINCE)).toEqual([
      { reason: 'failed at 11:00', heldNodes: ['ip-10-0-0-1', 'ip-10-0-0-2'] },
    ]);
  });
});
