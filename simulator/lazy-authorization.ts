import { remembered } from './remembered.ts';
import type { Authorization } from './service.ts';

/** `dynamodb:GetItem`: one text for each operation, by which answers are looked up again and again. */
export const actionsOf = (prefix: string): ((operation: string) => string) =>
  remembered((operation) => `${prefix}:${operation}`);

type Keys = NonNullable<Authorization['context']>;

/**
 * A question to IAM whose condition keys are found only where a policy's condition asks for them: of most calls none
 * does. IAM judges a question at once, so that what the keys tell of is still as it was. A spread of it has no keys.
 */
export class LazyAuthorization implements Authorization {
  readonly action: string;
  readonly resource: string;
  readonly #keys: () => Keys;

  constructor(action: string, resource: string, keys: () => Keys) {
    this.action = action;
    this.resource = resource;
    this.#keys = keys;
  }

  get context(): Keys {
    return this.#keys();
  }
}
