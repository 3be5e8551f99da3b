import type { Json } from '../asl.ts';
import { DEPTH_MAX } from './bounds.ts';

/** The scope of an expression: `$states`, and the variables. */
interface Scope {
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, Json>>;
}

/** A node of JSONata's syntax tree, as far as it is looked at; the package's own type lacks some members. */
export interface ExpressionNode {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly ExpressionNode[];
  readonly lhs?: ExpressionNode;
  readonly rhs?: ExpressionNode;
  readonly condition?: ExpressionNode;
  readonly stages?: readonly (ExpressionNode & { readonly expr?: ExpressionNode })[];
  readonly procedure?: ExpressionNode;
  readonly arguments?: readonly ExpressionNode[];
  readonly expressions?: readonly ExpressionNode[];
  readonly then?: ExpressionNode;
  readonly else?: ExpressionNode;
}

/** The answer where only JSONata itself can tell. */
export const UNTOLD = Symbol('untold');

/** An expression that is evaluated at once; `UNTOLD` wherever a value is not of the plainest kind. */
export type QuickExpression = (scope: Scope) => unknown;

type Operator = (left: unknown, right: unknown) => unknown;

const untold: QuickExpression = () => UNTOLD;
const isScalar = (value: unknown): boolean =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
const isAlike = (left: unknown, right: unknown): boolean =>
  typeof left === typeof right && (typeof left === 'string' || typeof left === 'number');
const text = (value: unknown): unknown =>
  typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : UNTOLD;
const finite = (value: number): unknown => (Number.isFinite(value) ? value : UNTOLD);

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': (left, right) => (isScalar(left) && isScalar(right) ? left === right : UNTOLD),
  '!=': (left, right) => (isScalar(left) && isScalar(right) ? left !== right : UNTOLD),
  '<': (left, right) => (isAlike(left, right) ? (left as number) < (right as number) : UNTOLD),
  '<=': (left, right) => (isAlike(left, right) ? (left as number) <= (right as number) : UNTOLD),
  '>': (left, right) => (isAlike(left, right) ? (left as number) > (right as number) : UNTOLD),
  '>=': (left, right) => (isAlike(left, right) ? (left as number) >= (right as number) : UNTOLD),
  '+': (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? finite(left + right) : UNTOLD,
  '-': (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? finite(left - right) : UNTOLD,
  '&': (left, right) => {
    const [first, second] = [text(left), text(right)];
    return first === UNTOLD || second === UNTOLD ? UNTOLD : `${first as string}${second as string}`;
  },
};

/** Members that a node of its type has when nothing more is asked of it. */
const PLAIN: Readonly<Record<string, readonly string[]>> = {
  path: ['type', 'steps'],
  variable: ['type', 'value', 'position'],
  name: ['type', 'value', 'position'],
  string: ['type', 'value', 'position'],
  number: ['type', 'value', 'position'],
  value: ['type', 'value', 'position'],
  binary: ['type', 'value', 'position', 'lhs', 'rhs'],
  condition: ['type', 'position', 'condition', 'then', 'else'],
  function: ['type', 'name', 'value', 'position', 'procedure', 'arguments'],
  unary: ['type', 'value', 'position', 'expressions'],
};

const isPlain = (node: ExpressionNode): boolean => {
  const members = PLAIN[node.type];
  return members !== undefined && Object.keys(node).every((member) => members.includes(member));
};

/**
 * The part of JSONata that state machines mostly use: variables and members of objects, literals, comparisons, sums,
 * conditions, the number of items in a list. JSONata evaluates everything in promises; this gives the same result
 * without. It knows scalars, objects and lists that were given. All else is left to JSONata: lists that an expression
 * makes, missing values, other functions, and errors.
 */
export function quickExpression(node: ExpressionNode | undefined, depth = 1): QuickExpression {
  if (!node || !isPlain(node) || depth > DEPTH_MAX) return untold;
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value':
      return () => node.value;
    case 'variable':
      return variable(String(node.value));
    case 'path':
      return depth < DEPTH_MAX ? path(node.steps ?? []) : untold;
    case 'binary':
      return binary(node, depth + 1);
    case 'condition':
      return condition(node, depth + 1);
    case 'function':
      return count(node, depth + 1);
    default:
      return untold;
  }
}

