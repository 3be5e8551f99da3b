import { invalidParameter, validationError } from '../errors.ts';
import type { UpdateClause, UpdateOperand } from '../expressions/update.ts';
import type { Table } from '../tables/table.ts';
import type { Item } from './attribute-value.ts';
import { type AttributeType, typeOf } from './attribute-value.ts';
import { isEmptyKey } from './key-schema.ts';

/** The type that an operand has whatever the item holds, if it has one. */
function typeOfOperand(operand: UpdateOperand | undefined): AttributeType | undefined {
  if (operand?.kind === 'value') return typeOf(operand.value);
  if (operand?.kind === 'sum') return 'N';
  return operand?.kind === 'list_append' ? 'L' : undefined;
}

function eachIndexKey(table: Table, check: (name: string, type: AttributeType, index: string) => void): void {
  for (const index of table.indexes) {
    for (const name of index.keys.all) {
      const type = table.attributeTypes.get(name);
      if (type) check(name, type, index.name);
    }
  }
}

/** Refuses an update that gives an index's key another type, before the item is looked at. */
export function assertIndexKeyTypes(table: Table, update: readonly UpdateClause[]): void {
  eachIndexKey(table, (name, expected, index) => {
    const clause = update.find(({ path }) => path.length === 1 && path[0] === name);
    const actual = typeOfOperand(clause?.operand);
    if (actual === undefined || actual === expected) return;
    throw invalidParameter(
      `Type mismatch for Index Key ${name} Expected: ${expected} Actual: ${actual} IndexName: ${index}`,
    );
  });
}

/** Refuses an update that leaves an index's key of another type, which only the item told, or empty. */
export function assertUpdatedIndexKeys(table: Table, after: Item, update: readonly UpdateClause[]): void {
  const changed = new Set(update.map(({ path }) => path[0]));
  eachIndexKey(table, (name, expected) => {
    const value = after[name];
    if (!value || !changed.has(name)) return;
    if (typeOf(value) !== expected) {
      throw validationError(
        'The update expression attempted to update the secondary index key to unsupported type',
      );
    }
    if (isEmptyKey(value)) {
      throw validationError(
        `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ${value.S === '' ? 'string' : 'binary'} value.`,
      );
    }
  });
}
