import * as z from 'zod';
import { describe, findingsOf, type Issue, type SchemaDef, schemaAt, valueAt } from './issues.ts';
import { nearestName } from './nearest.ts';
import { type Finding, formatPath } from './problem.ts';

/** The depth in a value that an alternative of a union reached before it found a mistake. */
const depthOf = (issues: readonly Issue[]): number =>
  Math.max(...issues.map(({ path, code }) => path.length + (code === 'unrecognized_keys' ? 1 : 0)));

/** The alternatives of the union at a path. */
const optionsAt = (schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly z.core.$ZodType[] =>
  (schemaAt(schema, path)?._zod as unknown as { def: SchemaDef } | undefined)?.def.options ?? [];

/** An alternative's own description, for a value that is not of its kind at all; "text" alone does not help. */
const ownWords = ({ code }: Issue, option: z.core.$ZodType | undefined): string | undefined =>
  option && (code === 'invalid_type' || code === 'invalid_format')
    ? z.globalRegistry.get(option)?.description
    : undefined;

/** The fields by which the alternatives of a union of mappings are told apart; none where one is no mapping. */
function alternatives(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const shapes = optionsAt(schema, path).map((one) => (one._zod as unknown as { def: SchemaDef }).def.shape);
  if (shapes.some((shape) => shape === undefined)) return [];
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape ?? {})))];
}

/** A finding about alternatives that one field tells apart, where its value chooses none of them. */
function ofChoice(schema: z.core.$ZodType, path: readonly PropertyKey[], found: unknown): Finding {
  const options = optionsAt(schema, path.slice(0, -1));
  const allowed = options.flatMap(({ _zod }) =>
    [...(_zod.propValues?.[String(path.at(-1))] ?? [])].map(String),
  );
  const nearest = nearestName(String(found), allowed);
  return {
    path: formatPath(path),
    found,
    allowed: `one of ${allowed.join(', ')}`,
    message: found === undefined ? 'required field is missing' : 'not an allowed value',
    ...(nearest ? { alternative: `did you mean ${nearest}?` } : {}),
  };
}

/** The mistake in a value that may be one of several things, as told by the alternative that it comes nearest to. */
export function ofUnion(
  schema: z.core.$ZodType,
  value: unknown,
  { errors, path }: Issue & { code: 'invalid_union' },
): Finding[] {
  const found = valueAt(value, path);
  if (errors.length === 0) return [ofChoice(schema, path, found)];
  const fields = alternatives(schema, path);
  const lacksAll = errors.every((issues) =>
    issues.some(({ code, path: inner }) => code === 'unrecognized_keys' && inner.length === 0),
  );
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
    return findingsOf(schema, value, placed, ofUnion);
  }
  const options = optionsAt(schema, path);
  const said = errors.flatMap((issues, index) =>
    issues.map((issue) => ownWords(issue, options[index]) ?? describe(issue, found).allowed),
  );
  // An alternative of the value's own type has found more than that it is of another.
  const [own] = errors
    .flat()
    .filter(({ code, ...issue }) => code !== 'invalid_type' || !isOther(issue, found));
  const { message = 'not an allowed value' } = own ? describe(own, found) : {};
  const allowed = [...new Set(said)].join(', or ');
  return [{ path: formatPath(path), found, allowed, message }];
}

const isOther = (issue: object, found: unknown): boolean =>
  !('expected' in issue) || (issue.expected === 'int' ? 'number' : issue.expected) !== typeof found;
