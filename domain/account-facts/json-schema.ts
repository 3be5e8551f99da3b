import { nearestName } from '../cluster-config/nearest.ts';
import { formatPath } from '../cluster-config/problem.ts';

/** The keywords of JSON Schema by which the add-ons' own schemas judge; others are left to EKS. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

interface Fault {
  readonly at: readonly PropertyKey[];
  readonly message: string;
  readonly allowed: string;
  readonly alternative?: string;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isOf(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'null') return value === null;
  return typeof value === type;
}

const refersTo = (root: Schema, reference: string): Schema | undefined =>
  reference
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), root) as Schema | undefined;

/** Schemas of add-ons refer to one another, not to themselves; deeper than this something is wrong with one. */
const DEEPEST = 32;

function members(root: Schema, schema: Schema, value: Json, at: readonly PropertyKey[]): Fault[] {
  const { properties = {}, additionalProperties: more, required = [] } = schema;
  const known = Object.keys(properties);
  const absent = required
    .filter((key) => !(key in value))
    .map((key) => ({ at: [...at, key], message: 'required member is missing', allowed: 'a value' }));
  const present = Object.entries(value).flatMap(([key, member]) => {
    const inner = properties[key];
    if (inner) return faults(root, inner, member, [...at, key]);
    if (isObject(more)) return faults(root, more, member, [...at, key]);
    if (more !== false) return [];
    const nearest = nearestName(key, known);
    const alternative = nearest ? { alternative: `did you mean ${nearest}?` } : {};
    return [
      {
        at: [...at, key],
        message: `unknown member ${key}`,
        allowed: `one of ${known.join(', ')}`,
        ...alternative,
      },
    ];
  });
  return [...absent, ...present];
}

function scalar(schema: Schema, value: unknown, at: readonly PropertyKey[]): Fault[] {
  const { enum: values, minimum, maximum, pattern } = schema;
  const fault = (message: string, allowed: string): Fault[] => [{ at, message, allowed }];
  if (values && !values.some((one) => one === value))
    return fault('not an allowed value', `one of ${values.map(String).join(', ')}`);
  if (typeof value === 'number' && minimum !== undefined && value < minimum)
    return fault('too small', `at least ${minimum}`);
  if (typeof value === 'number' && maximum !== undefined && value > maximum)
    return fault('too large', `at most ${maximum}`);
  const form = pattern === undefined ? undefined : parsed(() => new RegExp(pattern, 'u'))?.value;
  if (typeof value === 'string' && form && !form.test(value))
    return fault('not of the right form', `text that matches ${pattern}`);
  return [];
}

function faults(root: Schema, schema: Schema, value: unknown, at: readonly PropertyKey[]): Fault[] {
  if (at.length > DEEPEST) return [];
  const referred = schema.$ref === undefined ? undefined : refersTo(root, schema.$ref);
  if (referred) return faults(root, referred, value, at);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => isOf(type, value)))
    return [{ at, message: `expected ${types.join(' or ')}`, allowed: types.join(' or ') }];
  const choices = schema.anyOf ?? schema.oneOf;
  const tried = choices?.map((choice) => faults(root, choice, value, at));
  return [
    ...scalar(schema, value, at),
    ...(tried?.some(({ length }) => length === 0) === false ? (tried[0] ?? []) : []),
    ...(schema.allOf ?? []).flatMap((part) => faults(root, part, value, at)),
    ...(isObject(value) ? members(root, schema, value, at) : []),
    ...(Array.isArray(value) && schema.items
      ? value.flatMap((item, index) => faults(root, schema.items as Schema, item, [...at, index]))
      : []),
  ];
}

export interface ValueFinding {
  readonly found: unknown;
  readonly allowed: string;
  readonly message: string;
  readonly alternative?: string;
}

function valueAt(value: unknown, at: readonly PropertyKey[]): unknown {
  return at.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function parsed<Value>(read: () => Value): { readonly value: Value } | undefined {
  try {
    return { value: read() };
  } catch {
    return undefined;
  }
}

/**
 * The places where values, given as JSON or YAML text, break an add-on's schema. A schema that cannot be read judges
 * nothing.
 */
export function judgeValues(
  schemaText: string,
  text: string,
  readText: (text: string) => unknown,
): readonly ValueFinding[] {
  const schema = parsed(() => JSON.parse(schemaText) as unknown)?.value;
  if (!isObject(schema) || text.trim() === '') return [];
  const values = parsed(() => readText(text));
  if (!values || !isObject(values.value))
    return [{ found: text, allowed: 'JSON or YAML', message: 'not a mapping of values' }];
  return faults(schema, schema, values.value, []).map(({ at, message, allowed, alternative }) => ({
    found: valueAt(values.value, at),
    allowed,
    message: `${formatPath(at) || 'the whole'}: ${message}`,
    ...(alternative === undefined ? {} : { alternative }),
  }));
}
