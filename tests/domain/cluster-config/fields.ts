import type * as z from 'zod';

interface Def {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly entries?: Readonly<Record<string, string>>;
}

const defOf = (schema: z.core.$ZodType) => schema._zod.def as unknown as Def;

function isRefused(schema: z.core.$ZodType): boolean {
  return 'meta' in schema && typeof schema.meta === 'function' && schema.meta()?.not !== undefined;
}

type Visit = (path: string, refused: boolean, schema: z.core.$ZodType) => void;

function walk(schema: z.core.$ZodType, path: string, visit: Visit): void {
  const def = defOf(schema);
  const inner = def.innerType ?? def.out;
  if (inner) walk(inner, path, visit);
  else if (isRefused(schema)) visit(path, true, schema);
  else if (def.element && defOf(def.element).type === 'object') walk(def.element, `${path}[]`, visit);
  else if (def.shape)
    for (const [name, member] of Object.entries(def.shape))
      walk(member, path ? `${path}.${name}` : name, visit);
  else if (def.valueType && defOf(def.valueType).type === 'object') walk(def.valueType, `${path}{}`, visit);
  else visit(path, false, schema);
}

/** The leaves of a schema: `nodeGroups[].iam.attachPolicyARNs`, `vpc.subnets.private{}.id`. */
export function fieldsOf(schema: z.core.$ZodType): string[] {
  const found: string[] = [];
  walk(schema, '', (path, refused) => !refused && found.push(path));
  return found;
}

export function refusedFieldsOf(schema: z.core.$ZodType): string[] {
  const found: string[] = [];
  walk(schema, '', (path, refused) => refused && found.push(path));
  return found;
}

/** The values of the fields that take only some, by field. */
export function choicesOf(schema: z.core.$ZodType): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  walk(schema, '', (path, _, leaf) => {
    const element = defOf(leaf).element;
    const { entries } = element ? defOf(element) : defOf(leaf);
    if (entries) found.set(path, Object.values(entries));
  });
  return found;
}

export interface Leaf {
  readonly field: string;
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** The values of a document that stand at leaves of the schema. */
export function leavesOf(
  value: unknown,
  fields: readonly string[],
  field = '',
  path: readonly (string | number)[] = [],
): Leaf[] {
  if (fields.includes(field)) return [{ field, path, value }];
  if (Array.isArray(value))
    return value.flatMap((item, index) => leavesOf(item, fields, `${field}[]`, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const keyed = fields.some((known) => known.startsWith(`${field}{}.`));
    const next = keyed ? `${field}{}` : field ? `${field}.${name}` : name;
    return leavesOf(member, fields, next, [...path, name]);
  });
}

/** A copy of a document with another value at a path; undefined removes it. */
export function valueWith(document: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const before =
    typeof document === 'object' && document !== null ? document : typeof key === 'number' ? [] : {};
  const inner = valueWith(Reflect.get(before, key), rest, value);
  if (Array.isArray(before) || typeof key === 'number') {
    const copy = [...(Array.isArray(before) ? before : [])];
    copy[Number(key)] = inner;
    return copy;
  }
  if (inner === undefined) return Object.fromEntries(Object.entries(before).filter(([name]) => name !== key));
  return { ...before, [key]: inner };
}

/** Other values where a general change would not be valid. */
const others: Readonly<Record<string, readonly unknown[]>> = {
  'metadata.region': ['us-west-1'],
  'metadata.version': ['1.34'],
  'cloudWatch.clusterLogging.logRetentionInDays': [60],
};

function otherText(text: string): unknown[] {
  const octets = /^(\d+)\.(\d+)\.(\d+)\.(\d+\/\d+)$/.exec(text);
  if (octets) {
    const [, a, b, c, rest] = octets;
    return [`${a}.${Number(b) + 7}.${c}.${rest}`, `${a}.${b}.${Number(c) + 7}.${rest}`];
  }
  return [`${text}x`, text.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))];
}

function otherValues(value: unknown, choices: readonly string[]): unknown[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1, value - 1];
  if (typeof value === 'string') return choices.length > 0 ? [...choices] : otherText(value);
  if (Array.isArray(value)) {
    const items = choices.length > 0 ? choices : otherText(String(value[0]));
    return [value.slice(1), ...items.map((item) => [item])];
  }
  return [{ ...(value as object), other: 'value' }];
}

/** Values that a field is changed to: others of its kind, and none at all. */
export function alternatives(field: string, value: unknown, choices: readonly string[] = []): unknown[] {
  return [...(others[field] ?? []), ...otherValues(value, choices), undefined];
}
