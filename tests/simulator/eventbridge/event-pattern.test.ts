import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../simulator/aws-error.ts';
import { compileEventPattern } from '../../../simulator/eventbridge/event-pattern/event-pattern.ts';

const matches = (pattern: object, event: Record<string, unknown>): boolean =>
  compileEventPattern(JSON.stringify(pattern)).matches(event);

const reasonOf = (text: string): string => {
  try {
    compileEventPattern(text);
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('event patterns', () => {
  it.each<[string, unknown, unknown, boolean]>([
    ['a text', 'x', 'x', true],
    ['a text against a number', '5', 5, false],
    ['a number in another notation', 5, 5.0, true],
    ['null', null, null, true],
    ['null against an empty list', null, [], false],
    ['an IPv6 address in another spelling', '2001:db8::1', '2001:0db8:0:0:0:0:0:1', true],
    ['prefix', { prefix: 'ab' }, 'abc', true],
    ['prefix without case', { prefix: { 'equals-ignore-case': 'AB' } }, 'abc', true],
    ['prefix against a number', { prefix: '1' }, 12, false],
    ['suffix', { suffix: 'bc' }, 'abc', true],
    ['equality without case', { 'equals-ignore-case': 'Abc' }, 'aBC', true],
    ['a wildcard', { wildcard: 'a*c' }, 'a/b\nc', true],
    ['an escaped wildcard', { wildcard: 'a\\*c' }, 'abc', false],
    ['a bound', { numeric: ['>', 0, '<=', 5] }, 5, true],
    ['a bound against seven decimals, which cannot be compared', { numeric: ['>', 0] }, 0.1234567, false],
    ['anything but a text', { 'anything-but': 'x' }, 'y', true],
    ['anything but a text, against null', { 'anything-but': 'x' }, null, true],
    ['anything but a prefix, against a number', { 'anything-but': { prefix: 'x' } }, 1, true],
    ['anything but wildcards', { 'anything-but': { wildcard: ['*a', '*b'] } }, 'xb', false],
    ['an address in a block', { cidr: '10.0.0.0/24' }, '10.0.0.77', true],
    ['an address below the block as written', { cidr: '10.0.0.5/24' }, '10.0.0.4', false],
    ['existence of an object, which is no leaf', { exists: true }, { a: 1 }, false],
  ])('judge %s', (_title, matcher, value, expected) => {
    expect(matches({ key: [matcher] }, { key: value })).toBe(expected);
  });

  it('take several matches in an array from one of its elements', () => {
    const pattern = { list: { a: [1], b: [2] } };
    expect(matches(pattern, { list: [{ a: 1, b: 2 }] })).toBe(true);
    expect(matches(pattern, { list: [{ a: 1 }, { b: 2 }] })).toBe(false);
    const absent = { list: { a: [1], b: [{ exists: false }] } };
    expect(matches(absent, { list: [{ a: 1 }, { b: 2 }] })).toBe(true);
    expect(matches(absent, { list: [{ a: 1, b: 2 }] })).toBe(false);
  });

  it('multiply by $or, and keep the last of two demands on one key', () => {
    const or = { source: ['s'], $or: [{ a: [1] }, { b: [2] }] };
    expect(matches(or, { source: 's', b: 2 })).toBe(true);
    expect(matches(or, { source: 's' })).toBe(false);
    expect(matches({ a: [1], $or: [{ a: [2] }, { b: [3] }] }, { a: 2 })).toBe(true);
    expect(matches({ $or: [{ a: [2] }, { b: [3] }], a: [1] }, { a: 2 })).toBe(false);
  });

  it('join the steps of a path by dots on both sides', () => {
    expect(matches({ a: { b: ['x'] } }, { 'a.b': 'x' })).toBe(true);
    expect(matches({ 'a.b': ['x'] }, { a: { b: 'x' } })).toBe(true);
  });

  it.each([
    ['', 'Filter is not an object'],
    ['[]', 'Filter is not an object'],
    ['{}', 'Empty objects are not allowed'],
    ['{"a":1}', '"a" must be an object or an array'],
    ['{"a":[]}', 'Empty arrays are not allowed'],
    ['{"a":[[1]]}', 'Match value must be String, number, true, false, or null'],
    ['{"a":[{"EXISTS":true}]}', 'Unrecognized match type EXISTS'],
    ['{"a":[{"exists":1}]}', 'exists match pattern must be either true or false.'],
    ['{"a":[{"prefix":"x","suffix":"y"}]}', 'Only one key allowed in match expression'],
    ['{"a":[{"prefix":1}]}', 'prefix match pattern must be a string'],
    ['{"a":[{"wildcard":"a**"}]}', 'Consecutive wildcard characters at pos 2'],
    ['{"a":[{"cidr":"10.0.0.0/32"}]}', 'IPv4 mask bits must be < 32'],
    ['{"a":[{"numeric":[">",0,">",1]}]}', 'Bad numeric range operator: >'],
    ['{"a":[{"anything-but":["x",1]}]}', 'Inside anything but list, either all values are number or string'],
    ['{"$or":[{"a":[1]}]}', 'There must have at least 2 Objects in $or relationship.'],
    ['{"$or":[{"prefix":[1]},{"a":[1]}]}', 'prefix is Ruler reserved fieldName'],
    ['{"a":[{"wildcard":"*:*:*:*:*:event-bus/*"}]}', 'Rule is too complex'],
  ])('refuse %s', (text, reason) => {
    expect(reasonOf(text)).toContain(`Event pattern is not valid. Reason: ${reason}`);
  });

  it('say where the fault is', () => {
    expect(reasonOf('{"a":["x"],\n "b":{"c":"d"}}')).toMatch(/; line: 2, column: 12\]$/);
    expect(reasonOf('')).toMatch(/\(String\)""; line: 1, column: 0\]$/);
    expect(reasonOf('{"a": [1}')).toContain("Unexpected character ('}' (code 125))");
  });

  it('accept repetition behind one wildcard that AWS documents as accepted', () => {
    expect(reasonOf('{"a":[{"wildcard":"/Users/*/dir/dir/dir/dir/dir/doc.txt"}]}')).toBe('accepted');
  });
});
