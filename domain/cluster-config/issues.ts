import type * as z from 'zod';
import { nearestName } from './nearest.ts';
import { type Finding, formatPath } from './problem.ts';
import type { CheckParams } from './schema/fields.ts';

export type Issue = z.core.$ZodIssue;

/** The value that stands at a path, or undefined. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

/** The schema that judges a path, looking through optional, default, transformed and alternative ones. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  const { def } = schema._zod as unknown as { def: SchemaDef };
  if (def.innerType) return schemaAt(def.innerType, path);
  if (def.out) return schemaAt(def.out, path);
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  for (const option of def.options ?? []) {
    const found = schemaAt(option, path);
    if (found) return found;
  }
  const inner = def.shape?.[String(key)] ?? def.element ?? def.valueType;
  return inner && schemaAt(inner, rest);
}

export interface SchemaDef {
  readonly options?: readonly z.core.$ZodType[];
  readonly innerType?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
}

/** The fields of a mapping; of one that may be several, those of the alternative that its own words choose. */
function knownFields(schema: z.core.$ZodType, value: unknown, path: readonly PropertyKey[]): string[] {
  const found = schemaAt(schema, path);
  const { shape, options = [] } = (found?._zod as unknown as { def: SchemaDef } | undefined)?.def ?? {};
  if (shape) return Object.keys(shape);
  const chosen = options.filter(({ _zod }) =>
    Object.entries(_zod.propValues ?? {}).every(([key, values]) =>
      values.has(valueAt(value, [...path, key]) as z.core.util.Primitive),
    ),
  );
  return [...new Set(chosen.flatMap((one) => knownFields(one, undefined, [])))];
}

function unknownField(
  schema: z.core.$ZodType,
  value: unknown,
  path: readonly PropertyKey[],
  key: string,
): Finding {
  const known = knownFields(schema, value, path);
  const nearest = nearestName(key, known);
  return {
    path: formatPath([...path, key]),
    found: valueAt(value, [...path, key]),
    allowed: `one of ${known.join(', ')}`,
    message: `unknown field ${key}`,
    ...(nearest ? { alternative: `did you mean ${nearest}?` } : {}),
  };
}

/** zod's names of types as people who write YAML say them. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function wrongType(
  issue: Issue & { code: 'invalid_type' },
  found: unknown,
): Pick<Finding, 'allowed' | 'message' | 'alternative'> {
  const allowed = TYPES[issue.expected] ?? `a ${issue.expected}`;
  if (found === undefined) return { allowed, message: 'required field is missing' };
  const actual = Array.isArray(found) ? 'array' : typeof found;
  const message = `expected ${issue.expected}, found ${actual}`;
  const quote = issue.expected === 'string' && ['number', 'boolean'].includes(actual);
  return {
    allowed,
    message,
    ...(quote ? { alternative: `put it in quotes: "${found}"` } : {}),
  };
}

function wrongValue(
  issue: Issue & { code: 'invalid_value' },
  found: unknown,
): Pick<Finding, 'allowed' | 'message' | 'alternative'> {
  const values = issue.values.map(String);
  if (found === undefined) return { allowed: values.join(', '), message: 'required field is missing' };
  const nearest = nearestName(String(found), values);
  return {
    allowed: values.length > 1 ? `one of ${values.join(', ')}` : values.join(),
    // A schema that knows why a value is none of them says so; zod itself repeats the values.
    message: issue.message.startsWith('Invalid ') ? 'not an allowed value' : issue.message,
    ...(nearest ? { alternative: `did you mean ${nearest}?` } : {}),
  };
}

function limit(issue: Issue): string {
  if (issue.code === 'too_big' && issue.origin === 'array') return `at most ${issue.maximum} entries`;
  if (issue.code === 'too_small' && issue.origin === 'array') return `at least ${issue.minimum} entries`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  if (issue.code === 'too_small') return `at least ${issue.minimum}`;
  // zod's own pattern of a time is a page long.
  if (issue.code === 'invalid_format' && issue.format === 'datetime')
    return 'a time with its offset, such as 2026-12-01T20:00:00+01:00';
  if (issue.code === 'invalid_format' && 'pattern' in issue) return `text that matches ${issue.pattern}`;
  return 'another value';
}

export function describe(issue: Issue, found: unknown): Pick<Finding, 'allowed' | 'message' | 'alternative'> {
  if (issue.code === 'invalid_type') return wrongType(issue, found);
  if (issue.code === 'invalid_value') return wrongValue(issue, found);
  if (issue.code === 'custom' && issue.params) {
    const { allowed, alternative } = issue.params as unknown as CheckParams;
    return { allowed, message: issue.message, ...(alternative ? { alternative } : {}) };
  }
  const isListed = (issue.code === 'too_big' || issue.code === 'too_small') && issue.origin === 'array';
  const message = isListed ? `too ${issue.code === 'too_big' ? 'many' : 'few'} entries` : issue.message;
  return { allowed: limit(issue), message };
}

/** A reader of zod's issue about a value that may be one of several things. */
export type OfUnion = (
  schema: z.core.$ZodType,
  value: unknown,
  issue: Issue & { readonly code: 'invalid_union' },
) => Finding[];

/** The mistakes that zod found in a document, in our words; `ofUnion` is for schemas that have unions. */
export function findingsOf(
  schema: z.core.$ZodType,
  value: unknown,
  issues: readonly Issue[],
  ofUnion?: OfUnion,
): Finding[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownField(schema, value, issue.path, key));
    }
    if (issue.code === 'invalid_union' && ofUnion) return ofUnion(schema, value, issue);
    const there = valueAt(value, issue.path);
    // A list that is too long or too short is described by its length, which says more than its first members.
    const isCounted = Array.isArray(there) && (issue.code === 'too_big' || issue.code === 'too_small');
    const found = isCounted ? there.length : there;
    return [{ path: formatPath(issue.path), found, ...describe(issue, found) }];
  });
}
