import { newPlace, plantedCopy } from './copy.ts';
import { type Catch, findingsOf, type Hunter } from './hunters.ts';

/**
 * Looks once more at what has found a bug, in a copy without any: what finds something there has found nothing. Each is
 * looked at once.
 */
export class WithoutBug {
  readonly #root: string;
  readonly #place = newPlace();
  readonly #silent = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** @throws where the hunter finds something there as well */
  async mustBeSilent(hunter: Hunter, { found }: Catch): Promise<void> {
    const command = hunter.again(found);
    const key = command.join(' ');
    if (this.#silent.has(key)) return;
    if (this.#silent.size === 0) plantedCopy(this.#root, [], this.#place);
    const one = await findingsOf({ ...hunter, command }, this.#place);
    if (one) throw new Error(`${hunter.name} finds with nothing planted: ${one.found.join(', ')}`);
    this.#silent.add(key);
  }
}
