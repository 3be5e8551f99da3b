import { keyText } from './key-schema.ts';
import type { ItemRecord } from './record.ts';

/** Records by the values that some of their versions have in the attributes that an index hashes by. */
export class HashIndex {
  readonly #names: readonly string[];
  readonly #records = new Map<string, Set<ItemRecord>>();

  constructor(names: readonly string[], records: Iterable<ItemRecord>) {
    this.#names = names;
    for (const record of records) this.add(record);
  }

  add(record: ItemRecord): void {
    for (const { image } of record.versions) {
      const text = image && keyText(image, this.#names);
      if (text === undefined) continue;
      const known = this.#records.get(text);
      if (known) known.add(record);
      else this.#records.set(text, new Set([record]));
    }
  }

  /** The records of one value; a record that has left it for every reader is dropped. */
  recordsOf(text: string): readonly ItemRecord[] {
    const found = this.#records.get(text);
    if (!found) return [];
    for (const record of found) {
      const isLeft = record.versions.every(({ image }) => !image || keyText(image, this.#names) !== text);
      if (isLeft) found.delete(record);
    }
    if (found.size === 0) this.#records.delete(text);
    return [...found];
  }

  /** Each once, though it may lately have moved from one value to another. */
  all(): ReadonlySet<ItemRecord> {
    return new Set([...this.#records.keys()].flatMap((text) => this.recordsOf(text)));
  }
}
