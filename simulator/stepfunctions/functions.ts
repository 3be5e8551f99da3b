import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Kernel } from '../kernel/kernel.ts';

/** The Step Functions guide, "JSONata functions provided by Step Functions": up to 1,000 elements. */
const RANGE_MAX = 1000;

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function partition(list: readonly unknown[], size: number): unknown[][] | undefined {
  if (list === undefined) return undefined;
  const items = Array.isArray(list) ? list : [list];
  if (!Number.isInteger(size) || size < 1) throw new Error('partition size must be a positive integer');
  const parts: unknown[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0 || step === undefined) throw new Error('range step must not be 0');
  const values: number[] = [];
  for (let value = first; step > 0 ? value <= last : value >= last; value += step) {
    if (values.length === RANGE_MAX) throw new Error(`range must not have more than ${RANGE_MAX} elements`);
    values.push(value);
  }
  return values;
}

function hash(content: unknown, algorithm: string): string {
  const name = HASHES[algorithm];
  if (!name) throw new Error(`unknown hash algorithm ${algorithm}`);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return createHash(name).update(text).digest('hex');
}

/**
 * `$random(seed)`: the first number of java.util.Random with that seed, as AWS gives it (42 is 0.7275636800328681,
 * github.com/floci-io/floci issue 2662): a linear congruence of 48 bits, of which two draws make a double.
 */
function firstDoubleOf(seed: number): number {
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(Math.trunc(seed)) ^ 0x5deece66dn) & mask;
  const bits = (count: bigint): bigint => {
    state = (state * 0x5deece66dn + 0xbn) & mask;
    return state >> (48n - count);
  };
  return Number((bits(26n) << 27n) + bits(27n)) / 2 ** 53;
}

const fromMillis = jsonata('$fromMillis(ms, picture, zone)');

/**
 * What Step Functions adds to JSONata and what it takes away (`$eval`), with the clock and all chance drawn from
 * the kernel, so that `$now`, `$millis`, `$random`, `$shuffle` and `$uuid` repeat with the seed.
 */
export function stepFunctionsBindings(kernel: Kernel): Record<string, unknown> {
  const stream = kernel.random('states/jsonata');
  return {
    partition,
    range,
    hash,
    uuid: () => stream.uuid(),
    parse: (text: string) => JSON.parse(text),
    random: (seed?: number) => (seed === undefined ? stream.next() : firstDoubleOf(seed)),
    shuffle: (list: readonly unknown[]) => shuffled(list, (below) => stream.integer(0, below - 1)),
    millis: () => kernel.now(),
    now: (picture?: string, zone?: string) =>
      picture === undefined
        ? new Date(kernel.now()).toISOString()
        : fromMillis.evaluate({ ms: kernel.now(), picture, zone }),
    eval: undefined,
  };
}

function shuffled(list: readonly unknown[], below: (bound: number) => number): unknown[] | undefined {
  if (list === undefined) return undefined;
  const items = [...list];
  for (let last = items.length - 1; last > 0; last--) {
    const other = below(last + 1);
    [items[last], items[other]] = [items[other], items[last]];
  }
  return items;
}
