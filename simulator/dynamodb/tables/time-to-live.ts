import { sampleDurationMs } from '../../durations.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Item } from '../items/attribute-value.ts';
import type { Table } from './table.ts';

/** Items whose time is more than five years past are left alone (developer guide, "Using time to live"). */
const FIVE_YEARS_MS = 5 * 365.25 * 24 * 3600 * 1000;

/**
 * The time at which TTL's background process deletes an item: up to days after it expired, while reads still return
 * it. Undefined where it never does.
 */
export function timeToLiveDeletion(
  kernel: Kernel,
  durationScale: number,
  table: Table,
  image: Item,
): number | undefined {
  if (!table.timeToLive) return undefined;
  const seconds = Number(image[table.timeToLive.attribute]?.N ?? Number.NaN);
  if (!Number.isFinite(seconds)) return undefined;
  const expiresAt = seconds * 1000;
  if (expiresAt < kernel.now() - FIVE_YEARS_MS) return undefined;
  const delay = sampleDurationMs(kernel, 'dynamodb/ttl-deletion', durationScale);
  return Math.max(expiresAt, kernel.now()) + delay;
}
