import type { AttributeValue } from '../attribute-value.ts';
import { validationError } from '../errors.ts';
import type { Comparator, Condition, Operand } from './condition.ts';

/** What a query asks of one key attribute. */
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
  const conditions = collect(condition);
  const names = conditions.map(({ attribute }) => attribute);
  if (new Set(names).size !== names.length) {
    throw validationError('KeyConditionExpressions must only contain one condition per key');
  }
  return conditions;
}

function collect(condition: Condition): readonly KeyCondition[] {
  switch (condition.kind) {
    case 'and':
      return [...collect(condition.left), ...collect(condition.right)];
    case 'or':
    case 'not':
    case 'in':
      throw invalidOperator(condition.kind.toUpperCase());
    case 'call': {
      if (condition.name !== 'begins_with') throw invalidOperator(condition.name);
      assertKeyFirst('begins_with', condition.operands);
      const { attribute, values } = split(condition.operands);
      return [{ attribute, operator: 'begins_with', values }];
    }
    case 'between': {
      assertKeyFirst('BETWEEN', condition.operands);
      const { attribute, values } = split(condition.operands);
      return [{ attribute, operator: 'BETWEEN', values }];
    }
    default: {
      const { operator } = condition;
      if (operator === '<>') throw invalidOperator(operator);
      const { attribute, values, isFirst } = split(condition.operands);
      return [{ attribute, operator: isFirst ? operator : FLIPPED[operator], values }];
    }
  }
}

function assertKeyFirst(operator: string, operands: readonly Operand[]): void {
  if (operands[0]?.kind === 'path' || operands.some(({ kind }) => kind === 'call')) return;
  throw invalidCondition(`${operator} operator must have the key attribute as its first operand`);
}

/** The one top-level attribute among the operands, and the values. */
function split(operands: readonly Operand[]): {
  readonly attribute: string;
  readonly values: readonly AttributeValue[];
  readonly isFirst: boolean;
} {
  if (operands.some(({ kind }) => kind === 'call')) {
    throw validationError('KeyConditionExpressions cannot contain nested operations');
  }
  const paths = operands.flatMap((operand) => (operand.kind === 'path' ? [operand.path] : []));
  if (paths.length > 1) throw invalidCondition('Multiple attribute names used in one condition');
  const [path] = paths;
  if (!path) throw invalidCondition('No key attribute specified');
  if (path.length > 1)
    throw validationError('KeyConditionExpressions cannot have conditions on nested attributes');
  return {
    attribute: String(path[0]),
    values: operands.flatMap((operand) => (operand.kind === 'value' ? [operand.value] : [])),
    isFirst: operands[0]?.kind === 'path',
  };
}
