import { remembered } from './remembered.ts';
import type { Authorization } from './service.ts';

/** `dynamodb:GetItem`: one text for each operation, by which answers are looked up again and again. */
export const actionsOf = (prefix: string): ((operation: string) => string) =>
  remembered((operation) => `${prefix}:${operation}`);

type Keys = NonNullable<Authorization['context']>;

/**
 * A question to IAM whose condition keys are looked up only when a policy's condition asks for them; for most calls
 * none does. IAM judges a question at once, so that the keys still tell the state of the call. A copy by spread
 * (`{...}`) has no keys.
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
