import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Kernel } from '../../kernel/kernel.ts';
import { OutOfMemory } from './bounds.ts';

/** `$range` may give 200,000 elements and not 500,000 (measured on AWS, github.com/floci-io/floci pull 2676). */
const RANGE_MAX = 500_000;

const HASHES: Readonly<Record<string, string>> = {
  'SHA-1': 'sha1',
  'SHA-384': 'sha384',
  'SHA-256': 'sha256',
  'SHA-512': 'sha512',
  MD5: 'md5',
};

/** An error as JSONata throws it: it makes the message from `code` itself. */
interface JsonataError {
  readonly code: string;
  readonly message?: string;
  readonly index?: number;
  readonly token?: string;
}

const mismatch = (token: string, index: number): JsonataError => ({ code: 'T0410', token, index });
const refusal = (message: string): JsonataError => ({ code: 'D3137', message });

/** A function that refuses more arguments than it takes, naming the first of them. */
function taking(count: number, token: string, run: (...given: unknown[]) => unknown) {
  return (...given: unknown[]): unknown => {
    if (given[count] !== undefined) throw mismatch(token, count + 1);
    return run(...given);
  };
}

/** A number without its fraction: AWS rounds towards zero. */
function whole(value: unknown, token: string, index: number): number {
  if (typeof value !== 'number') throw mismatch(token, index);
  return Math.trunc(value);
}

function partition(list: unknown, size: unknown): unknown {
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) throw { code: 'T0412', token: 'partition', index: 1 } satisfies JsonataError;
  if (list.length === 0) return undefined;
  if (size === undefined) return [list];
  const step = whole(size, 'partition', 2);
  if (step < 0) throw refusal('Second argument must be zero or greater');
  if (step === 0) return undefined;
  const parts: unknown[][] = [];
  for (let start = 0; start < list.length; start += step) parts.push(list.slice(start, start + step));
  return parts;
}

/** Undefined where the step is missing, zero or leads away; a single element is that element. */
function range(from: unknown, to: unknown, by: unknown): unknown {
  const [first, last] = [whole(from, 'range', 1), whole(to, 'range', 2)];
  if (by === undefined) return undefined;
  const step = whole(by, 'range', 3);
  if (step === 0 || (last - first) * step < 0) return undefined;
  if ((last - first) / step >= RANGE_MAX) throw new OutOfMemory();
  const values: number[] = [];
  for (let value = first; step > 0 ? value <= last : value >= last; value += step) values.push(value);
  return values.length === 1 ? values[0] : values;
}

function hash(content: unknown, algorithm: unknown): unknown {
  if (typeof content !== 'string') throw mismatch('hash', 1);
  if (algorithm === undefined) return undefined;
  if (typeof algorithm !== 'string') throw mismatch('hash', 2);
  const name = HASHES[algorithm];
  if (!name) {
    throw refusal(`Hash algorithm '${algorithm}' must be one of ${Object.keys(HASHES).join(', ')}`);
  }
  return createHash(name).update(content).digest('hex');
}

function parse(text: unknown): unknown {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw mismatch('parse', 1);
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('Invalid JSON');
  }
}

/**
 * `$random(seed)`: the first number of java.util.Random with that seed, as AWS gives it (42 is 0.7275636800328681,
 * github.com/floci-io/floci issue 2662): a linear congruence of 48 bits, of which two draws make a double.
 */
function firstDoubleOf(seed: number): number {
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(seed) ^ 0x5deece66dn) & mask;
  const bits = (count: bigint): bigint => {
    state = (state * 0x5deece66dn + 0xbn) & mask;
    return state >> (48n - count);
  };
  return Number((bits(26n) << 27n) + bits(27n)) / 2 ** 53;
}

const fromMillis = jsonata('$fromMillis(ms, picture, zone)');

/**
 * The functions that Step Functions adds to JSONata, and the one that it takes away (`$eval`). Clock and chance come
 * from the kernel, so that `$now`, `$millis`, `$random`, `$shuffle` and `$uuid` repeat with the seed. The cases that
 * are undefined or refused were measured on AWS (github.com/floci-io/floci issue 2662, pull 2676).
 */
export function stepFunctionsBindings(kernel: Kernel): Record<string, unknown> {
  const stream = kernel.random('states/jsonata');
  const random = (seed?: unknown) =>
    seed === undefined ? stream.next() : firstDoubleOf(whole(seed, 'random', 1));
  return {
    partition: taking(2, 'partition', partition),
    range: taking(3, 'range', range),
    hash: taking(2, 'hash', hash),
    uuid: taking(0, 'uuid', () => stream.uuid()),
    parse: taking(1, 'parse', parse),
    random: taking(1, 'random', random),
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
