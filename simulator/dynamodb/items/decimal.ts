import { validationError } from '../errors.ts';

/**
 * An exact decimal: `coefficient` × 10^`exponent`, without trailing zeros in the coefficient. DynamoDB keeps
 * 38 significant digits, magnitudes from 1E-130 to 9.99…E+125 (developer guide, "Data types: Number").
 */
interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const FORM = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;
const DIGITS_MAX = 38;
const MAGNITUDE_MAX = 125;
const MAGNITUDE_MIN = -130;

function digitsOf(coefficient: bigint): number {
  return (coefficient < 0n ? -coefficient : coefficient).toString().length;
}

function normalised(coefficient: bigint, exponent: number): Decimal {
  if (coefficient === 0n) return { coefficient, exponent: 0 };
  const text = coefficient.toString();
  const trimmed = text.replace(/0+$/, '');
  return { coefficient: BigInt(trimmed), exponent: exponent + text.length - trimmed.length };
}

/** Throws DynamoDB's refusal of a number that it cannot keep. */
function storable(value: Decimal): Decimal {
  if (value.coefficient === 0n) return value;
  const digits = digitsOf(value.coefficient);
  const magnitude = value.exponent + digits - 1;
  if (magnitude > MAGNITUDE_MAX) {
    throw validationError(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (magnitude < MAGNITUDE_MIN) {
    throw validationError(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  if (digits > DIGITS_MAX)
    throw validationError('Attempting to store more than 38 significant digits in a Number');
  return value;
}

/** Reads the text of an `N`; throws ValidationException if it is no number or out of range. */
export function parseDecimal(text: string): Decimal {
  if (text === '') throw validationError('The parameter cannot be converted to a numeric value');
  const match = FORM.exec(text);
  if (!match) throw validationError(`The parameter cannot be converted to a numeric value: ${text}`);
  const [, sign, whole = '', fraction = match[4] ?? '', , power = '0'] = match;
  const coefficient = BigInt(whole + fraction);
  // An exponent of many digits would overflow a double before the range is looked at.
  const exponent = Math.max(-1e6, Math.min(1e6, Number(power))) - fraction.length;
  return storable(normalised(sign === '-' ? -coefficient : coefficient, exponent));
}

/** Integers that need no arithmetic to be as DynamoDB keeps them: most numbers. */
const KEPT_AS_WRITTEN = /^(?:0|-?[1-9]\d{0,37})$/;

/** The text of an `N` as DynamoDB keeps it; throws where `parseDecimal` does. */
export function normalisedNumber(text: string): string {
  return KEPT_AS_WRITTEN.test(text) ? text : formatDecimal(parseDecimal(text));
}

/** As DynamoDB returns numbers: digits in full, no exponent, no leading or trailing zeros. */
export function formatDecimal({ coefficient, exponent }: Decimal): string {
  const negative = coefficient < 0n;
  const digits = (negative ? -coefficient : coefficient).toString();
  const sign = negative ? '-' : '';
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const point = digits.length + exponent;
  if (point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
  return `${sign}0.${'0'.repeat(-point)}${digits}`;
}

function aligned(left: Decimal, right: Decimal): readonly [bigint, bigint, number] {
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = (value: Decimal): bigint => value.coefficient * 10n ** BigInt(value.exponent - exponent);
  return [scaled(left), scaled(right), exponent];
}

/** Throws if the sum needs more than 38 digits or leaves the range. */
export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const [a, b, exponent] = aligned(left, right);
  return storable(normalised(a + b, exponent));
}

export function negateDecimal(value: Decimal): Decimal {
  return { coefficient: -value.coefficient, exponent: value.exponent };
}

/** Negative, zero or positive, as a comparison function for `sort`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const [a, b] = aligned(left, right);
  return a < b ? -1 : a > b ? 1 : 0;
}
