/**
 * Reads JSON while keeping what an event pattern's judgement needs and `JSON.parse` loses: every member of an
 * object in order (a repeated key counts), and where each token stands, because EventBridge's refusals name
 * the line and column.
 */
export type JsonNode =
  | { readonly kind: 'object'; readonly at: number; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly at: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly at: number; readonly value: string }
  | { readonly kind: 'number'; readonly at: number; readonly value: number; readonly text: string }
  | { readonly kind: 'literal'; readonly at: number; readonly value: boolean | null };

export interface JsonMember {
  readonly name: string;
  readonly at: number;
  readonly value: JsonNode;
}

/** Text that is not JSON; `at` is the offset behind the token that cannot stand there. */
export class JsonSyntaxError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const LITERALS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonNode {
    const node = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#refuse();
    return node;
  }

  #refuse(): never {
    const found = this.#text[this.#at];
    if (found === undefined) throw new JsonSyntaxError('Unexpected end-of-input', this.#at);
    const code = found.charCodeAt(0);
    throw new JsonSyntaxError(`Unexpected character ('${found}' (code ${code}))`, this.#at + 1);
  }

  #space(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? '.')) this.#at++;
  }

  #take(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#take(character)) this.#refuse();
  }

  #token(form: RegExp): string | undefined {
    form.lastIndex = this.#at;
    const token = form.exec(this.#text)?.[0];
    if (token !== undefined) this.#at += token.length;
    return token;
  }

  #string(): string {
    this.#space();
    const start = this.#at;
    const token = this.#token(STRING) ?? this.#refuse();
    try {
      return JSON.parse(token) as string;
    } catch {
      throw new JsonSyntaxError('Illegal character or escape in a string', start + 1);
    }
  }

  #value(): JsonNode {
    this.#space();
    const start = this.#at;
    const first = this.#text[start];
    if (first === '{') return this.#object();
    if (first === '[') return this.#array();
    if (first === '"') return { kind: 'string', at: start + 1, value: this.#string() };
    for (const [word, value] of LITERALS) {
      if (!this.#text.startsWith(word, start)) continue;
      this.#at += word.length;
      return { kind: 'literal', at: this.#at, value };
    }
    const text = this.#token(NUMBER) ?? this.#refuse();
    return { kind: 'number', at: this.#at, value: Number(text), text };
  }

  #object(): JsonNode {
    const at = ++this.#at;
    const members: JsonMember[] = [];
    if (this.#take('}')) return { kind: 'object', at, members };
    do {
      const name = this.#string();
      const nameAt = this.#at;
      this.#expect(':');
      members.push({ name, at: nameAt, value: this.#value() });
    } while (this.#take(','));
    this.#expect('}');
    return { kind: 'object', at, members };
  }

  #array(): JsonNode {
    const at = ++this.#at;
    const items: JsonNode[] = [];
    if (this.#take(']')) return { kind: 'array', at, items };
    do items.push(this.#value());
    while (this.#take(','));
    this.#expect(']');
    return { kind: 'array', at, items };
  }
}

/** The document that `text` holds; throws `JsonSyntaxError`. */
export function readJson(text: string): JsonNode {
  return new Reader(text).document();
}
