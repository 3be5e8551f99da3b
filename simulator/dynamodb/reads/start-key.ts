import { AwsError } from '../../aws-error.ts';
import { validationError } from '../errors.ts';
import { checkedItem } from '../items/attribute-validation.ts';
import { type AttributeValue, type Item, typeOf } from '../items/attribute-value.ts';
import { assertKey, assertKeyValues, keyOf } from '../items/key-schema.ts';
import type { Source } from './reading.ts';

const INVALID = 'The provided starting key is invalid: ';

/** Refusals of numbers and of a set's members, which are worded alike wherever they stand. */
const ALIKE_ANYWHERE =
  /^The parameter cannot be converted|^Number (?:over|under)flow|^Attempting to store|An number set|Input collection/;

function prefixed<Result>(check: () => Result, isExempt: (message: string) => boolean): Result {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof AwsError) || isExempt(error.message)) throw error;
    throw validationError(`${INVALID}${error.message}`);
  }
}

/** The ExclusiveStartKey of a request, its values checked. */
export function startKeyOf(given: Item | undefined): Item | undefined {
  return (
    given &&
    prefixed(
      () => checkedItem(given),
      (message) => ALIKE_ANYWHERE.test(message),
    )
  );
}

const mismatch = (): Error => validationError('The provided key element does not match the schema');

/**
 * Refuses an ExclusiveStartKey that does not name exactly the attributes of a position in the source, with values
 * that keys may have. Refusals by the table's keys begin as those of a starting key, those by the source's keys do
 * not (dynalite, held against AWS).
 */
export function assertStartKey(source: Source, start: Item, operation: 'Query' | 'Scan'): void {
  const { positionNames, table, index } = source;
  const isWhole =
    Object.keys(start).length === positionNames.length && positionNames.every((name) => start[name]);
  if (operation === 'Query' || index) {
    if (!isWhole) throw validationError('The provided starting key is invalid');
    const keys = index?.keys ?? table.keys;
    for (const name of keys.all) {
      if (typeOf(start[name] as AttributeValue) !== table.attributeTypes.get(name)) throw mismatch();
    }
    assertKeyValues(start, keys);
  }
  const check = (): void => {
    if (!isWhole) throw mismatch();
    assertKey(keyOf(start, table.keys.all), table.keys, table.attributeTypes);
  };
  prefixed(check, () => false);
}
