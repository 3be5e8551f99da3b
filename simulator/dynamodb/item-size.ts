import type { AttributeValue, Item } from './attribute-value.ts';
import { validationError } from './errors.ts';

/** 400 KB, names included (developer guide, "Quotas: Items"). */
const ITEM_SIZE_MAX = 400 * 1024;

const utf8Length = (text: string): number => Buffer.byteLength(text, 'utf8');

/** "DynamoDB item sizes and formats": about one byte for two significant digits, plus one, plus one if negative. */
function numberSize(text: string): number {
  const digits = text.replace(/^-?0*\.?0*|\./g, '').replace(/^0+|0+$/g, '').length;
  return Math.min(21, Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0));
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}

export function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return utf8Length(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B) return value.B.length;
  if (value.SS) return sum(value.SS.map(utf8Length));
  if (value.NS) return sum(value.NS.map(numberSize));
  if (value.BS) return sum(value.BS.map((bytes) => bytes.length));
  if (value.L) return 3 + sum(value.L.map((element) => 1 + valueSize(element)));
  if (value.M)
    return 3 + sum(Object.entries(value.M).map(([name, member]) => 1 + utf8Length(name) + valueSize(member)));
  return 1;
}

const known = new WeakMap<Item, number>();

/** Bytes of an item. Stored items do not change, so that each is measured once. */
export function itemSize(item: Item): number {
  let size = known.get(item);
  if (size === undefined) {
    size = sum(Object.entries(item).map(([name, value]) => utf8Length(name) + valueSize(value)));
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
