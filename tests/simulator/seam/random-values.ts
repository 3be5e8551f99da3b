import type { NormalizedSchema } from '@smithy/core/schema';
import type { RandomStream } from '../../../simulator/kernel/random.ts';

/** Traits by which a member is sent in a place that cannot carry every text. */
interface PlaceTraits {
  readonly httpLabel?: unknown;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpQueryParams?: unknown;
  readonly mediaType?: string;
  readonly idempotencyToken?: unknown;
}

const DEEPEST = 5;
const TEXTS = [
  'plain',
  'two words/and a slash',
  'é<&>"\'',
  'x-1_2.3:4',
  'a+b=c&d%20',
  '{"json":[1]}',
  '0',
  '日本',
];
const BEGINNING_SECONDS = 1_700_000_000;

/**
 * A value of a shape of the SDK's runtime schemas; undefined where the shape cannot be filled at this depth. Empty
 * lists, maps and structures are left out: the Query and XML protocols cannot tell them from absent ones.
 */
export function randomValue(schema: NormalizedSchema, random: RandomStream, depth = 0): unknown {
  const traits = schema.getMergedTraits() as PlaceTraits;
  if (schema.isTimestampSchema()) return new Date((BEGINNING_SECONDS + random.integer(0, 1e8)) * 1000);
  if (schema.isBooleanSchema()) return random.chance(0.5);
  if (schema.isBigIntegerSchema()) return BigInt(random.integer(0, 1e9));
  if (schema.isNumericSchema()) return random.integer(0, 100_000);
  if (schema.isBlobSchema()) return bytes(random);
  if (schema.isDocumentSchema()) return { a: [1, 'x', { b: random.chance(0.5) }] };
  if (schema.isStringSchema()) return traits.mediaType ? '{}' : text(traits, random);
  if (depth > DEEPEST) return undefined;
  if (schema.isListSchema()) return filled(list(schema, random, depth));
  if (schema.isMapSchema()) return filled(map(schema, random, depth));
  if (schema.isUnionSchema()) return union(schema, random, depth);
  return schema.isStructSchema() ? filled(structure(schema, random, depth)) : undefined;
}

/** Headers carry plain ASCII without blanks at their ends. */
function text(traits: PlaceTraits, random: RandomStream): string {
  const isHeader = traits.httpHeader !== undefined || traits.httpPrefixHeaders !== undefined;
  return isHeader ? `plain-${random.integer(0, 999)}` : `${random.pick(TEXTS)}${random.integer(0, 999)}`;
}

const bytes = (random: RandomStream): Uint8Array =>
  Uint8Array.from({ length: random.integer(1, 9) }, () => random.integer(0, 255));

function list(schema: NormalizedSchema, random: RandomStream, depth: number): unknown[] {
  const values = Array.from({ length: random.integer(1, 2) }, () =>
    randomValue(schema.getValueSchema(), random, depth + 1),
  );
  return values.filter((value) => value !== undefined);
}

function map(schema: NormalizedSchema, random: RandomStream, depth: number): Record<string, unknown> {
  const entries = Array.from({ length: random.integer(1, 2) }, (_, index) => [
    `key${index}`,
    randomValue(schema.getValueSchema(), random, depth + 1),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<string, unknown>;
}

function union(schema: NormalizedSchema, random: RandomStream, depth: number): unknown {
  const members = [...schema.structIterator()];
  const from = random.integer(0, members.length - 1);
  // The one that was picked, or the first after it that can be filled at this depth.
  for (const [name, member] of [...members.slice(from), ...members.slice(0, from)]) {
    const value = randomValue(member, random, depth + 1);
    if (value !== undefined) return { [name]: value };
  }
  return undefined;
}

function structure(schema: NormalizedSchema, random: RandomStream, depth: number): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const isNeeded = member.isStreaming() || isFilledIn(member.getMergedTraits() as PlaceTraits);
    if (!isNeeded && random.chance(0.2)) continue;
    const value = randomValue(member, random, depth + 1);
    if (value !== undefined) out[name] = value;
  }
  return out;
}

/** True where a request cannot be sent without the member, or the client puts a value of its own into it. */
const isFilledIn = (traits: PlaceTraits): boolean =>
  traits.httpLabel !== undefined ||
  traits.idempotencyToken !== undefined ||
  traits.httpPrefixHeaders !== undefined ||
  traits.httpHeader === 'Content-Type';

const filled = <T extends object>(value: T): T | undefined =>
  Object.keys(value).length === 0 ? undefined : value;
