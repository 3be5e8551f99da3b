import { invalidParameter, validationError } from '../errors.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { TYPE_NAMES } from './attribute-value.ts';
import { normalisedNumber } from './decimal.ts';

/** Attributes may be nested up to 32 levels deep (developer guide, "Quotas"). */
const NESTING_MAX = 32;

/** The place of a value; AWS words the refusal of an empty string set by it (recorded by moto). */
type Place = 'top' | 'nested';

function duplicateFree(texts: readonly string[], refusal: () => Error): void {
  if (new Set(texts).size !== texts.length) throw refusal();
}

function checkedSet(value: AttributeValue, place: Place): AttributeValue {
  if (value.SS) {
    if (value.SS.length === 0)
      throw invalidParameter(`An ${place === 'top' ? 'string' : 'number'} set  may not be empty`);
    duplicateFree(value.SS, () =>
      invalidParameter(`Input collection [${value.SS?.join(', ')}] contains duplicates.`),
    );
    return { SS: [...value.SS] };
  }
  if (value.NS) {
    if (value.NS.length === 0) throw invalidParameter('An number set  may not be empty');
    const numbers = value.NS.map(normalisedNumber);
    duplicateFree(numbers, () => validationError('Input collection contains duplicates'));
    return { NS: numbers };
  }
  const members = value.BS ?? [];
  if (members.length === 0) throw invalidParameter('Binary sets should not be empty');
  const texts = members.map((bytes) => Buffer.from(bytes).toString('base64'));
  duplicateFree(texts, () =>
    invalidParameter(`Input collection [${texts.join(', ')}]of type BS contains duplicates.`),
  );
  return { BS: members.map((bytes) => Uint8Array.from(bytes)) };
}

function checkedMember(
  value: AttributeValue,
  type: keyof typeof TYPE_NAMES,
  place: Place,
  depth: number,
): AttributeValue {
  switch (type) {
    case 'S':
      return { S: value.S as string };
    case 'N':
      return { N: normalisedNumber(value.N as string) };
    case 'B':
      return { B: Uint8Array.from(value.B as Uint8Array) };
    case 'NULL':
      if (value.NULL !== true)
        throw invalidParameter('Null attribute value types must have the value of true');
      return { NULL: true };
    case 'SS':
    case 'NS':
    case 'BS':
      return checkedSet(value, place);
    case 'M':
      return { M: checkedItem(value.M ?? {}, 'nested', depth + 1) };
    case 'L':
      return { L: (value.L ?? []).map((element) => checkedValue(element, 'nested', depth + 1)) };
    default:
      return { BOOL: value.BOOL as boolean };
  }
}

const isType = (name: string): name is keyof typeof TYPE_NAMES => name in TYPE_NAMES;

/** A copy of the value with its numbers normalised; throws the ValidationException of one that is malformed. */
export function checkedValue(value: AttributeValue, place: Place, depth = 0): AttributeValue {
  if (depth > NESTING_MAX) {
    throw validationError('Nesting Levels have exceeded supported limits');
  }
  let checked: AttributeValue | undefined;
  let hasSeveral = false;
  for (const type in value) {
    if (!isType(type) || value[type] === undefined) continue;
    hasSeveral = checked !== undefined;
    checked = checkedMember(value, type, place, depth);
  }
  if (!checked) {
    throw validationError(
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  }
  if (hasSeveral) {
    throw validationError(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  return checked;
}

export function checkedItem(item: Item, place: Place = 'top', depth = 0): Record<string, AttributeValue> {
  const checked: Record<string, AttributeValue> = {};
  for (const name in item) checked[name] = checkedValue(item[name] as AttributeValue, place, depth);
  return checked;
}
