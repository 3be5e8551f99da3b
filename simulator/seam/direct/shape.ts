import type { NormalizedSchema } from '@smithy/core/schema';

/**
 * Copies a value as encoding and decoding by its schema would change it: members that the schema does not know are
 * left out, and values that the protocol cannot express. Throws `Unshaped` where only the codec knows the result.
 */
export type Shape = (value: unknown) => unknown;

/** A value that is not of its schema's type, or of a rare type: the caller then uses the codec. */
export class Unshaped extends Error {
  override readonly name = 'Unshaped';
}

/** Made once and thrown often: nobody reads its message, so that a stack for each would be wasted time. */
const UNSHAPED = new Unshaped('only the codec knows what this becomes');

export function unshaped(): never {
  throw UNSHAPED;
}

/** Timestamp formats of Smithy, as the SDK numbers them. */
const HTTP_DATE = 6;
const EPOCH_SECONDS = 7;

const shapeString: Shape = (value) => (typeof value === 'string' ? value : unshaped());
const shapeBoolean: Shape = (value) => (typeof value === 'boolean' ? value : unshaped());

/** JSON and XML have no negative zero. */
const shapeNumber: Shape = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value + 0 : unshaped();

const shapeBlob: Shape = (value) => {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  return value instanceof Uint8Array ? new Uint8Array(value) : unshaped();
};

/** Dates keep their milliseconds on the wire but for those of HTTP headers. */
function timestampShape(schema: NormalizedSchema, defaultFormat: number): Shape {
  const own = schema.getSchema() as number;
  const format = own > 4 && own <= EPOCH_SECONDS ? own : defaultFormat;
  return (value) => {
    const ms = value instanceof Date ? value.getTime() : Number.NaN;
    if (Number.isNaN(ms)) return unshaped();
    return new Date(format === HTTP_DATE ? Math.floor(ms / 1000) * 1000 : ms);
  };
}

/** A document is any JSON. */
const shapeDocument: Shape = (value) => {
  if (Array.isArray(value)) return value.flatMap((item) => (item === undefined ? [] : [shapeDocument(item)]));
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return shapeNumber(value);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return unshaped();
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value))
    if (item !== undefined) out[ownKey(key)] = shapeDocument(item);
  return out;
};

/** A key that an assignment makes a member of, and nothing else. */
export const ownKey = (key: string): string => (key === '__proto__' ? unshaped() : key);

const shapeNothing: Shape = () => unshaped();

/** The shape of a schema that has no members. `defaultFormat` is the protocol's own format of timestamps. */
export function simpleShape(schema: NormalizedSchema, defaultFormat: number): Shape {
  const { mediaType } = schema.getMergedTraits() as { readonly mediaType?: string };
  if (schema.isStringSchema()) return mediaType === undefined ? shapeString : shapeNothing;
  if (schema.isBooleanSchema()) return shapeBoolean;
  if (schema.isNumericSchema()) return shapeNumber;
  if (schema.isTimestampSchema()) return timestampShape(schema, defaultFormat);
  if (schema.isDocumentSchema()) return shapeDocument;
  return schema.isBlobSchema() && !schema.isStreaming() ? shapeBlob : shapeNothing;
}

/** A member of a structure, whose shape is made when it is first needed: schemas refer to themselves. */
interface Member {
  readonly name: string;
  readonly shape: Shape;
}

/** Makes a schema's shape when it is first used: schemas refer to themselves. */
export function lazily(make: () => Shape): Shape {
  let made: Shape | undefined;
  return (value) => {
    made ??= make();
    return made(value);
  };
}

/** The members of a structure that have a value, in the schema's order, each in its own shape. */
export function shapeMembers(members: readonly Member[], value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return unshaped();
  const given = value as Record<string, unknown>;
  const out: Record<string, unknown> = {};
  for (const { name, shape } of members) {
    const item = given[name];
    if (item === undefined || item === null) continue;
    const shaped = shape(item);
    if (shaped !== undefined) out[name] = shaped;
  }
  return out;
}
