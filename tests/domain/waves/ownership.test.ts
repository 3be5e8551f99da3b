import { describe, expect, it } from '@jest/globals';
import { ownershipOf, seatsOf } from '../../../domain/waves/ownership.ts';

const EAST = 'us-east-1';
const WEST = 'us-west-2';
const IRELAND = 'eu-west-1';
const seats = [EAST, WEST, IRELAND];
const owned = { home: EAST, epoch: 2, seats };
const seat = (owner: string, epoch = 2) => ({ owner, epoch });

describe('the owner of a fleet upgrade', () => {
  it.each([
    ['all seats', { [EAST]: seat(EAST), [WEST]: seat(EAST), [IRELAND]: seat(EAST) }, 'own'],
    ['two of three', { [EAST]: seat(EAST), [IRELAND]: seat(EAST) }, 'own'],
    ['its own seat alone', { [EAST]: seat(EAST) }, 'unknown'],
    ['none', {}, 'unknown'],
    ['a majority of an older epoch', { [EAST]: seat(EAST, 1), [WEST]: seat(EAST, 1) }, 'unknown'],
    [
      'two of three, and one with a higher epoch',
      { [EAST]: seat(EAST), [WEST]: seat(EAST), [IRELAND]: seat(WEST, 3) },
      'lost',
    ],
    [
      'one of another home at the same epoch',
      { [EAST]: seat(EAST), [WEST]: seat(EAST), [IRELAND]: seat(WEST) },
      'lost',
    ],
    ['regions that are no seats of it', { 'eu-west-2': seat(EAST), 'eu-west-3': seat(EAST) }, 'unknown'],
  ] as const)('is judged by %s', (_, seen, expected) => {
    expect(ownershipOf(owned, seen)).toBe(expected);
  });

  it('needs two of four seats and one more, however many answer', () => {
    const four = { ...owned, seats: [...seats, 'eu-west-2'] };
    expect(ownershipOf(four, { [EAST]: seat(EAST), [WEST]: seat(EAST) })).toBe('unknown');
  });
});

describe('the seats of an upgrade', () => {
  it.each([
    [[EAST], [EAST]],
    [[EAST, WEST], [EAST]],
    [
      [EAST, WEST, IRELAND],
      [EAST, IRELAND, WEST],
    ],
    [
      ['a', 'b', 'c', 'd', EAST],
      [EAST, 'a', 'b', 'c', 'd'],
    ],
    [
      ['a', 'b', 'c', EAST],
      [EAST, 'a', 'b'],
    ],
    [
      ['a', 'b', 'c', 'd', 'e', 'f', EAST],
      [EAST, 'a', 'b', 'c', 'd'],
    ],
  ])('are an odd number with home among them: %j', (deployed, expected) => {
    expect(seatsOf(EAST, deployed)).toEqual(expected);
  });
});
