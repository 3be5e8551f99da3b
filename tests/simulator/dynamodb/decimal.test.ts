import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDecimals,
  compareDecimals,
  formatDecimal,
  negateDecimal,
  parseDecimal,
} from '../../../simulator/dynamodb/items/decimal.ts';

/** Up to 18 digits, scaled by 10^-places: small enough that sums stay under 38 digits. */
const scaled = fc.record({
  digits: fc.bigInt(-(10n ** 18n), 10n ** 18n),
  places: fc.integer({ min: 0, max: 12 }),
});
const textOf = ({ digits, places }: { digits: bigint; places: number }): string => `${digits}e-${places}`;
/** The model: the value as an integer count of 10^-12. */
const modelOf = ({ digits, places }: { digits: bigint; places: number }): bigint =>
  digits * 10n ** BigInt(12 - places);

describe('numbers', () => {
  it.each([
    ['1.0', '1'],
    ['-0', '0'],
    ['007.100', '7.1'],
    ['1e3', '1000'],
    ['12E-1', '1.2'],
    ['.5', '0.5'],
    ['-1e-7', '-0.0000001'],
  ])('writes %s as %s, without leading or trailing zeros', (given, expected) => {
    expect(formatDecimal(parseDecimal(given))).toBe(expected);
  });

  it.each([
    ['', 'The parameter cannot be converted to a numeric value'],
    ['abc', 'The parameter cannot be converted to a numeric value: abc'],
    ['1_0', 'The parameter cannot be converted to a numeric value: 1_0'],
    ['1e126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
    ['-1e126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
    ['1e-131', 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
    ['1'.repeat(39), 'Attempting to store more than 38 significant digits in a Number'],
  ])('refuses %p', (given, message) => {
    expect(() => parseDecimal(given)).toThrow(message);
  });

  it('keeps 38 digits exactly, at both ends of the range', () => {
    const digits = '12345678901234567890123456789012345678';
    expect(formatDecimal(parseDecimal(digits))).toBe(digits);
    expect(formatDecimal(addDecimals(parseDecimal(digits), parseDecimal('1')))).toBe(
      '12345678901234567890123456789012345679',
    );
    expect(formatDecimal(parseDecimal('9.9e125'))).toBe(`99${'0'.repeat(124)}`);
    expect(() => addDecimals(parseDecimal('9e125'), parseDecimal('9e125'))).toThrow('Number overflow');
    expect(() => addDecimals(parseDecimal('1e40'), parseDecimal('1'))).toThrow('38 significant digits');
  });

  it('adds, subtracts and compares like integers of one scale', () => {
    fc.assert(
      fc.property(scaled, scaled, (left, right) => {
        const [a, b] = [parseDecimal(textOf(left)), parseDecimal(textOf(right))];
        const [x, y] = [modelOf(left), modelOf(right)];
        expect(compareDecimals(addDecimals(a, b), parseDecimal(`${x + y}e-12`))).toBe(0);
        expect(compareDecimals(addDecimals(a, negateDecimal(b)), parseDecimal(`${x - y}e-12`))).toBe(0);
        expect(compareDecimals(a, b)).toBe(x < y ? -1 : x > y ? 1 : 0);
        expect(compareDecimals(parseDecimal(formatDecimal(a)), a)).toBe(0);
      }),
    );
  });
});
