import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluate } from '../../../simulator/dynamodb/expressions/evaluate.ts';
import { parseRequestExpressions } from '../../../simulator/dynamodb/expressions/request-expressions.ts';
import type { AttributeValue } from '../../../simulator/dynamodb/items/attribute-value.ts';

/** The model's values are plain JavaScript: strings, numbers, booleans, null, arrays, objects and Sets. */
type Plain = string | number | boolean | null | Plain[] | Set<string> | { [name: string]: Plain };

function toAttribute(value: Plain): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Set) return { SS: [...value] };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  return { M: Object.fromEntries(Object.entries(value).map(([name, held]) => [name, toAttribute(held)])) };
}

const word = fc.constantFrom('', 'a', 'ab', 'b', 'ba');
const scalar: fc.Arbitrary<Plain> = fc.oneof(
  word,
  fc.integer({ min: -3, max: 3 }),
  fc.boolean(),
  fc.constant(null),
);
const set = fc.uniqueArray(word, { minLength: 1, maxLength: 3 }).map((members) => new Set(members));
const value: fc.Arbitrary<Plain> = fc.oneof(
  scalar,
  set,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('x', 'y'), scalar, { maxKeys: 2 }),
);
const item = fc.dictionary(fc.constantFrom('p', 'q', 'r'), value, { maxKeys: 3 });
const path = fc.constantFrom('p', 'q', 'r', 'p.x', 'q[0]', 'r.y', 'p[1]');

type Node =
  | { kind: 'compare'; path: string; operator: string; operand: Plain }
  | { kind: 'between'; path: string; lower: number; upper: number }
  | { kind: 'in'; path: string; operands: Plain[] }
  | { kind: 'exists' | 'missing'; path: string }
  | { kind: 'begins' | 'contains'; path: string; operand: string }
  | { kind: 'size'; path: string; operator: string; operand: number }
  | { kind: 'not'; node: Node }
  | { kind: 'and' | 'or'; left: Node; right: Node };

const order = fc.constantFrom('<', '<=', '>', '>=');
const equality = fc.constantFrom('=', '<>');
const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant('compare' as const), path, operator: equality, operand: value }),
    fc.record({
      kind: fc.constant('compare' as const),
      path,
      operator: order,
      operand: fc.oneof(word, fc.integer({ min: -3, max: 3 })),
    }),
    fc
      .tuple(path, fc.integer({ min: -3, max: 3 }), fc.nat(3))
      .map(([at, lower, more]) => ({ kind: 'between' as const, path: at, lower, upper: lower + more })),
    fc.record({
      kind: fc.constant('in' as const),
      path,
      operands: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constantFrom('exists' as const, 'missing' as const), path }),
    fc.record({ kind: fc.constantFrom('begins' as const, 'contains' as const), path, operand: word }),
    fc.record({
      kind: fc.constant('size' as const),
      path,
      operator: fc.oneof(order, equality),
      operand: fc.integer({ min: 0, max: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), node: tie('node') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: tie('node'),
      right: tie('node'),
    }),
  ),
}));

/** Writes a condition out, giving each operand a placeholder. */
function write(given: Node, values: Record<string, AttributeValue>): string {
  const put = (plain: Plain): string => {
    const name = `:v${Object.keys(values).length}`;
    values[name] = toAttribute(plain);
    return name;
  };
  switch (given.kind) {
    case 'compare':
      return `${given.path} ${given.operator} ${put(given.operand)}`;
    case 'between':
      return `${given.path} BETWEEN ${put(given.lower)} AND ${put(given.upper)}`;
    case 'in':
      return `${given.path} IN (${given.operands.map(put).join(', ')})`;
    case 'exists':
      return `attribute_exists(${given.path})`;
    case 'missing':
      return `attribute_not_exists (${given.path})`;
    case 'begins':
      return `begins_with(${given.path}, ${put(given.operand)})`;
    case 'contains':
      return `contains(${given.path}, ${put(given.operand)})`;
    case 'size':
      return `size(${given.path}) ${given.operator} ${put(given.operand)}`;
    case 'not':
      return `NOT ${wrap(given.node, values)}`;
    default:
      return `${wrap(given.left, values)} ${given.kind} ${wrap(given.right, values)}`;
  }
}

const wrap = (given: Node, values: Record<string, AttributeValue>): string => `(${write(given, values)})`;

function lookUp(from: Plain, at: string): Plain | undefined {
  let held: Plain | undefined = from;
  for (const step of at.replaceAll('[', '.[').split('.')) {
    if (held === null || typeof held !== 'object' || held instanceof Set) return undefined;
    const index = /^\[(\d+)\]$/.exec(step);
    if (index) held = Array.isArray(held) ? held[Number(index[1])] : undefined;
    else held = Array.isArray(held) ? undefined : held[step];
  }
  return held;
}

const show = (plain: Plain): string =>
  plain instanceof Set
    ? `set ${[...plain].sort().join()}`
    : Array.isArray(plain)
      ? `list ${plain.map(show).join(';')}`
      : plain !== null && typeof plain === 'object'
        ? `map ${Object.keys(plain)
            .sort()
            .map((name) => `${name}=${show(plain[name] as Plain)}`)
            .join(';')}`
        : `${typeof plain} ${plain}`;

function ordered(operator: string, left: Plain | undefined, right: Plain): boolean {
  if (typeof left !== typeof right || (typeof left !== 'string' && typeof left !== 'number')) return false;
  const [a, b] = [left, right as typeof left];
  return operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b;
}

function compared(operator: string, left: Plain | undefined, right: Plain): boolean {
  if (operator === '=') return left !== undefined && show(left) === show(right);
  if (operator === '<>') return left === undefined || show(left) !== show(right);
  return ordered(operator, left, right);
}

function measure(plain: Plain | undefined): number | undefined {
  if (typeof plain === 'string') return plain.length;
  if (plain instanceof Set) return plain.size;
  if (Array.isArray(plain)) return plain.length;
  return plain !== null && typeof plain === 'object' ? Object.keys(plain).length : undefined;
}

function model(given: Node, whole: Plain): boolean {
  if (given.kind === 'not') return !model(given.node, whole);
  if ('left' in given) {
    const [left, right] = [model(given.left, whole), model(given.right, whole)];
    return given.kind === 'and' ? left && right : left || right;
  }
  const held = lookUp(whole, given.path);
  switch (given.kind) {
    case 'compare':
      return compared(given.operator, held, given.operand);
    case 'between':
      return typeof held === 'number' && held >= given.lower && held <= given.upper;
    case 'in':
      return given.operands.some((operand) => compared('=', held, operand));
    case 'exists':
      return held !== undefined;
    case 'missing':
      return held === undefined;
    case 'begins':
      return typeof held === 'string' && held.startsWith(given.operand);
    case 'contains':
      if (typeof held === 'string') return held.includes(given.operand);
      if (held instanceof Set) return held.has(given.operand);
      return Array.isArray(held) && held.includes(given.operand);
    default:
      return compared(given.operator, measure(held), given.operand);
  }
}

describe('conditions', () => {
  it('hold exactly where a naive model of them holds', () => {
    fc.assert(
      fc.property(item, node, (whole, given) => {
        const values: Record<string, AttributeValue> = {};
        const ConditionExpression = write(given, values);
        const { condition } = parseRequestExpressions(
          {
            ConditionExpression,
            ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
          },
          ['ConditionExpression'],
          [],
        );
        if (!condition) throw new Error('no condition was parsed');
        const stored = toAttribute(whole).M ?? {};
        expect(evaluate(condition, stored)).toBe(model(given, whole));
      }),
      { numRuns: 1000 },
    );
  });
});
