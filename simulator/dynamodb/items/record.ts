import type { Item } from './attribute-value.ts';

/** One state of an item, until a later one is visible everywhere. */
export interface Version {
  /** Undefined where the item was deleted. */
  readonly image: Item | undefined;
  readonly writtenAt: number;
  /** The region of the write: replicas settle conflicts by time, then by its name. */
  readonly region: string;
  /** The time from which every eventually consistent read sees it. */
  readonly settledAt: number;
  /** The time from which global secondary indexes show it. */
  readonly indexedAt: number;
  /** The time at which TTL's background deletion reaches it. */
  readonly deletedAt: number | undefined;
}

export interface ItemRecord {
  readonly key: Item;
  /** The order of its partition in a scan. */
  readonly order: string;
  /** Oldest first; the last is the item as it is. */
  versions: readonly Version[];
}
