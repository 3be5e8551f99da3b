import { remembered } from '../../remembered.ts';
import { validationError } from '../errors.ts';
import {
  assertNoReservedWord,
  callsOf,
  type OperandSyntax,
  Parentheses,
  type PathSyntax,
  parsePath,
  pathsOf,
} from './syntax.ts';
import { TokenReader } from './tokens.ts';

export type Section = 'SET' | 'REMOVE' | 'ADD' | 'DELETE';
const SECTIONS: readonly Section[] = ['SET', 'REMOVE', 'ADD', 'DELETE'];

/** One clause; SET has one operand, or two around `+` or `-`. */
export interface ClauseSyntax {
  readonly section: Section;
  readonly path: PathSyntax;
  readonly operator?: '+' | '-';
  readonly operands: readonly OperandSyntax[];
}

const UPDATE_FUNCTIONS = ['if_not_exists', 'list_append'];
const OTHER_FUNCTIONS = [
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size',
];

/** Parses an UpdateExpression by the grammar of "Update expressions", and makes AWS's checks on words. */
export const parseUpdateSyntax = remembered((expression: string): readonly ClauseSyntax[] => {
  if (expression === '') throw validationError('The expression can not be empty;');
  const parser = new UpdateParser(expression);
  const clauses = parser.parse();
  assertNoReservedWord(clauses.flatMap((clause) => [clause.path, ...clause.operands.flatMap(pathsOf)]));
  for (const call of clauses.flatMap((clause) => clause.operands.flatMap(callsOf))) {
    if (OTHER_FUNCTIONS.includes(call.name)) {
      throw validationError(`The function is not allowed in an update expression; function: ${call.name}`);
    }
    if (!UPDATE_FUNCTIONS.includes(call.name))
      throw validationError(`Invalid function name; function: ${call.name}`);
  }
  if (parser.repeatedSection) {
    throw validationError(
      `The "${parser.repeatedSection}" section can only be used once in an update expression;`,
    );
  }
  return clauses;
});

class UpdateParser {
  repeatedSection: Section | undefined;
  readonly #reader: TokenReader;
  readonly #parentheses = new Parentheses();

  constructor(expression: string) {
    this.#reader = new TokenReader(expression);
  }

  parse(): readonly ClauseSyntax[] {
    const clauses: ClauseSyntax[] = [];
    const seen = new Set<Section>();
    do {
      const section = SECTIONS.find((each) => this.#reader.accept(each));
      if (!section) throw this.#reader.unexpected();
      if (seen.has(section)) this.repeatedSection ??= section;
      seen.add(section);
      do clauses.push(this.#clause(section));
      while (this.#reader.accept(','));
    } while (this.#reader.peek().kind !== 'end');
    this.#parentheses.assertNoneRedundant();
    return clauses;
  }

  #clause(section: Section): ClauseSyntax {
    const path = parsePath(this.#reader);
    if (section === 'REMOVE') return { section, path, operands: [] };
    if (section === 'SET') {
      this.#reader.expect('=');
      return { section, path, ...this.#sum() };
    }
    if (this.#reader.peek().kind !== 'value') throw this.#reader.unexpected();
    return { section, path, operands: [{ kind: 'value', name: this.#reader.take().text }] };
  }

  #sum(): Pick<ClauseSyntax, 'operator' | 'operands'> {
    const first = this.#operandOrSum();
    const operator = (['+', '-'] as const).find((each) => this.#reader.isNext(each));
    if (!operator) return first;
    const [left] = first.operands;
    if (first.operator || !left) throw this.#reader.unexpected();
    this.#reader.take();
    return { operator, operands: [left, this.#operand()] };
  }

  /** A whole right side may stand in parentheses. */
  #operandOrSum(): Pick<ClauseSyntax, 'operator' | 'operands'> {
    if (this.#reader.peek().text !== '(') return { operands: [this.#operand()] };
    this.#reader.take();
    const inner = this.#sum();
    this.#reader.expect(')');
    return this.#parentheses.mark(inner);
  }

  #operand(): OperandSyntax {
    const token = this.#reader.peek();
    if (token.kind === 'value') return { kind: 'value', name: this.#reader.take().text };
    if (token.text === '(') {
      this.#reader.take();
      const inner = this.#operand();
      this.#reader.expect(')');
      return this.#parentheses.mark(inner);
    }
    if (token.kind !== 'word' || this.#reader.peek(1).text !== '(') return parsePath(this.#reader);
    const name = this.#reader.take().text;
    this.#reader.take();
    const operands = [this.#operand()];
    while (this.#reader.accept(',')) operands.push(this.#operand());
    this.#reader.expect(')');
    return { kind: 'call', name, operands };
  }
}
