import type { NormalizedSchema } from '@smithy/core/schema';
import { lazily, ownKey, type Shape, shapeMembers, simpleShape, unshaped } from './shape.ts';

/** The timestamp format of JSON protocols, where a schema names none. */
const EPOCH_SECONDS = 7;

/** Values of attributes have a codec of their own in DynamoDB's client. */
const ATTRIBUTE_VALUE = 'com.amazonaws.dynamodb#AttributeValue';

/** Shapes by the schema of a structure; schemas are the SDK's constants, and so of the process. */
const structures = new WeakMap<object, Shape>();

/** The shape of a value that is sent, or answered, as JSON. */
export function jsonShape(schema: NormalizedSchema): Shape {
  if (schema.isDocumentSchema()) return simpleShape(schema, EPOCH_SECONDS);
  if (schema.isListSchema()) return listShape(schema);
  if (schema.isMapSchema()) return mapShape(schema);
  return schema.isStructSchema() ? structureShape(schema) : simpleShape(schema, EPOCH_SECONDS);
}

function structureShape(schema: NormalizedSchema): Shape {
  if (schema.getName(true) === ATTRIBUTE_VALUE) return shapeAttributeValue;
  const key = schema.getSchema() as object;
  const known = structures.get(key);
  if (known) return known;
  const members = [...schema.structIterator()].map(([name, member]) => ({
    name,
    shape: lazily(() => jsonShape(member)),
  }));
  const isUnion = schema.isUnionSchema();
  const shape: Shape = (value) => {
    const { $unknown, __type } = (value ?? {}) as { readonly $unknown?: unknown; readonly __type?: unknown };
    // The SDK treats both specially: one is of a newer model, the other names the type of a document.
    if ((isUnion && $unknown !== undefined) || typeof __type === 'string') return unshaped();
    return shapeMembers(members, value);
  };
  structures.set(key, shape);
  return shape;
}

const isSparse = (schema: NormalizedSchema): boolean =>
  Boolean((schema.getMergedTraits() as { readonly sparse?: unknown }).sparse);

function listShape(schema: NormalizedSchema): Shape {
  const item = jsonShape(schema.getValueSchema());
  const sparse = isSparse(schema);
  return (value) => {
    if (!Array.isArray(value)) return unshaped();
    const out: unknown[] = [];
    for (const held of value) {
      if (held !== undefined && held !== null) out.push(item(held));
      else if (sparse) out.push(null);
    }
    return out;
  };
}

function mapShape(schema: NormalizedSchema): Shape {
  const item = jsonShape(schema.getValueSchema());
  const sparse = isSparse(schema);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return unshaped();
    const out: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const held = (value as Record<string, unknown>)[key];
      if (held !== undefined && held !== null) out[ownKey(key)] = item(held);
      else if (sparse && held === null) out[ownKey(key)] = null;
      else if (sparse) return unshaped();
    }
    return out;
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : unshaped());
const bytes = (value: unknown): Uint8Array =>
  value instanceof Uint8Array ? new Uint8Array(value) : unshaped();
const each = <T>(value: unknown, shape: (item: unknown) => T): T[] =>
  Array.isArray(value) ? value.map(shape) : unshaped();

function attributes(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return unshaped();
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const held = (value as Record<string, unknown>)[key];
    if (held !== undefined && held !== null) out[ownKey(key)] = shapeAttributeValue(held);
  }
  return out;
}

const ATTRIBUTES: Readonly<Record<string, Shape>> = {
  S: text,
  N: text,
  B: bytes,
  SS: (value) => each(value, text),
  NS: (value) => each(value, text),
  BS: (value) => each(value, bytes),
  BOOL: Boolean,
  NULL: Boolean,
  L: (value) => each(value, shapeAttributeValue),
  M: attributes,
};

/** A value of DynamoDB: its members stay in the order in which they were given. */
function shapeAttributeValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return unshaped();
  const { S, N } = value as { readonly S?: unknown; readonly N?: unknown };
  const types = Object.keys(value);
  // Nearly all values are a text or a number, and nothing else.
  if (types.length === 1 && typeof S === 'string') return { S };
  if (types.length === 1 && typeof N === 'string') return { N };
  const out: Record<string, unknown> = {};
  for (const type of types) {
    const held = (value as Record<string, unknown>)[type];
    if (held === undefined || held === null) continue;
    const shape = ATTRIBUTES[type] ?? unshaped();
    out[type] = shape(held);
  }
  return out;
}
