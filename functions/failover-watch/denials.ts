import { TaskError } from '../../domain/errors.ts';

/** Most texts that are told of. */
const MOST = 5;

/**
 * Calls that an observer goes on without: whatever their failure, nobody knows then. Those that were refused for want of a right
 * are a mistake in how the fleet is deployed, and are told once it has watched to its end.
 */
export class Denials {
  readonly #found = new Set<string>();

  /** The answer to a call; undefined where it fails. */
  async unlessFails<T>(call: Promise<T>): Promise<T | undefined> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof TaskError && error.name === 'AccessDenied') this.#found.add(error.message);
      return undefined;
    }
  }

  /** Throws `AccessDenied` where a right was wanting, here or as others say. */
  throwAny(others: readonly string[]): void {
    const all = [...new Set([...this.#found, ...others])];
    if (all.length > 0) throw new TaskError('AccessDenied', all.slice(0, MOST).join('; '));
  }
}
