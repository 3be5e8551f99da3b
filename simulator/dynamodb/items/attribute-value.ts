import { compareDecimals, parseDecimal } from './decimal.ts';

/** An attribute's value as the API carries it: exactly one member is set. */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly B?: Uint8Array;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly Uint8Array[];
  readonly M?: Readonly<Record<string, AttributeValue>>;
  readonly L?: readonly AttributeValue[];
  readonly NULL?: boolean;
  readonly BOOL?: boolean;
}

export const TYPE_NAMES = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  M: 'MAP',
  L: 'LIST',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
} as const;

export type AttributeType = keyof typeof TYPE_NAMES;

/** An item. Stored items are never changed in place; answers of the service are copies. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The one member that is set. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) {
    if (type in TYPE_NAMES && value[type as AttributeType] !== undefined) return type as AttributeType;
  }
  throw new TypeError('an attribute value without a type reached the store');
}

export function copyValue(value: AttributeValue): AttributeValue {
  if (value.S !== undefined) return { S: value.S };
  if (value.M) return { M: copyItem(value.M) };
  if (value.L) return { L: value.L.map(copyValue) };
  if (value.B) return { B: Uint8Array.from(value.B) };
  if (value.BS) return { BS: value.BS.map((bytes) => Uint8Array.from(bytes)) };
  if (value.SS) return { SS: [...value.SS] };
  if (value.NS) return { NS: [...value.NS] };
  return { ...value };
}

export function copyItem(item: Item): Record<string, AttributeValue> {
  const copy: Record<string, AttributeValue> = {};
  for (const name in item) copy[name] = copyValue(item[name] as AttributeValue);
  return copy;
}

const bytesOf = (value: AttributeValue): Uint8Array => value.B ?? Buffer.from(value.S ?? '', 'utf8');

/**
 * The order of two strings, numbers or binaries of one type: strings by their UTF-8 bytes, binaries by
 * unsigned bytes (developer guide, "Data types"). Undefined where the types differ or have no order.
 */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if (left.N !== undefined && right.N !== undefined) {
    return compareDecimals(parseDecimal(left.N), parseDecimal(right.N));
  }
  if (left.S !== undefined && right.S !== undefined) {
    return left.S === right.S ? 0 : Buffer.compare(bytesOf(left), bytesOf(right));
  }
  if (left.B && right.B) return Buffer.compare(left.B, right.B);
  return undefined;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const sorted = (texts: readonly string[]): string => JSON.stringify([...texts].sort());

/** A text that is the same for equal values: numbers are normalised already, sets have no order. */
export function canonical(value: AttributeValue): string {
  if (value.S !== undefined) return `S${JSON.stringify(value.S)}`;
  const type = typeOf(value);
  switch (type) {
    case 'B':
      return `B${hex(value.B as Uint8Array)}`;
    case 'SS':
    case 'NS':
      return type + sorted(value[type] ?? []);
    case 'BS':
      return `BS${sorted((value.BS ?? []).map(hex))}`;
    case 'L':
      return `L[${(value.L ?? []).map(canonical).join()}]`;
    case 'M':
      return `M${canonicalItem(value.M ?? {})}`;
    default:
      return `${type}${JSON.stringify(value[type])}`;
  }
}

export function canonicalItem(item: Item): string {
  const names = Object.keys(item).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(item[name] as AttributeValue)}`).join()}}`;
}

export function areEqual(left: AttributeValue, right: AttributeValue): boolean {
  if (left.S !== undefined || right.S !== undefined) return left.S === right.S;
  return canonical(left) === canonical(right);
}
