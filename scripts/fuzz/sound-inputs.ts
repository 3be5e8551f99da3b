import type { NormalizedSchema } from '@smithy/core/schema';
import type { RandomStream } from '../../simulator/kernel/random.ts';
import type { SeenValues } from './seen-values.ts';

const DEEPEST = 4;
const TEXTS = [
  'a',
  'shop',
  'two words',
  'é<&>"',
  'arn:aws:iam::111122223333:role/x',
  '{"a":1}',
  '1',
  'true',
  '',
];

/** A value of a shape: of those seen under the member's name, where there are some. */
export function soundValue(
  schema: NormalizedSchema,
  member: string,
  seen: SeenValues,
  random: RandomStream,
  depth = 0,
): unknown {
  const inner = (of: NormalizedSchema, name: string) => soundValue(of, name, seen, random, depth + 1);
  if (schema.isTimestampSchema()) return new Date(1_790_000_000_000 + random.integer(0, 1e9));
  if (schema.isBooleanSchema()) return random.chance(0.5);
  if (schema.isBigIntegerSchema()) return BigInt(random.integer(0, 1000));
  if (schema.isBlobSchema()) return new TextEncoder().encode(random.pick(TEXTS));
  if (schema.isNumericSchema()) {
    const known = seen.value(member, random);
    return typeof known === 'number' ? known : random.integer(-1, 5000);
  }
  if (schema.isStringSchema()) {
    const known = seen.value(member, random);
    return typeof known === 'string' && random.chance(0.85) ? known : random.pick(TEXTS);
  }
  if (schema.isDocumentSchema()) return { a: [1, 'x'] };
  if (depth > DEEPEST) return undefined;
  if (schema.isListSchema())
    return [1, 2]
      .slice(0, random.integer(0, 2))
      .map(() => inner(schema.getValueSchema(), member.replace(/s$/, '')));
  if (schema.isMapSchema()) return { [random.pick(TEXTS) || 'k']: inner(schema.getValueSchema(), member) };
  if (!schema.isStructSchema()) return undefined;
  const members = [...schema.structIterator()];
  if (schema.isUnionSchema()) {
    const [name, of] = random.pick(members);
    return { [name]: inner(of, name) };
  }
  const share = random.between(0.1, 0.8);
  const out: Record<string, unknown> = {};
  for (const [name, of] of members) {
    const { httpLabel } = of.getMergedTraits() as { readonly httpLabel?: unknown };
    if (httpLabel !== undefined) out[name] = inner(of, name) || 'x';
    else if (random.chance(share)) out[name] = inner(of, name);
  }
  return out;
}
