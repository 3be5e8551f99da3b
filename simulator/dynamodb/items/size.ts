import { validationError } from '../errors.ts';
import type { AttributeValue, Item } from './attribute-value.ts';

/** 400 KB, names included (developer guide, "Quotas: Items"). */
const ITEM_SIZE_MAX = 400 * 1024;

const utf8Length = (text: string): number => Buffer.byteLength(text, 'utf8');

/** "DynamoDB item sizes and formats": about one byte for two significant digits, plus one, plus one if negative. */
function numberSize(text: string): number {
  const digits = text.replace(/^-?0*\.?0*|\./g, '').replace(/^0+|0+$/g, '').length;
  return Math.min(21, Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0));
}

function sum<T>(members: readonly T[], sizeOf: (member: T) => number): number {
  let total = 0;
  for (const member of members) total += sizeOf(member);
  return total;
}

/** Names and values of a map's members, or of an item's attributes. */
function membersSize(members: Item): number {
  let total = 0;
  for (const name in members) total += utf8Length(name) + valueSize(members[name] as AttributeValue);
  return total;
}

export function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return utf8Length(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B) return value.B.length;
  if (value.SS) return sum(value.SS, utf8Length);
  if (value.NS) return sum(value.NS, numberSize);
  if (value.BS) return sum(value.BS, (bytes) => bytes.length);
  if (value.L) return 3 + value.L.length + sum(value.L, valueSize);
  if (value.M) return 3 + Object.keys(value.M).length + membersSize(value.M);
  return 1;
}

const known = new WeakMap<Item, number>();

/** Bytes of an item. Stored items do not change, so that each is measured once. */
export function itemSize(item: Item): number {
  let size = known.get(item);
  if (size === undefined) {
    size = membersSize(item);
    known.set(item, size);
  }
  return size;
}

export function assertItemSize(item: Item, operation: 'put' | 'update'): void {
  if (itemSize(item) <= ITEM_SIZE_MAX) return;
  throw validationError(
    operation === 'put'
      ? 'Item size has exceeded the maximum allowed size'
      : 'Item size to update has exceeded the maximum allowed size',
  );
}