function variable(name: string): QuickExpression {
  if (name === 'states') return ({ states }) => states;
  // A name that is no variable may be one of JSONata's own.
  return ({ variables }) => (name in variables ? variables[name] : UNTOLD);
}

/** The place in a list that a step's only predicate is, `[0]`; `untold` for every other one. */
function placeOf({ stages = [] }: ExpressionNode): number | undefined | typeof UNTOLD {
  const [only, ...more] = stages;
  if (!only) return undefined;
  const { expr } = only;
  const isPlace = more.length === 0 && only.type === 'filter' && expr?.type === 'number' && isPlain(expr);
  return isPlace && Number.isInteger(expr.value) && (expr.value as number) >= 0
    ? (expr.value as number)
    : UNTOLD;
}

/** The item of a list. Only JSONata can tell the item of something else, and an item that is a list itself. */
function itemAt(value: unknown, place: number): unknown {
  const item: unknown = Array.isArray(value) ? value[place] : undefined;
  return item === undefined || Array.isArray(item) ? UNTOLD : item;
}

/** A list at the end of a path is given as it is; one on the way is walked through by JSONata. */
function path([first, ...steps]: readonly ExpressionNode[]): QuickExpression {
  if (first?.type !== 'variable' || !isPlain(first)) return untold;
  const last = steps.at(-1);
  const place = last && placeOf(last);
  if (place === UNTOLD) return untold;
  const isName = ({ stages, ...step }: ExpressionNode): boolean =>
    step.type === 'name' && isPlain(step) && (stages === undefined || place !== undefined);
  if (!steps.slice(0, -1).every(({ stages }) => stages === undefined) || !steps.every(isName)) return untold;
  const start = variable(String(first.value));
  const names = steps.map(({ value }) => String(value));
  return (scope) => {
    let value = start(scope);
    for (const name of names) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return UNTOLD;
      if (!Object.hasOwn(value, name)) return UNTOLD;
      value = (value as Record<string, unknown>)[name];
    }
    return place === undefined ? value : itemAt(value, place);
  };
}

/** `$count` of a list that was given; a variable of that name would be another function. */
function count({ procedure, arguments: given = [] }: ExpressionNode, depth: number): QuickExpression {
  const isCount = procedure?.type === 'variable' && isPlain(procedure) && procedure.value === 'count';
  if (!isCount || given.length !== 1) return untold;
  const counted = quickExpression(given[0], depth);
  return (scope) => {
    if ('count' in scope.variables) return UNTOLD;
    const list = counted(scope);
    return Array.isArray(list) ? list.length : UNTOLD;
  };
}

/** Whether a scalar is one of some that the expression lists. */
function membership(left: QuickExpression, { expressions = [] }: ExpressionNode): QuickExpression {
  const isListed = expressions.every((item) => /^(string|number|value)$/.test(item.type) && isPlain(item));
  const listed = expressions.map(({ value }) => value);
  if (!isListed) return untold;
  return (scope) => {
    const asked = left(scope);
    return isScalar(asked) ? listed.includes(asked) : UNTOLD;
  };
}

function binary({ value, lhs, rhs }: ExpressionNode, depth: number): QuickExpression {
  const left = quickExpression(lhs, depth);
  if (value === 'in')
    return rhs?.type === 'unary' && rhs.value === '[' && isPlain(rhs) ? membership(left, rhs) : untold;
  const right = quickExpression(rhs, depth);
  if (value === 'and' || value === 'or') {
    const decided = value === 'or';
    return (scope) => {
      const first = left(scope);
      if (first === decided) return decided;
      if (typeof first !== 'boolean') return UNTOLD;
      const second = right(scope);
      return typeof second === 'boolean' ? second : UNTOLD;
    };
  }
  const operator = OPERATORS[String(value)];
  if (!operator) return untold;
  return (scope) => {
    const first = left(scope);
    if (first === UNTOLD) return UNTOLD;
    const second = right(scope);
    return second === UNTOLD ? UNTOLD : operator(first, second);
  };
}

function condition(node: ExpressionNode, depth: number): QuickExpression {
  const asked = quickExpression(node.condition, depth);
  const yes = quickExpression(node.then, depth);
  const no = quickExpression(node.else, depth);
  return (scope) => {
    const holds = asked(scope);
    if (typeof holds !== 'boolean') return UNTOLD;
    return (holds ? yes : no)(scope);
  };
}
