import { validationError } from '../errors.ts';

export interface Token {
  readonly kind: 'word' | 'name' | 'value' | 'index' | 'symbol' | 'end';
  /** As written; keywords keep their case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const PATTERN =
  /\s+|([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(\d+)|(<>|<=|>=|[=<>()[\].,+-])/y;
const KINDS = ['word', 'name', 'value', 'index', 'symbol'] as const;

/** Reads tokens one by one, and words syntax errors as DynamoDB does: the token, and its neighbours. */
export class TokenReader {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(source: string) {
    this.#source = source;
    const tokens: Token[] = [];
    let at = 0;
    while (at < source.length) {
      PATTERN.lastIndex = at;
      const match = PATTERN.exec(source);
      // A character outside of the grammar is a token of its own; the parser refuses it.
      const text = match ? match[0] : source.slice(at, at + 1);
      const group = match ? match.slice(1).findIndex((part) => part !== undefined) : 4;
      if (group >= 0) tokens.push({ kind: KINDS[group] ?? 'symbol', text, start: at, end: at + text.length });
      at += text.length;
    }
    tokens.push({ kind: 'end', text: '<EOF>', start: source.length, end: source.length });
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#position + ahead, this.#tokens.length - 1)] as Token;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#position++;
    return token;
  }

  /** Takes the next token if it is this symbol or (in any case) this keyword. */
  accept(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.take();
    return true;
  }

  isNext(text: string): boolean {
    const token = this.peek();
    return token.kind === 'word'
      ? token.text.toUpperCase() === text
      : token.kind === 'symbol' && token.text === text;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected();
  }

  /** The error for the next token. */
  unexpected(): Error {
    const token = this.peek();
    const before = this.#tokens[this.#position - 1] ?? token;
    const after = this.#tokens[this.#position + 1] ?? token;
    const near = this.#source.slice(before.start, after.end).trim();
    return validationError(`Syntax error; token: "${token.text}", near: "${near}"`);
  }
}
