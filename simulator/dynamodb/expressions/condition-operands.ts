import { validationError } from '../errors.ts';
import { type AttributeType, type AttributeValue, compareValues, typeOf } from '../items/attribute-value.ts';
import type { Condition, FunctionName, Operand } from './condition.ts';
import type { ConditionSyntax } from './condition-syntax.ts';
import { type Placeholders, showPath } from './placeholders.ts';
import type { CallSyntax, OperandSyntax } from './syntax.ts';

const OPERAND_COUNTS: Readonly<Record<FunctionName, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};
const ATTRIBUTE_TYPES = ['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M'];
const IN_OPERANDS_MAX = 100;

/**
 * Resolves the placeholders of a parsed condition and checks its operands, condition by condition from left
 * to right, as AWS does: its refusal names the first condition that is wrong.
 */
export function resolveCondition(syntax: ConditionSyntax, placeholders: Placeholders): Condition {
  switch (syntax.kind) {
    case 'and':
    case 'or':
      return {
        kind: syntax.kind,
        left: resolveCondition(syntax.left, placeholders),
        right: resolveCondition(syntax.right, placeholders),
      };
    case 'not':
      return { kind: 'not', condition: resolveCondition(syntax.condition, placeholders) };
    case 'call':
      return resolveCall(syntax, placeholders);
    default: {
      const operands = syntax.operands.map((operand) => resolveOperand(operand, placeholders));
      if (syntax.kind === 'comparison') return comparison(syntax.operator, operands);
      if (syntax.kind === 'between') return between(operands);
      return membership(operands);
    }
  }
}

function resolveOperand(syntax: OperandSyntax, placeholders: Placeholders): Operand {
  if (syntax.kind === 'path') return { kind: 'path', path: placeholders.path(syntax) };
  if (syntax.kind === 'value') return { kind: 'value', value: placeholders.value(syntax.name) };
  return resolveCall(syntax, placeholders);
}

function incorrectType(operator: string, type: string): Error {
  return validationError(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

/** The type of an operand, where it is known without an item. */
function staticType(operand: Operand | undefined): AttributeType | undefined {
  if (operand?.kind === 'value') return typeOf(operand.value);
  return operand?.kind === 'call' && operand.name === 'size' ? 'N' : undefined;
}

/** The first operand may not come again among the others. */
function assertDistinct(operator: string, operands: readonly Operand[]): void {
  const [first] = operands;
  if (first?.kind !== 'path' || operands.length < 2) return;
  const shown = showPath(first.path);
  if (operands.some((other) => other !== first && other.kind === 'path' && showPath(other.path) === shown)) {
    throw validationError(
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${shown}`,
    );
  }
}

function comparison(
  operator: Extract<Condition, { kind: 'comparison' }>['operator'],
  operands: readonly Operand[],
): Condition {
  assertDistinct(operator, operands);
  if (operator !== '=' && operator !== '<>') assertOrdered(operator, operands);
  return { kind: 'comparison', operator, operands };
}

/** Only strings, numbers and binaries have an order. */
function assertOrdered(operator: string, operands: readonly Operand[]): void {
  for (const operand of operands) {
    const type = staticType(operand);
    if (type && type !== 'S' && type !== 'N' && type !== 'B') throw incorrectType(operator, type);
  }
}

function showValue(value: AttributeValue): string {
  const type = typeOf(value);
  return `AttributeValue: {${type}:${type === 'B' ? Buffer.from(value.B as Uint8Array).toString('base64') : value[type]}}`;
}

function between(operands: readonly Operand[]): Condition {
  assertDistinct('BETWEEN', operands);
  assertOrdered('BETWEEN', operands);
  const [, lower, upper] = operands;
  if (lower?.kind === 'value' && upper?.kind === 'value') {
    const shown = `lower bound operand: ${showValue(lower.value)}, upper bound operand: ${showValue(upper.value)}`;
    const order = compareValues(lower.value, upper.value);
    if (order === undefined) {
      throw validationError(
        `The BETWEEN operator requires same data type for lower and upper bounds; ${shown}`,
      );
    }
    if (order > 0) {
      throw validationError(
        `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${shown}`,
      );
    }
  }
  return { kind: 'between', operands };
}

function membership(operands: readonly Operand[]): Condition {
  assertDistinct('IN', operands);
  if (operands.length - 1 > IN_OPERANDS_MAX) {
    throw validationError(
      `Too many operands for operator or function; operator or function: IN, number of operands: ${operands.length}`,
    );
  }
  return { kind: 'in', operands };
}

function resolveCall(
  syntax: CallSyntax,
  placeholders: Placeholders,
): { readonly kind: 'call'; readonly name: FunctionName; readonly operands: readonly Operand[] } {
  const name = syntax.name as FunctionName;
  const operands = syntax.operands.map((operand) => resolveOperand(operand, placeholders));
  if (operands.length !== OPERAND_COUNTS[name]) {
    throw validationError(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  assertDistinct(name, operands);
  assertCallOperands(name, operands);
  return { kind: 'call', name, operands };
}

function assertCallOperands(name: FunctionName, operands: readonly Operand[]): void {
  const [first, second] = operands;
  switch (name) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      if (first?.kind !== 'path') {
        throw validationError(`Operator or function requires a document path; operator or function: ${name}`);
      }
      return;
    case 'begins_with':
      for (const type of operands.map(staticType)) {
        if (type && type !== 'S' && type !== 'B') throw incorrectType(name, type);
      }
      return;
    case 'attribute_type': {
      const type = staticType(second);
      if (type !== 'S') throw incorrectType(name, type ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}');
      const wanted = second?.kind === 'value' ? second.value.S : undefined;
      if (!ATTRIBUTE_TYPES.includes(wanted ?? '')) {
        throw validationError(
          `Invalid attribute type name found; type: ${wanted}, valid types: {${ATTRIBUTE_TYPES.join(',')}}`,
        );
      }
      return;
    }
    case 'size': {
      const type = staticType(first);
      if (type === 'N' || type === 'BOOL' || type === 'NULL') throw incorrectType(name, type);
      return;
    }
    default:
      return;
  }
}
