import { describe, expect, it } from '@jest/globals';
import { includes, same, sameItems, tagsToSet } from '../../../domain/decide/compare.ts';

const value = { b: [1, { y: 'z', x: null }], a: { d: true, c: undefined }, e: '' };
const reordered = { e: '', a: { d: true }, b: [1, { x: null, y: 'z' }] };

describe('two values', () => {
  it('are the same in whatever order their members are, and where one is absent', () => {
    expect(same(value, reordered)).toBe(true);
    expect(same(reordered, value)).toBe(true);
    expect(same(undefined, undefined)).toBe(true);
  });

  it.each([
    [
      [1, 2],
      [2, 1],
    ],
    [[1], { 0: 1 }],
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: {} }, {}],
    ['a', undefined],
  ])('are not: %j and %j', (one, other) => {
    expect(same(one, other)).toBe(false);
    expect(same(other, one)).toBe(false);
  });

  it('hold the same items, each as often as the other', () => {
    expect(sameItems([value, 'a'], ['a', reordered])).toBe(true);
    expect(sameItems(['a', 'a', 'b'], ['a', 'b', 'b'])).toBe(false);
    expect(sameItems(undefined, [])).toBe(true);
  });
});

describe('what is wanted', () => {
  it('is there beside what others added, and what nobody wants is not looked at', () => {
    expect(includes({ a: [1], theirs: 2 }, { a: [1], b: undefined })).toBe(true);
    expect(includes({ b: 'theirs' }, { b: undefined })).toBe(true);
    expect(includes(undefined, undefined)).toBe(true);
    expect(includes({ a: 1 }, { a: 2 })).toBe(false);
    expect(includes(undefined, { a: 2 })).toBe(false);
  });

  it('of tags is to be set where it is missing or another', () => {
    expect(tagsToSet({ a: '1', b: '0', c: '3' }, { a: '1', b: '2', d: '4' })).toEqual({ b: '2', d: '4' });
    expect(tagsToSet(undefined, undefined)).toEqual({});
  });
});
