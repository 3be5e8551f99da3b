import type * as z from 'zod';
import { nearestName } from './nearest.ts';
import { type Finding, formatPath } from './problem.ts';
import type { CheckParams } from './schema/fields.ts';

type Issue = z.core.$ZodIssue;

/** The value that stands at a path, or undefined. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

/** The schema that judges a path, looking through optional, default, transformed and alternative ones. */
function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
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

interface SchemaDef {
  readonly options?: readonly z.core.$ZodType[];
  readonly innerType?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
}

function knownFields(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const found = schemaAt(schema, path);
  const { shape } = (found?._zod as unknown as { def: SchemaDef } | undefined)?.def ?? {};
  return Object.keys(shape ?? {});
}

function unknownField(
  schema: z.core.$ZodType,
  value: unknown,
  path: readonly PropertyKey[],
  key: string,
): Finding {
  const known = knownFields(schema, path);
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
    message: 'not an allowed value',
    ...(nearest ? { alternative: `did you mean ${nearest}?` } : {}),
  };
}

function limit(issue: Issue): string {
  if (issue.code === 'too_big' && issue.origin === 'array') return `at most ${issue.maximum} entries`;
  if (issue.code === 'too_small' && issue.origin === 'array') return `at least ${issue.minimum} entries`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  if (issue.code === 'too_small') return `at least ${issue.minimum}`;
  if (issue.code === 'invalid_format' && 'pattern' in issue) return `text that matches ${issue.pattern}`;
  return 'another value';
}

function describe(issue: Issue, found: unknown): Pick<Finding, 'allowed' | 'message' | 'alternative'> {
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

/** How far into a value an alternative of a union went before it found something wrong. */
const depthOf = (issues: readonly Issue[]): number =>
  Math.max(...issues.map(({ path, code }) => path.length + (code === 'unrecognized_keys' ? 1 : 0)));

/** The fields by which the alternatives of a union of mappings are told apart; none where one is no mapping. */
function alternatives(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const options = (schemaAt(schema, path)?._zod as unknown as { def: SchemaDef } | undefined)?.def.options;
  const shapes = (options ?? []).map((one) => (one._zod as unknown as { def: SchemaDef }).def.shape);
  if (shapes.some((shape) => shape === undefined)) return [];
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape ?? {})))];
}

/** What is wrong with a value that may be one of several things: as the one says that it comes nearest to. */
function ofUnion(
  schema: z.core.$ZodType,
  value: unknown,
  { errors, path }: Issue & { code: 'invalid_union' },
): Finding[] {
  const found = valueAt(value, path);
  const fields = alternatives(schema, path);
  const lacksAll = errors.every((issues) => issues.some((one) => one.code === 'unrecognized_keys'));
  if (fields.length > 0 && lacksAll)
    return [
      {
        path: formatPath(path),
        found,
        allowed: `one of ${fields.join(', ')}`,
        message: 'no one of what it may be',
      },
    ];
  const [nearest = []] = [...errors].sort((a, b) => depthOf(b) - depthOf(a));
  if (nearest.length > 0 && depthOf(nearest) > 0) {
    const placed = nearest.map((issue) => ({ ...issue, path: [...path, ...issue.path] }) as Issue);
    return findingsOf(schema, value, placed);
  }
  const said = errors.flat().map((issue) => describe(issue, found));
  // An alternative of the value's own type has found more than that it is of another.
  const [own] = errors
    .flat()
    .filter(({ code, ...issue }) => code !== 'invalid_type' || !isOther(issue, found));
  const { message = 'not an allowed value' } = own ? describe(own, found) : {};
  const allowed = [...new Set(said.map((one) => one.allowed))].join(', or ');
  return [{ path: formatPath(path), found, allowed, message }];
}

const isOther = (issue: object, found: unknown): boolean =>
  !('expected' in issue) || (issue.expected === 'int' ? 'number' : issue.expected) !== typeof found;

/** What zod found wrong with a document, in our words. */
export function findingsOf(schema: z.core.$ZodType, value: unknown, issues: readonly Issue[]): Finding[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownField(schema, value, issue.path, key));
    }
    if (issue.code === 'invalid_union') return ofUnion(schema, value, issue);
    const there = valueAt(value, issue.path);
    // Of a list that is too long or too short, its length says more than its first members.
    const isCounted = Array.isArray(there) && (issue.code === 'too_big' || issue.code === 'too_small');
    const found = isCounted ? there.length : there;
    return [{ path: formatPath(issue.path), found, ...describe(issue, found) }];
  });
}
