import { describe, expect, it } from '@jest/globals';
import { asleepNotes } from '../../../domain/plan/asleep.ts';
import { configOf } from '../desired/fixtures.ts';

const SIZES = { minSize: 1, desiredSize: 2, maxSize: 4 };
const group = (name: string, over: object = {}) => ({
  name,
  minSize: 1,
  desiredCapacity: 2,
  maxSize: 4,
  ...over,
});

/** Notes on a document whose cluster fell asleep with one group, `web` of `SIZES`. */
const notes = (...managedNodeGroups: readonly object[]) =>
  asleepNotes(configOf({ managedNodeGroups }), {
    groups: [{ key: 'nodeGroup/web', document: SIZES }],
    hasNoBuiltInPools: false,
  }).slice(1);

describe('a document of a sleeping cluster', () => {
  it('leaves its sizes alone', () => {
    expect(notes(group('web'))).toEqual([]);
  });

  it('says what it will wake to where its sizes are others by now, and of a group that is new', () => {
    expect(notes(group('web', { desiredCapacity: 3 }), group('batch'))).toEqual([
      'web will wake to 3 of 1-4',
      'batch will wake to 2 of 1-4',
    ]);
  });
});
