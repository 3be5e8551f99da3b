import jsonata from 'jsonata';
import type { Json } from '../asl.ts';

/**
 * The bounds of one expression on AWS (measured, github.com/floci-io/floci issue 2737): a depth of 100 evaluates, one
 * of 101 does not; `[1..873782]` is possible, one element more is not; nor is a text of 2^23 characters.
 */
export const DEPTH_MAX = 100;
const HELD_BYTES_MAX = 873_782 * 8;
/** AWS ends an endless loop by its clock; here as many steps of the evaluation stand for it. */
const STEPS_MAX = 250_000;

const EXIT = Symbol.for('jsonata.__evaluate_exit');

/** An error of AWS's own, beside JSONata's: its message has no code. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
  constructor() {
    super('Expression evaluation memory limit exceeded: Check for excessive memory usage');
  }
}

class EndlessLoop extends Error {
  override readonly name = 'EndlessLoop';
  constructor() {
    super('Expression evaluation timeout: Check for infinite loop');
  }
}

const TOO_DEEP =
  'Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive.';

const heldBytes = (value: unknown): number => {
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? value.length * 8 : 0;
};

/** Parses an expression that then keeps within AWS's bounds; only one with `..` or `:=` can grow beyond its text. */
export function boundedExpression(source: string): jsonata.Expression {
  const expression = jsonata(source, { stack: DEPTH_MAX } as jsonata.JsonataOptions);
  if (!source.includes('..') && !source.includes(':=')) return expression;
  let steps = 0;
  const bound = (_node: unknown, _input: unknown, _frame: unknown, result: unknown): void => {
    if (heldBytes(result) > HELD_BYTES_MAX) throw new OutOfMemory();
    if (++steps > STEPS_MAX) throw new EndlessLoop();
  };
  // It binds names and symbols alike, which its type does not say.
  expression.assign(EXIT as unknown as string, bound);
  const evaluate = expression.evaluate.bind(expression);
  expression.evaluate = (input: unknown, bindings?: Record<string, unknown>) => {
    steps = 0;
    return evaluate(input, bindings);
  };
  return expression;
}

/** AWS's words for an expression that failed: JSONata's code and message, or a message of AWS's own. */
export function failureText(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  if (code === 'D1011') return `: ${TOO_DEEP}`;
  return code ? `. ${code}: ${message}` : `: ${message}`;
}

const isFunction = (value: object): boolean =>
  (value as { _jsonata_lambda?: boolean })._jsonata_lambda === true ||
  (value as { _jsonata_function?: boolean })._jsonata_function === true;

/**
 * A copy of JSONata's result as JSON, without members that are not JSON; undefined for a result that is not JSON. An
 * infinite number becomes its name as text: `1/0` is "Infinity" (measured on AWS, github.com/floci-io/floci issue
 * 2737).
 */
export function jsonOf(value: unknown): Json | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || isFunction(value)) return undefined;
  if (Array.isArray(value)) return value.map((item) => jsonOf(item) ?? null);
  const copy: { [key: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) {
    const json = jsonOf(member);
    if (json !== undefined) copy[name] = json;
  }
  return copy;
}
