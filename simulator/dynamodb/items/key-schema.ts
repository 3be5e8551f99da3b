import { invalidParameter, validationError } from '../errors.ts';
import { type AttributeValue, canonical, compareValues, type Item, typeOf } from './attribute-value.ts';
import { valueSize } from './size.ts';

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

/** Key attributes of a table (one hash, at most one range) or index (up to four of each), in order. */
export interface KeyNames {
  readonly hash: readonly string[];
  readonly range: readonly string[];
  /** Both: the hash keys first. */
  readonly all: readonly string[];
}

export type AttributeTypes = ReadonlyMap<string, 'S' | 'N' | 'B'>;

export function keyNamesOf(schema: readonly KeySchemaElement[]): KeyNames {
  const of = (type: string): string[] =>
    schema.filter(({ KeyType }) => KeyType === type).map(({ AttributeName }) => AttributeName);
  const [hash, range] = [of('HASH'), of('RANGE')];
  return { hash, range, all: [...hash, ...range] };
}

/** A text that stands for the values of some attributes; undefined where the item lacks one. */
export function keyText(item: Item, names: readonly string[]): string | undefined {
  let text = '';
  for (const name of names) {
    const value = item[name];
    if (!value) return undefined;
    text += `${canonical(value)}\u0000`;
  }
  return text;
}

/** The attributes of these names, as a key. */
export function keyOf(item: Item, names: readonly string[]): Record<string, AttributeValue> {
  const key: Record<string, AttributeValue> = {};
  for (const name of names) key[name] = item[name] as AttributeValue;
  return key;
}

export function compareBy(names: readonly string[], left: Item, right: Item): number {
  for (const name of names) {
    const order = compareValues(left[name] as AttributeValue, right[name] as AttributeValue) ?? 0;
    if (order !== 0) return order;
  }
  return 0;
}

const schemaMismatch = (): Error => validationError('The provided key element does not match the schema');

export function isEmptyKey(value: AttributeValue): boolean {
  return value.S === '' || value.B?.length === 0;
}

function sizeOf(item: Item, names: readonly string[]): number {
  let size = 0;
  for (const name of names) size += valueSize(item[name] as AttributeValue);
  return size;
}

function assertKeySizes(item: Item, keys: KeyNames): void {
  if (sizeOf(item, keys.hash) > 2048) {
    throw invalidParameter('Size of hashkey has exceeded the maximum size limit of2048 bytes');
  }
  if (sizeOf(item, keys.range) > 1024) {
    throw invalidParameter('Aggregated size of all range keys has exceeded the size limit of 1024 bytes');
  }
}

export function assertNotEmptyKey(name: string, value: AttributeValue): void {
  if (!isEmptyKey(value)) return;
  const type = value.S === '' ? 'string' : 'binary';
  throw validationError(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type} value. Key: ${name}`,
  );
}

function assertNotEmpty(item: Item, names: readonly string[]): void {
  for (const name of names) assertNotEmptyKey(name, item[name] as AttributeValue);
}

/** Checks the `Key` member of a request: exactly the key attributes, each of its type. */
export function assertKey(key: Item, keys: KeyNames, types: AttributeTypes): void {
  const names = keys.all;
  if (Object.keys(key).length !== names.length) throw schemaMismatch();
  for (const name of names) {
    const value = key[name];
    if (!value || typeOf(value) !== types.get(name)) throw schemaMismatch();
  }
  assertKeyValues(key, keys);
}

/** A key's values are neither empty nor too long. */
export function assertKeyValues(key: Item, keys: KeyNames): void {
  assertNotEmpty(key, keys.all);
  assertKeySizes(key, keys);
}

/** Checks the key attributes of an item that is to be put; a batch words a missing key otherwise (recorded). */
export function assertItemKeys(item: Item, keys: KeyNames, types: AttributeTypes, inBatch: boolean): void {
  const names = keys.all;
  for (const name of names) {
    const value = item[name];
    if (!value) throw inBatch ? schemaMismatch() : invalidParameter(`Missing the key ${name} in the item`);
    if (typeOf(value) !== types.get(name)) {
      if (inBatch) throw schemaMismatch();
      throw invalidParameter(
        `Type mismatch for key ${name} expected: ${types.get(name)} actual: ${typeOf(value)}`,
      );
    }
  }
  assertNotEmpty(item, names);
  assertKeySizes(item, keys);
}

/** Attributes that an index takes as its key must have its types, if the item has them at all. */
export function assertIndexKeys(item: Item, indexName: string, keys: KeyNames, types: AttributeTypes): void {
  for (const name of keys.all) {
    const value = item[name];
    if (!value) continue;
    const expected = types.get(name);
    if (typeOf(value) !== expected) {
      throw invalidParameter(
        `Type mismatch for Index Key ${name} Expected: ${expected} Actual: ${typeOf(value)} IndexName: ${indexName}`,
      );
    }
    if (isEmptyKey(value)) {
      const type = value.S === '' ? 'string' : 'binary';
      throw validationError(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${type} value. IndexName: ${indexName}, IndexKey: ${name}`,
      );
    }
  }
}
