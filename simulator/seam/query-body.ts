import type { NormalizedSchema } from '@smithy/core/schema';

/** A form-encoded body of the AWS Query protocol as a tree: `Filter.1.Name=x` becomes `{ Filter: { 1: { Name: 'x' } } }`. */
export interface QueryTree {
  [key: string]: QueryTree | string;
}

export function parseQueryBody(body: string): QueryTree {
  // A key that is named as a member of every object must not reach the objects of the process.
  const root: QueryTree = Object.create(null);
  for (const [key, value] of new URLSearchParams(body)) {
    const parts = key.split('.');
    let node = root;
    for (const part of parts.slice(0, -1)) {
      const child = node[part];
      const next = typeof child === 'object' ? child : Object.create(null);
      node[part] = next;
      node = next;
    }
    node[parts.at(-1) as string] = value;
  }
  return root;
}

export interface QueryReader {
  /** EC2's dialect: flat lists, capitalised member names, `ec2QueryName`. */
  readonly ec2: boolean;
  readScalar(schema: NormalizedSchema, text: string): unknown;
}

interface NameTraits {
  readonly xmlName?: string;
  readonly ec2QueryName?: string;
  readonly xmlFlattened?: unknown;
}

const traitsOf = (schema: NormalizedSchema): NameTraits => schema.getMergedTraits() as NameTraits;

function keyOf(name: string, traits: NameTraits, reader: QueryReader, isStructureMember = false): string {
  if (reader.ec2 && traits.ec2QueryName) return traits.ec2QueryName;
  const key = traits.xmlName ?? name;
  return reader.ec2 && isStructureMember ? key.charAt(0).toUpperCase() + key.slice(1) : key;
}

const asTree = (node: QueryTree | string | undefined): QueryTree => (typeof node === 'object' ? node : {});
const indices = (node: QueryTree): string[] =>
  Object.keys(node)
    .filter((key) => /^\d+$/.test(key))
    .sort((left, right) => Number(left) - Number(right));

/** The inverse of the SDK's `QueryShapeSerializer`. */
export function readQuery(
  schema: NormalizedSchema,
  node: QueryTree | string | undefined,
  reader: QueryReader,
): unknown {
  if (node === undefined) return undefined;
  if (schema.isListSchema()) return readList(schema, node, reader);
  if (schema.isMapSchema()) return readMap(schema, asTree(node), reader);
  if (schema.isStructSchema()) {
    const out: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const value = readQuery(member, asTree(node)[keyOf(name, traitsOf(member), reader, true)], reader);
      if (value !== undefined) out[name] = value;
    }
    return out;
  }
  return typeof node === 'string' ? reader.readScalar(schema, node) : undefined;
}

function readList(schema: NormalizedSchema, node: QueryTree | string, reader: QueryReader): unknown {
  if (node === '') return [];
  const member = schema.getValueSchema();
  const isFlat = reader.ec2 || traitsOf(schema).xmlFlattened;
  const source = isFlat ? asTree(node) : asTree(asTree(node)[keyOf('member', traitsOf(member), reader)]);
  const values = indices(source).map((index) => readQuery(member, source[index], reader));
  // A parameter with further parts where a scalar is expected is none of the list.
  return values.filter((value) => value !== undefined);
}

function readMap(schema: NormalizedSchema, node: QueryTree, reader: QueryReader): unknown {
  const source = traitsOf(schema).xmlFlattened ? node : asTree(node.entry);
  const keyName = keyOf('key', traitsOf(schema.getKeySchema()), reader);
  const valueName = keyOf('value', traitsOf(schema.getValueSchema()), reader);
  const out: Record<string, unknown> = {};
  for (const index of indices(source)) {
    const entry = asTree(source[index]);
    const key = entry[keyName];
    if (typeof key !== 'string') continue;
    out[key] = readQuery(schema.getValueSchema(), entry[valueName], reader);
  }
  return out;
}
