import { validationError } from '../errors.ts';
import { isReservedWord } from './reserved-words.ts';
import type { Token, TokenReader } from './tokens.ts';

/** A document path as written: words, `#names` and list indexes. */
export interface PathSyntax {
  readonly kind: 'path';
  readonly steps: readonly (Token | number)[];
}

interface ValueSyntax {
  readonly kind: 'value';
  readonly name: string;
}

export interface CallSyntax {
  readonly kind: 'call';
  readonly name: string;
  readonly operands: readonly OperandSyntax[];
}

export type OperandSyntax = PathSyntax | ValueSyntax | CallSyntax;

/** `a.b[1].#c` */
export function parsePath(reader: TokenReader): PathSyntax {
  const steps: (Token | number)[] = [parseAttributeName(reader)];
  for (;;) {
    if (reader.accept('.')) steps.push(parseAttributeName(reader));
    else if (reader.accept('[')) {
      if (reader.peek().kind !== 'index') throw reader.unexpected();
      steps.push(Number(reader.take().text));
      reader.expect(']');
    } else return { kind: 'path', steps };
  }
}

function parseAttributeName(reader: TokenReader): Token {
  const { kind } = reader.peek();
  if (kind !== 'word' && kind !== 'name') throw reader.unexpected();
  return reader.take();
}

/** Refuses `((a))`: AWS looks for it before it looks at names. */
export class Parentheses {
  readonly #groups = new WeakSet<object>();
  #redundant = false;

  mark<T extends object>(inner: T): T {
    if (this.#groups.has(inner)) this.#redundant = true;
    this.#groups.add(inner);
    return inner;
  }

  assertNoneRedundant(): void {
    if (this.#redundant) throw validationError('The expression has redundant parentheses;');
  }
}

export function assertNoReservedWord(paths: readonly PathSyntax[]): void {
  for (const path of paths) {
    for (const step of path.steps) {
      if (typeof step !== 'number' && step.kind === 'word' && isReservedWord(step.text)) {
        throw validationError(`Attribute name is a reserved keyword; reserved keyword: ${step.text}`);
      }
    }
  }
}

/** Every path under an operand, in the order in which they were written. */
export function pathsOf(operand: OperandSyntax): readonly PathSyntax[] {
  if (operand.kind === 'path') return [operand];
  return operand.kind === 'call' ? operand.operands.flatMap(pathsOf) : [];
}

export function callsOf(operand: OperandSyntax): readonly CallSyntax[] {
  return operand.kind === 'call' ? [operand, ...operand.operands.flatMap(callsOf)] : [];
}
