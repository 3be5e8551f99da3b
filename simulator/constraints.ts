import { AwsError } from './aws-error.ts';
import type { ModelledOperation } from './modelled-members.ts';
import { remembered } from './remembered.ts';

/**
 * The constraints of the service model, which AWS judges before anything else, all together, in one message:
 * `2 validation errors detected: Value 'x' at 'keySchema.1.member.keyType' failed to satisfy …; Value …`.
 */
export class ModelConstraints {
  readonly #broken: string[] = [];
  readonly #code: string;

  /** `code` is the service's name for the error: `ValidationError` in the query protocol. */
  constructor(code = 'ValidationException') {
    this.#code = code;
  }

  oneOf(path: string, value: unknown, allowed: readonly string[]): void {
    if (value === undefined || allowed.includes(String(value))) return;
    this.#add(path, value, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
  }

  required(path: string, value: unknown): void {
    if (value === undefined || value === null) this.#broken.push(nullAt(path));
  }

  atLeast(path: string, value: number | undefined, min: number): void {
    if (value !== undefined && value < min) {
      this.#add(path, value, `Member must have value greater than or equal to ${min}`);
    }
  }

  atMost(path: string, value: number | undefined, max: number): void {
    if (value !== undefined && value > max) {
      this.#add(path, value, `Member must have value less than or equal to ${max}`);
    }
  }

  /** The length of a text or list. `shown` is how AWS prints the value. */
  length(
    path: string,
    value: { readonly length: number } | undefined,
    min: number,
    max: number,
    shown?: string,
  ): void {
    if (value === undefined || value === null) return;
    // AWS prints a list's members as Java does; those of a list that is too long are not told apart here.
    const list = value.length === 0 ? '[]' : '[...]';
    const text = shown ?? (typeof value === 'string' ? value : list);
    if (value.length < min) this.#add(path, text, `Member must have length greater than or equal to ${min}`);
    if (value.length > max) this.#add(path, text, `Member must have length less than or equal to ${max}`);
  }

  pattern(path: string, value: string | undefined, pattern: string): void {
    if (value === undefined || whole(pattern).test(value)) return;
    this.#add(path, value, `Member must satisfy regular expression pattern: ${pattern}`);
  }

  /** All that a model says of a text. */
  text(path: string, value: string | undefined, min: number, max: number, pattern?: string): void {
    this.length(path, value, min, max);
    if (pattern !== undefined) this.pattern(path, value, pattern);
  }

  number(path: string, value: number | undefined, min: number, max: number): void {
    this.atLeast(path, value, min);
    this.atMost(path, value, max);
  }

  /** The constraints of a list's members where these are texts: AWS names the list, and all that holds for a member. */
  each(
    path: string,
    values: readonly string[] | undefined,
    isMet: (value: string) => boolean,
    constraints: readonly string[],
  ): void {
    if (values === undefined || values.every(isMet)) return;
    this.#add(path, `[${values.join(', ')}]`, `Member must satisfy constraint: [${constraints.join(', ')}]`);
  }

  /** A constraint whose judgement is the caller's. */
  unmet(path: string, shown: string, constraint: string): void {
    this.#add(path, shown, constraint);
  }

  assert(): void {
    const count = this.#broken.length;
    if (count === 0) return;
    const errors = `${count} validation error${count > 1 ? 's' : ''} detected`;
    throw new AwsError(this.#code, `${errors}: ${this.#broken.join('; ')}`, { statusCode: 400 });
  }

  #add(path: string, value: unknown, constraint: string): void {
    this.#broken.push(`Value '${value}' at '${path}' failed to satisfy constraint: ${constraint}`);
  }
}

/** A pattern of a service model, for a whole text; these are constants. */
const whole = remembered((pattern) => new RegExp(`^(?:${pattern})$`));

/** The operations, each of which judges its request by the service model first. */
export function constrained(
  assertRequest: (operation: string, input: object) => void,
  operations: Readonly<Record<string, ModelledOperation>>,
): Record<string, ModelledOperation> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, { members, run }]) => [
      name,
      {
        members,
        run: (input, call) => {
          assertRequest(name, input);
          return run(input, call);
        },
      } satisfies ModelledOperation,
    ]),
  );
}

function nullAt(path: string): string {
  return `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
}
