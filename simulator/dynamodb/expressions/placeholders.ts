import { validationError } from '../errors.ts';
import type { AttributeValue } from '../items/attribute-value.ts';
import type { PathSyntax } from './syntax.ts';

/** A document path with its names resolved: attribute and map keys are strings, list indexes numbers. */
export type Path = readonly (string | number)[];

export function showPath(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** ExpressionAttributeNames and ExpressionAttributeValues of a request, and which of them were used. */
export class Placeholders {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, AttributeValue>>;
  readonly #used = new Set<string>();

  constructor(
    names: Readonly<Record<string, string>> | undefined,
    values: Readonly<Record<string, AttributeValue>> | undefined,
  ) {
    this.#names = names ?? {};
    this.#values = values ?? {};
  }

  path(syntax: PathSyntax): Path {
    return syntax.steps.map((step) => {
      if (typeof step === 'number' || step.kind === 'word')
        return typeof step === 'number' ? step : step.text;
      const name = Object.hasOwn(this.#names, step.text) ? this.#names[step.text] : undefined;
      if (name === undefined) {
        throw validationError(
          `An expression attribute name used in the document path is not defined; attribute name: ${step.text}`,
        );
      }
      this.#used.add(step.text);
      return name;
    });
  }

  value(placeholder: string): AttributeValue {
    const value = Object.hasOwn(this.#values, placeholder) ? this.#values[placeholder] : undefined;
    if (!value) {
      throw validationError(
        `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      );
    }
    this.#used.add(placeholder);
    return value;
  }

  assertAllUsed(): void {
    this.#assertUsed('ExpressionAttributeNames', this.#names);
    this.#assertUsed('ExpressionAttributeValues', this.#values);
  }

  #assertUsed(member: string, given: object): void {
    const unused = Object.keys(given).filter((key) => !this.#used.has(key));
    if (unused.length === 0) return;
    throw validationError(`Value provided in ${member} unused in expressions: keys: {${unused.join(', ')}}`);
  }
}
