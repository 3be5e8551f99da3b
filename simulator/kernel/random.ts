/**
 * Seeded randomness, one independent stream for each purpose, so that a new draw in one place does not
 * shift the draws of another.
 */
export interface RandomStream {
  /** A number in [0, 1). */
  next(): number;
  /** An integer in [min, max], both inclusive. */
  integer(min: number, max: number): number;
  /** A number in [min, max). */
  between(min: number, max: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** A random (version 4) UUID. */
  uuid(): string;
  /** `length` characters of `alphabet`. */
  text(length: number, alphabet: string): string;
}

/** FNV-1a over the purpose, so that a stream depends on the seed and its own name alone. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

const DIGITS = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const DASH = 45;

/** The character code of one of a word's hexadecimal digits. */
const digit = (word: number, shift: number): number => DIGITS[(word >>> shift) & 15] as number;

/** 122 of the words' bits as a UUID of version 4 (RFC 9562, 5.4). Four draws: ids are made for each call. */
function uuidOf(a: number, b: number, c: number, d: number): string {
  // All at once: a text that is put together from parts takes four times as long.
  return String.fromCharCode(
    digit(a, 28),
    digit(a, 24),
    digit(a, 20),
    digit(a, 16),
    digit(a, 12),
    digit(a, 8),
    digit(a, 4),
    digit(a, 0),
    DASH,
    digit(b, 28),
    digit(b, 24),
    digit(b, 20),
    digit(b, 16),
    DASH,
    DIGITS[4] as number,
    digit(b, 8),
    digit(b, 4),
    digit(b, 0),
    DASH,
    DIGITS[8 | ((c >>> 28) & 3)] as number,
    digit(c, 24),
    digit(c, 20),
    digit(c, 16),
    DASH,
    digit(c, 12),
    digit(c, 8),
    digit(c, 4),
    digit(c, 0),
    digit(d, 28),
    digit(d, 24),
    digit(d, 20),
    digit(d, 16),
    digit(d, 12),
    digit(d, 8),
    digit(d, 4),
    digit(d, 0),
  );
}

/** The mulberry32 generator: 32 bits of state, enough for simulations, identical on every platform. */
export function randomStream(seed: number, purpose: string): RandomStream {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ hashOf(purpose)) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const text = (length: number, alphabet: string): string => {
    const codes: number[] = [];
    for (let index = 0; index < length; index++)
      codes.push(alphabet.charCodeAt(integer(0, alphabet.length - 1)));
    return String.fromCharCode(...codes);
  };
  const word = (): number => (next() * 4294967296) >>> 0;
  return {
    next,
    integer,
    text,
    between: (min, max) => min + next() * (max - min),
    chance: (probability) => next() < probability,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('pick needs a list that is not empty');
      return list[integer(0, list.length - 1)] as (typeof list)[number];
    },
    uuid: () => uuidOf(word(), word(), word(), word()),
  };
}
