import type { NormalizedSchema } from '@smithy/core/schema';
import { lazily, ownKey, type Shape, shapeMembers, simpleShape, unshaped } from './shape.ts';

/** The timestamp format of Query protocols, where a schema names none. */
const DATE_TIME = 5;

interface WireTraits {
  readonly xmlName?: string;
  readonly xmlFlattened?: unknown;
  readonly xmlAttribute?: unknown;
  readonly sparse?: unknown;
  readonly httpPayload?: unknown;
}

const traitsOf = (schema: NormalizedSchema): WireTraits => schema.getMergedTraits() as WireTraits;

const isEmpty = (value: unknown): boolean => Object.keys(value as object).length === 0;

/** A protocol's form for empty values: their value on the other side, undefined where there is none. */
interface Dialect {
  readonly emptyList: (schema: NormalizedSchema) => readonly never[] | undefined;
  readonly emptyStructure: object | undefined;
  readonly text: (value: string) => string;
  /** False for a member that cannot be read back as it is written. */
  readonly isSymmetric: (member: NormalizedSchema, name: string) => boolean;
  readonly structures: WeakMap<object, Shape>;
}

/** A form says nothing of a structure without members; the Query protocol of EC2 also says nothing of an empty list. */
const form = (emptyList: readonly never[] | undefined): Dialect => ({
  emptyList: () => emptyList,
  emptyStructure: undefined,
  text: (value) => value,
  isSymmetric: () => true,
  structures: new WeakMap(),
});

const QUERY_INPUT = form([]);
const EC2_INPUT = form(undefined);

/** XML has elements without content, and the SDK takes blanks with a line break for such. */
const XML_OUTPUT: Dialect = {
  emptyList: (schema) => (traitsOf(schema).xmlFlattened ? undefined : []),
  emptyStructure: {},
  text: (value) => (/^\s+$/.test(value) ? unshaped() : value),
  isSymmetric: (member, name) => {
    const { xmlName, xmlAttribute, httpPayload } = traitsOf(member);
    const read = (member.getMemberTraits() as WireTraits).xmlName ?? name;
    return !xmlAttribute && !httpPayload && (xmlName ?? name) === read;
  },
  structures: new WeakMap(),
};

/** The shape of an input that is sent as a form. */
export function queryInputShape(schema: NormalizedSchema, kind: 'awsQuery' | 'ec2Query'): Shape {
  const members = structureShape(schema, kind === 'awsQuery' ? QUERY_INPUT : EC2_INPUT);
  return (value) => members(value) ?? {};
}

/** The shape of an output that is answered as XML. */
export const xmlOutputShape = (schema: NormalizedSchema): Shape => structureShape(schema, XML_OUTPUT);

function shapeOf(schema: NormalizedSchema, dialect: Dialect): Shape {
  if (schema.isDocumentSchema()) return unshaped;
  if (schema.isListSchema()) return listShape(schema, dialect);
  if (schema.isMapSchema()) return mapShape(schema, dialect);
  if (schema.isStructSchema()) return structureShape(schema, dialect);
  const simple = simpleShape(schema, DATE_TIME);
  return schema.isStringSchema() ? (value) => dialect.text(simple(value) as string) : simple;
}

function structureShape(schema: NormalizedSchema, dialect: Dialect): Shape {
  const key = schema.getSchema() as object;
  const known = dialect.structures.get(key);
  if (known) return known;
  const members = [...schema.structIterator()].map(([name, member]) => ({
    name,
    shape: dialect.isSymmetric(member, name) ? lazily(() => shapeOf(member, dialect)) : unshaped,
  }));
  const shape: Shape = (value) => {
    if (schema.isUnionSchema()) return unshaped();
    const out = shapeMembers(members, value);
    return isEmpty(out) ? dialect.emptyStructure && {} : out;
  };
  dialect.structures.set(key, shape);
  return shape;
}

function listShape(schema: NormalizedSchema, dialect: Dialect): Shape {
  const valueSchema = schema.getValueSchema();
  if (valueSchema.isListSchema() || valueSchema.isMapSchema() || traitsOf(valueSchema).sparse)
    return unshaped;
  const item = shapeOf(valueSchema, dialect);
  return (value) => {
    if (!Array.isArray(value)) return unshaped();
    if (value.length === 0) return dialect.emptyList(schema)?.slice();
    const out: unknown[] = [];
    for (const held of value) {
      const shaped = held === undefined || held === null ? undefined : item(held);
      if (shaped !== undefined) out.push(shaped);
    }
    return out.length > 0 ? out : unshaped();
  };
}

function mapShape(schema: NormalizedSchema, dialect: Dialect): Shape {
  const valueSchema = schema.getValueSchema();
  if (valueSchema.isListSchema() || valueSchema.isMapSchema() || traitsOf(valueSchema).sparse)
    return unshaped;
  const item = shapeOf(valueSchema, dialect);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return unshaped();
    const out: Record<string, unknown> = {};
    for (const [key, held] of Object.entries(value)) {
      if (held === undefined || held === null) continue;
      out[dialect.text(ownKey(key))] = item(held);
    }
    return isEmpty(out) ? unshaped() : out;
  };
}
