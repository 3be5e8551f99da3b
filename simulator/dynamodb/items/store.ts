import { hash } from 'node:crypto';
import { sampleDurationMs } from '../../durations.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { remembered } from '../../remembered.ts';
import type { Item } from './attribute-value.ts';
import { HashIndex } from './hash-index.ts';
import { compareBy, type KeyNames, keyOf, keyText } from './key-schema.ts';
import type { ItemRecord, Version } from './record.ts';

/** The consistency of a read: `strong`, `eventual` (any replica of the partition), `index` (a GSI's own copy). */
export type ReadMode = 'strong' | 'eventual' | 'index';

interface Partition {
  readonly key: Item;
  /** The partition's place in a scan: the hash of its key, not the order of the key. */
  readonly order: string;
  /** Sorted by the range key. */
  readonly records: ItemRecord[];
}

/**
 * The chance that an eventually consistent read is served by the copy that lags: one of a partition's three copies
 * may, until the write has settled (USENIX ATC '22, "Amazon DynamoDB", section 3).
 */
const LAGGING_COPY_PROBABILITY = 1 / 3;

/** The items of one table, or of one strongly consistent global table. */
export class ItemStore {
  readonly keys: KeyNames;
  /** Replicas must remember deletions, lest an older write that arrives late brings an item back. */
  remembersDeletions = false;
  readonly #kernel: Kernel;
  readonly #scale: number;
  readonly #records = new Map<string, ItemRecord>();
  readonly #partitions = new Map<string, Partition>();
  /** For each set of attributes that an index hashes by: records by the values of some of their versions. */
  readonly #hashed = new Map<string, HashIndex>();
  /** The partitions in the order in which a scan comes to them; those that came after the last scan stand at the end. */
  #inScanOrder: Partition[] = [];
  #isInOrder = true;
  /** Records that are gone are looked for once there are so many, as each look goes over all of them. */
  #forgetsBeyond = 0;

  constructor(keys: KeyNames, kernel: Kernel, durationScale: number) {
    this.keys = keys;
    this.#kernel = kernel;
    this.#scale = durationScale;
  }

  record(key: Item): ItemRecord | undefined {
    return this.#records.get(keyText(key, this.keys.all) ?? '');
  }

  read(key: Item, mode: ReadMode): Item | undefined {
    const record = this.record(key);
    return record && this.image(record, mode);
  }

