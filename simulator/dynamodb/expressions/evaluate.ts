import { type AttributeValue, areEqual, compareValues, type Item, typeOf } from '../items/attribute-value.ts';
import type { Comparator, Condition, Operand } from './condition.ts';
import type { Path } from './placeholders.ts';

/** The value at a path, or undefined. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    if (!value) return undefined;
    if (typeof step === 'number') value = value.L?.[step];
    else value = value.M && Object.hasOwn(value.M, step) ? value.M[step] : undefined;
  }
  return value;
}

/** Whether the condition holds for an item; an item that is not there has no attributes. */
export function evaluate(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return evaluate(condition.left, item) && evaluate(condition.right, item);
    case 'or':
      return evaluate(condition.left, item) || evaluate(condition.right, item);
    case 'not':
      return !evaluate(condition.condition, item);
    case 'call':
      return evaluateCall(condition.name, condition.operands, item);
    default: {
      const [first, ...others] = condition.operands.map((operand) => operandValue(operand, item));
      if (condition.kind === 'comparison') return compare(condition.operator, first, others[0]);
      if (condition.kind === 'in') return others.some((other) => compare('=', first, other));
      return compare('>=', first, others[0]) && compare('<=', first, others[1]);
    }
  }
}

function operandValue(operand: Operand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'path') return valueAt(item, operand.path);
  if (operand.kind === 'value') return operand.value;
  const [measured] = operand.operands.map((inner) => operandValue(inner, item));
  const size = measured && sizeOf(measured);
  return size === undefined ? undefined : { N: String(size) };
}

/** A comparison with an attribute that is not there is false, and so is one of two types, but for `<>`. */
function compare(
  operator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (operator === '=') return left !== undefined && right !== undefined && areEqual(left, right);
  if (operator === '<>') return left === undefined || right === undefined || !areEqual(left, right);
  const order = left && right && compareValues(left, right);
  if (order === undefined) return false;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

/** `size`: characters of a string, bytes of a binary, elements of the rest; numbers and booleans have none. */
function sizeOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return [...value.S].length;
  if (value.B) return value.B.length;
  if (value.M) return Object.keys(value.M).length;
  return (value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
}

function startsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if (value.S !== undefined && prefix.S !== undefined) return value.S.startsWith(prefix.S);
  if (value.B && prefix.B) return Buffer.from(value.B).subarray(0, prefix.B.length).equals(prefix.B);
  return false;
}

/** `contains`: a part of a string or binary, a member of a set or list. */
function contains(value: AttributeValue, part: AttributeValue): boolean {
  if (value.S !== undefined) return part.S !== undefined && value.S.includes(part.S);
  if (value.B) return part.B !== undefined && Buffer.from(value.B).includes(Buffer.from(part.B));
  if (value.L) return value.L.some((element) => areEqual(element, part));
  const members: readonly AttributeValue[] = [
    ...(value.SS ?? []).map((S) => ({ S })),
    ...(value.NS ?? []).map((N) => ({ N })),
    ...(value.BS ?? []).map((B) => ({ B })),
  ];
  return members.some((member) => areEqual(member, part));
}

function evaluateCall(name: string, operands: readonly Operand[], item: Item): boolean {
  const [first, second] = operands.map((operand) => operandValue(operand, item));
  if (name === 'attribute_exists') return first !== undefined;
  if (name === 'attribute_not_exists') return first === undefined;
  if (!first || !second) return false;
  if (name === 'attribute_type') return typeOf(first) === second.S;
  return name === 'begins_with' ? startsWith(first, second) : contains(first, second);
}
