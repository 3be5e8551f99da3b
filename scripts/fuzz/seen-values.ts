import type { RandomStream } from '../../simulator/kernel/random.ts';

/** Values that members of requests and answers had, by the members' names: from them sound requests are made. */
export class SeenValues {
  readonly #byMember = new Map<string, Set<string | number | boolean>>();
  readonly #inputs = new Map<string, object[]>();
  static readonly #MOST = 40;

  /** Remembers an operation's input and output. */
  see(operation: string, input: object, output: unknown): void {
    const inputs = this.#inputs.get(operation) ?? [];
    if (inputs.length < SeenValues.#MOST) this.#inputs.set(operation, [...inputs, structuredClone(input)]);
    this.#walk('', input, 0);
    this.#walk('', output, 0);
  }

  /** An input that the operation was called with; undefined where it was not. */
  input(operation: string, random: RandomStream): object | undefined {
    const inputs = this.#inputs.get(operation);
    return inputs && structuredClone(random.pick(inputs));
  }

  value(member: string, random: RandomStream): string | number | boolean | undefined {
    const seen = this.#byMember.get(member.toLowerCase());
    return seen && random.pick([...seen]);
  }

  #walk(member: string, value: unknown, depth: number): void {
    if (
      depth > 8 ||
      value === null ||
      value === undefined ||
      value instanceof Date ||
      ArrayBuffer.isView(value)
    )
      return;
    if (Array.isArray(value)) {
      for (const each of value.slice(0, 20)) this.#walk(member.replace(/s$/, ''), each, depth + 1);
    } else if (typeof value === 'object') {
      for (const [name, inner] of Object.entries(value)) this.#walk(name, inner, depth + 1);
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      const key = member.toLowerCase();
      const seen = this.#byMember.get(key) ?? new Set();
      if (seen.size < SeenValues.#MOST) seen.add(value);
      this.#byMember.set(key, seen);
    }
  }
}
