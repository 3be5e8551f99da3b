import { remembered } from '../../remembered.ts';
import { validationError } from '../errors.ts';
import type { Comparator } from './condition.ts';
import {
  assertNoReservedWord,
  type CallSyntax,
  callsOf,
  type OperandSyntax,
  Parentheses,
  parsePath,
  pathsOf,
} from './syntax.ts';
import { TokenReader } from './tokens.ts';

export type ConditionSyntax =
  | { readonly kind: 'and' | 'or'; readonly left: ConditionSyntax; readonly right: ConditionSyntax }
  | { readonly kind: 'not'; readonly condition: ConditionSyntax }
  | {
      readonly kind: 'comparison';
      readonly operator: Comparator;
      readonly operands: readonly OperandSyntax[];
    }
  | { readonly kind: 'between' | 'in'; readonly operands: readonly OperandSyntax[] }
  | CallSyntax;

type Node = ConditionSyntax | OperandSyntax;

const COMPARATORS: readonly Comparator[] = ['=', '<>', '<', '<=', '>', '>='];
const CONDITION_FUNCTIONS = [
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
];
const KEYWORDS = ['AND', 'OR', 'NOT', 'BETWEEN', 'IN'];

const isOperand = (node: Node): node is OperandSyntax =>
  node.kind === 'path' || node.kind === 'value' || node.kind === 'call';

/**
 * Parses a condition by the grammar of "Condition and filter expressions, operators, and functions" and makes
 * the checks that AWS makes before it resolves names: parentheses, function names, their use, reserved words.
 */
export const parseConditionSyntax = remembered((expression: string): ConditionSyntax => {
  const parser = new ConditionParser(expression);
  const syntax = parser.parse();
  const operands = operandsOf(syntax);
  const calls = operands.flatMap(callsOf);
  for (const call of [...conditionCallsOf(syntax), ...calls]) {
    if (!CONDITION_FUNCTIONS.includes(call.name) && call.name !== 'size') {
      throw validationError(`Invalid function name; function: ${call.name}`);
    }
  }
  const misused = [
    ...calls.filter((call) => call.name !== 'size'),
    ...conditionCallsOf(syntax).filter((call) => call.name === 'size'),
  ][0];
  if (misused) {
    throw validationError(
      `The function is not allowed to be used this way in an expression; function: ${misused.name}`,
    );
  }
  assertNoReservedWord(operands.flatMap(pathsOf));
  return syntax;
});

/** The operands of all conditions, in the order in which they were written. */
function operandsOf(syntax: ConditionSyntax): readonly OperandSyntax[] {
  if ('left' in syntax) return [...operandsOf(syntax.left), ...operandsOf(syntax.right)];
  if (syntax.kind === 'not') return operandsOf(syntax.condition);
  return syntax.operands;
}

/** Functions that stand as conditions themselves. */
function conditionCallsOf(syntax: ConditionSyntax): readonly CallSyntax[] {
  if ('left' in syntax) {
    return [...conditionCallsOf(syntax.left), ...conditionCallsOf(syntax.right)];
  }
  if (syntax.kind === 'not') return conditionCallsOf(syntax.condition);
  return syntax.kind === 'call' ? [syntax] : [];
}

class ConditionParser {
  readonly #reader: TokenReader;
  readonly #parentheses = new Parentheses();

  constructor(expression: string) {
    this.#reader = new TokenReader(expression);
  }

  parse(): ConditionSyntax {
    const condition = this.#condition(this.#or());
    if (this.#reader.peek().kind !== 'end') throw this.#reader.unexpected();
    this.#parentheses.assertNoneRedundant();
    return condition;
  }

  /** A path or a value alone is no condition. */
  #condition(node: Node): ConditionSyntax {
    if (node.kind === 'path' || node.kind === 'value') throw this.#reader.unexpected();
    return node;
  }

  #operand(node: Node): OperandSyntax {
    if (!isOperand(node)) throw this.#reader.unexpected();
    return node;
  }

  #or(): Node {
    let left = this.#and();
    while (this.#reader.isNext('OR')) {
      const condition = this.#condition(left);
      this.#reader.take();
      left = { kind: 'or', left: condition, right: this.#condition(this.#and()) };
    }
    return left;
  }

  #and(): Node {
    let left = this.#not();
    while (this.#reader.isNext('AND')) {
      const condition = this.#condition(left);
      this.#reader.take();
      left = { kind: 'and', left: condition, right: this.#condition(this.#not()) };
    }
    return left;
  }

  #not(): Node {
    if (this.#reader.accept('NOT')) return { kind: 'not', condition: this.#condition(this.#not()) };
    return this.#comparison();
  }

  #comparison(): Node {
    const left = this.#primary();
    const operator = COMPARATORS.find((each) => this.#reader.isNext(each));
    if (operator) {
      const first = this.#operand(left);
      this.#reader.take();
      return { kind: 'comparison', operator, operands: [first, this.#operand(this.#primary())] };
    }
    if (this.#reader.isNext('BETWEEN')) {
      const first = this.#operand(left);
      this.#reader.take();
      const lower = this.#operand(this.#primary());
      this.#reader.expect('AND');
      return { kind: 'between', operands: [first, lower, this.#operand(this.#primary())] };
    }
    if (this.#reader.isNext('IN')) {
      const first = this.#operand(left);
      this.#reader.take();
      this.#reader.expect('(');
      return { kind: 'in', operands: [first, ...this.#list()] };
    }
    return left;
  }

  #primary(): Node {
    const token = this.#reader.peek();
    if (token.text === '(') {
      this.#reader.take();
      const inner = this.#or();
      this.#reader.expect(')');
      return this.#parentheses.mark(inner);
    }
    if (token.kind === 'value') return { kind: 'value', name: this.#reader.take().text };
    if (token.kind === 'word' && KEYWORDS.includes(token.text.toUpperCase())) throw this.#reader.unexpected();
    if (token.kind === 'word' && this.#reader.peek(1).text === '(') {
      const name = this.#reader.take().text;
      this.#reader.expect('(');
      return { kind: 'call', name, operands: this.#list() };
    }
    return parsePath(this.#reader);
  }

  /** Operands up to the closing parenthesis. */
  #list(): readonly OperandSyntax[] {
    const operands = [this.#operand(this.#primary())];
    while (this.#reader.accept(',')) operands.push(this.#operand(this.#primary()));
    this.#reader.expect(')');
    return operands;
  }
}
