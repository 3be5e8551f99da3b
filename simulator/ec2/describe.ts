import type { Filter, Tag } from '@aws-sdk/client-ec2';
import { AwsError } from '../aws-error.ts';
import { refuseUnmodelled } from '../modelled-members.ts';
import { invalidValue } from './errors.ts';
import type { Ec2State } from './state.ts';

/** Filter name → the values of a record that it looks at. */
export type Filters<T> = Readonly<Record<string, (record: T) => readonly (string | undefined)[]>>;

export interface Describable<T> {
  readonly records: Iterable<T>;
  /** The ids asked for, the name of that parameter, how to read an id, and the error for one that is not there. */
  readonly byId?: {
    readonly ids: readonly string[] | undefined;
    readonly parameter: string;
    readonly find: (id: string) => T | undefined;
    readonly notFound: (id: string) => AwsError;
  };
  readonly filters: Filters<T>;
  /** Filters that AWS has and the simulator has not: using one ends the run by name. */
  readonly unmodelledFilters?: readonly string[];
  readonly tags?: (record: T) => readonly Tag[];
}

interface DescribeInput {
  readonly Filters?: readonly Filter[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** Patterns that were compiled before: the same few are asked of every record. */
const patterns = new Map<string, RegExp>();

export const hasWildcard = (pattern: string): boolean => /[*?\\]/.test(pattern);

/** EC2's wildcards: `*` any text, `?` one character, `\` escapes; values are case-sensitive. */
export function matchesWildcard(pattern: string, value: string): boolean {
  if (!hasWildcard(pattern)) return pattern === value;
  let compiled = patterns.get(pattern);
  if (!compiled) {
    if (patterns.size > 10_000) patterns.clear();
    compiled = compileWildcard(pattern);
    patterns.set(pattern, compiled);
  }
  return compiled.test(value);
}

function compileWildcard(pattern: string): RegExp {
  let source = '';
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] as string;
    if (character === '\\' && index + 1 < pattern.length) {
      index++;
      source += (pattern[index] as string).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    } else if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else source += character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  }
  return new RegExp(`^${source}$`, 's');
}

type Matches = (value: string | undefined) => boolean;

/** Whether a value is one of a filter's; the filter's own are looked at once for all records. */
function matchesOneOf(values: readonly string[]): Matches {
  const texts = new Set(values.filter((value) => !hasWildcard(value)));
  const wildcards = values.filter(hasWildcard);
  return (value) =>
    value !== undefined &&
    (texts.has(value) || wildcards.some((wildcard) => matchesWildcard(wildcard, value)));
}

/** Whether one of a record's values for the filter `name` matches. */
function holderOf<T>(
  ec2: Ec2State,
  operation: string,
  name: string,
  given: Describable<T>,
): (record: T, matches: Matches) => boolean {
  const filter = given.filters[name];
  if (filter) return (record, matches) => filter(record).some(matches);
  const tags = given.tags;
  if (tags) {
    if (name === 'tag-key') return (record, matches) => tags(record).some((tag) => matches(tag.Key));
    if (name === 'tag-value') return (record, matches) => tags(record).some((tag) => matches(tag.Value));
    if (name.startsWith('tag:')) {
      const key = name.slice('tag:'.length);
      return (record, matches) => matches(tags(record).find((tag) => tag.Key === key)?.Value);
    }
  }
  if (given.unmodelledFilters?.includes(name))
    refuseUnmodelled(ec2.region.kernel, `the filter ${name} of ec2:${operation}`);
  throw invalidValue(`The filter '${name}' is invalid`);
}

/**
 * Selects by ids and filters (values of a filter are alternatives, filters must all hold) and cuts a page.
 * Without MaxResults everything is one page, as in EC2. Throws EC2's errors for ids that are not there, unknown
 * filters, page sizes out of 5–1000 and ids together with MaxResults (EC2 API reference, "Pagination").
 */
export function describe<T>(
  ec2: Ec2State,
  operation: string,
  input: DescribeInput,
  given: Describable<T>,
): { found: T[]; NextToken: string | undefined } {
  const { MaxResults, NextToken } = input;
  const ids = given.byId?.ids;
  const hasIds = ids !== undefined && ids.length > 0;
  if (hasIds && MaxResults !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      `The parameter ${given.byId?.parameter} cannot be used with the parameter maxResults`,
    );
  }
  if (MaxResults !== undefined && MaxResults < 5) {
    throw invalidValue(
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value greater than 5.`,
    );
  }
  let found: T[];
  if (hasIds) {
    found = ids.map((id) => {
      const record = given.byId?.find(id);
      if (!record) throw given.byId?.notFound(id);
      return record;
    });
  } else found = [...given.records];
  for (const { Name, Values } of input.Filters ?? []) {
    if (!Name) throw new AwsError('MissingParameter', 'The request must contain the parameter Filter.Name');
    const holds = holderOf(ec2, operation, Name, given);
    if (!Values || Values.length === 0)
      throw invalidValue(`The filter '${Name}' must have at least one value`);
    const matches = matchesOneOf(Values);
    found = found.filter((record) => holds(record, matches));
  }
  return page(found, MaxResults === undefined ? undefined : Math.min(MaxResults, 1000), NextToken);
}

function page<T>(all: T[], size: number | undefined, token: string | undefined) {
  let start = 0;
  if (token !== undefined) {
    const decoded = /^offset:(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'));
    if (!decoded) throw new AwsError('InvalidNextToken', 'The token is invalid.');
    start = Number(decoded[1]);
  }
  const end = size === undefined ? all.length : start + size;
  const NextToken = end < all.length ? Buffer.from(`offset:${end}`).toString('base64') : undefined;
  return { found: all.slice(start, end), NextToken };
}