  /** The item as a read of this kind sees it now. */
  image(record: ItemRecord, mode: ReadMode): Item | undefined {
    const now = this.#kernel.now();
    const last = record.versions.at(-1);
    if (!last) return undefined;
    const seenAt = mode === 'index' ? last.indexedAt : last.settledAt;
    const isStale =
      mode !== 'strong' &&
      now < seenAt &&
      (mode === 'index' || this.#kernel.random('dynamodb/lagging-copy').chance(LAGGING_COPY_PROBABILITY));
    const version = isStale
      ? record.versions.findLast((each) => (mode === 'index' ? each.indexedAt : each.settledAt) <= now)
      : last;
    if (!version || (version.deletedAt !== undefined && version.deletedAt <= now)) return undefined;
    return version.image;
  }

  /** Writes a new version; `deletedAt` is for items that TTL will delete. */
  write(key: Item, image: Item | undefined, region: string, deletedAt?: number): Version {
    const now = this.#kernel.now();
    const record = this.#recordFor(key);
    const previous = record.versions.at(-1);
    const settle = (name: 'dynamodb/stale-read' | 'dynamodb/index-lag'): number =>
      now + sampleDurationMs(this.#kernel, name, this.#scale);
    const version: Version = {
      image,
      writtenAt: now,
      region,
      settledAt: Math.max(previous?.settledAt ?? 0, settle('dynamodb/stale-read')),
      indexedAt: Math.max(previous?.indexedAt ?? 0, settle('dynamodb/index-lag')),
      deletedAt,
    };
    this.#append(record, version, now);
    return version;
  }

  /** Takes over a version from another replica, unless the version here was written later (last writer wins). */
  merge(key: Item, version: Version): void {
    const record = this.#recordFor(key);
    const last = record.versions.at(-1);
    const isOlder =
      last &&
      (version.writtenAt < last.writtenAt ||
        (version.writtenAt === last.writtenAt && version.region < last.region));
    if (isOlder) return;
    const now = this.#kernel.now();
    this.#append(record, { ...version, settledAt: now, indexedAt: now }, now);
  }

  /** All records, in the order in which a scan comes to them. */
  *scan(): Generator<ItemRecord> {
    if (!this.remembersDeletions && this.#records.size > this.#forgetsBeyond) this.#forgetDeleted();
    // Tables are written far more often than they are scanned.
    if (!this.#isInOrder) this.#inScanOrder.sort((a, b) => (a.order < b.order ? -1 : 1));
    this.#isInOrder = true;
    for (const partition of this.#inScanOrder) yield* partition.records;
  }

  /** Records of one partition key, sorted by the range key. */
  partition(key: Item): readonly ItemRecord[] {
    return this.#partitions.get(keyText(key, this.keys.hash) ?? '')?.records ?? [];
  }

  /**
   * Records that have, or lately had, the values of `key` in the attributes `names`: all that can be in an
   * index's partition. The reader judges each by the image that it sees.
   */
  recordsWith(names: readonly string[], key: Item): readonly ItemRecord[] {
    return this.#indexBy(names).recordsOf(keyText(key, names) ?? '');
  }

  /** Records that have, or lately had, values in the attributes `names`: all that can be in an index by them. */
  recordsHaving(names: readonly string[]): ReadonlySet<ItemRecord> {
    return this.#indexBy(names).all();
  }

  #indexBy(names: readonly string[]): HashIndex {
    const id = names.join('\u0000');
    const index = this.#hashed.get(id) ?? new HashIndex(names, this.#records.values());
    this.#hashed.set(id, index);
    return index;
  }

  /** Sets anew when TTL deletes each item; used when TTL is switched on or off. */
  reschedule(deletedAt: (image: Item) => number | undefined): void {
    for (const record of this.#records.values()) {
      record.versions = record.versions.map((version) => ({
        ...version,
        deletedAt: version.image && deletedAt(version.image),
      }));
    }
  }

  /** Items and bytes, as a strongly consistent scan would count them. */
  *images(): Generator<Item> {
    for (const record of this.#records.values()) {
      const image = this.image(record, 'strong');
      if (image) yield image;
    }
  }

  /** Drops records of items that are gone for every reader, and partitions that nothing is left of. */
  #forgetDeleted(): void {
    const now = this.#kernel.now();
    let isEmptied = false;
    for (const [text, record] of this.#records) {
      const last = record.versions.at(-1);
      const isGone = last && (!last.image || (last.deletedAt !== undefined && last.deletedAt <= now));
      if (!isGone || last.settledAt > now || last.indexedAt > now) continue;
      this.#records.delete(text);
      const { records } = this.#partitionFor(record.key);
      records.splice(records.indexOf(record), 1);
      record.versions = [];
      if (records.length > 0) continue;
      this.#partitions.delete(keyText(record.key, this.keys.hash) ?? '');
      isEmptied = true;
    }
    if (isEmptied) this.#inScanOrder = this.#inScanOrder.filter(({ records }) => records.length > 0);
    this.#forgetsBeyond = this.#records.size * 1.25;
  }

  #append(record: ItemRecord, version: Version, now: number): void {
    const settled = record.versions.findLastIndex((each) => each.settledAt <= now && each.indexedAt <= now);
    record.versions = [...record.versions.slice(Math.max(0, settled)), version];
    for (const index of this.#hashed.values()) index.add(record);
  }

  #recordFor(key: Item): ItemRecord {
    const text = keyText(key, this.keys.all) ?? '';
    const known = this.#records.get(text);
    if (known) return known;
    const { order, records } = this.#partitionFor(key);
    const record: ItemRecord = { key: keyOf(key, this.keys.all), order, versions: [] };
    this.#records.set(text, record);
    insertSorted(records, record, (each) => compareBy(this.keys.range, each.key, record.key) > 0);
    return record;
  }

  #partitionFor(key: Item): Partition {
    const text = keyText(key, this.keys.hash) ?? '';
    const known = this.#partitions.get(text);
    if (known) return known;
    const partition = { key: keyOf(key, this.keys.hash), order: hashOrder(text), records: [] };
    this.#partitions.set(text, partition);
    this.#inScanOrder.push(partition);
    this.#isInOrder = false;
    return partition;
  }
}

/** Inserts before the first that comes after; most that is new comes last. */
function insertSorted<T>(sorted: T[], item: T, comesAfter: (each: T) => boolean): void {
  let low = 0;
  let high = sorted.length;
  if (high > 0 && !comesAfter(sorted[high - 1] as T)) low = high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comesAfter(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  sorted.splice(low, 0, item);
}

/** A fixed pseudo-random order of partition keys; which one DynamoDB uses is not published. */
export const hashOrder = remembered((text: string): string => hash('md5', text, 'hex'));
