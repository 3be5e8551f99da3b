import { invalidParameter, validationError } from '../errors.ts';
import { type AttributeValue, typeOf } from '../items/attribute-value.ts';
import type { Comparator, Condition, Operand } from './condition.ts';

/** A query's condition on one key attribute. */
export interface KeyCondition {
  readonly attribute: string;
  readonly operator: Exclude<Comparator, '<>'> | 'BETWEEN' | 'begins_with';
  readonly values: readonly AttributeValue[];
}

const FLIPPED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

const invalidOperator = (operator: string): Error =>
  validationError(`Invalid operator used in KeyConditionExpression: ${operator}`);
const invalidCondition = (reason: string): Error =>
  validationError(`Invalid condition in KeyConditionExpression: ${reason}`);

/** The conditions on key attributes that a KeyConditionExpression names; throws if it is more than that. */
export function keyConditionsOf(condition: Condition): readonly KeyCondition[] {
  const conditions = new Map<string, KeyCondition>();
  collect(condition, conditions);
  for (const one of conditions.values()) assertComparable(one);
  return [...conditions.values()];
}

/** The operators by the names that they had before expressions, which a refusal still calls them by. */
const OLDER_NAMES: Readonly<Record<KeyCondition['operator'], string>> = {
  '=': 'EQ',
  '<': 'LT',
  '<=': 'LE',
  '>': 'GT',
  '>=': 'GE',
  BETWEEN: 'BETWEEN',
  begins_with: 'BEGINS_WITH',
};

/** No key is a truth value, nothing, a list or a map (dynalite, held against AWS). */
function assertComparable({ operator, values }: KeyCondition): void {
  const type = values.map(typeOf).find((each) => ['BOOL', 'NULL', 'L', 'M'].includes(each));
  if (type === undefined) return;
  throw invalidParameter(
    `ComparisonOperator ${OLDER_NAMES[operator]} is not valid for ${type} AttributeValue type`,
  );
}

/** Goes from left to right, as AWS does: its refusal names the first condition that is wrong. */
function collect(condition: Condition, into: Map<string, KeyCondition>): void {
  if ('left' in condition && condition.kind === 'and') {
    collect(condition.left, into);
    collect(condition.right, into);
    return;
  }
  const keyCondition = keyConditionOf(condition);
  if (into.has(keyCondition.attribute)) {
    throw validationError('KeyConditionExpressions must only contain one condition per key');
  }
  into.set(keyCondition.attribute, keyCondition);
}

function keyConditionOf(condition: Condition): KeyCondition {
  switch (condition.kind) {
    case 'call': {
      if (condition.name === 'size') throw nested();
      if (condition.name !== 'begins_with') throw invalidOperator(condition.name);
      assertKeyFirst('begins_with', condition.operands);
      const { attribute, values } = split(condition.operands);
      return { attribute, operator: 'begins_with', values };
    }
    case 'between': {
      assertKeyFirst('BETWEEN', condition.operands);
      const { attribute, values } = split(condition.operands);
      return { attribute, operator: 'BETWEEN', values };
    }
    case 'comparison': {
      const { operator } = condition;
      if (operator === '<>') throw invalidOperator(operator);
      const { attribute, values, isFirst } = split(condition.operands);
      return { attribute, operator: isFirst ? operator : FLIPPED[operator], values };
    }
    default:
      throw invalidOperator(condition.kind.toUpperCase());
  }
}

function nested(): Error {
  return validationError('KeyConditionExpressions cannot contain nested operations');
}

function assertKeyFirst(operator: string, operands: readonly Operand[]): void {
  if (operands[0]?.kind === 'path') return;
  throw invalidCondition(`${operator} operator must have the key attribute as its first operand`);
}

/** The one top-level attribute among the operands, and the values. */
function split(operands: readonly Operand[]): {
  readonly attribute: string;
  readonly values: readonly AttributeValue[];
  readonly isFirst: boolean;
} {
  let attribute: string | undefined;
  const values: AttributeValue[] = [];
  for (const operand of operands) {
    if (operand.kind === 'call') throw nested();
    if (operand.kind === 'value') {
      values.push(operand.value);
      continue;
    }
    if (attribute !== undefined) throw invalidCondition('Multiple attribute names used in one condition');
    if (operand.path.length > 1) {
      throw validationError('KeyConditionExpressions cannot have conditions on nested attributes');
    }
    attribute = String(operand.path[0]);
  }
  if (attribute === undefined) throw invalidCondition('No key attribute specified');
  return { attribute, values, isFirst: operands[0]?.kind === 'path' };
}
