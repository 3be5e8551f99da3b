/** The reading of DynamoDB's recordings: fills in what they leave open, and turns text into bytes. */

export type Placeholders = Map<string, string>;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface Call {
  readonly op: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Case<C extends Call> {
  readonly given: { readonly table?: Readonly<Record<string, unknown>>; readonly noTable?: boolean };
  readonly when: readonly C[];
}

const TABLE_NAME = 'recorded-table';

/**
 * A case with its placeholders replaced. If a recording's calls succeeded on a table that it never created, the table
 * came from its test's fixture, with `id` as its only key: that table is made beforehand.
 */
export function resolvePlaceholders<C extends Call>(
  recorded: Case<C>,
): {
  readonly table?: Readonly<Record<string, unknown>>;
  readonly when: readonly C[];
} {
  const when = recorded.when.map((call, index) => ({
    ...call,
    params: resolved(call.params, recorded.when.slice(0, index)),
  }));
  const table = recorded.given.table && (resolved(recorded.given.table, []) as Record<string, unknown>);
  const fixtures = recorded.given.noTable || table ? [] : fixtureTables(when);
  return { ...(table && { table: accepted(table, when) }), when: [...(fixtures as unknown as C[]), ...when] };
}

/**
 * The types of key attributes, as the recorded calls show them. Some recordings name every type `S`, since their
 * tests told the types elsewhere. DynamoDB refuses an item whose index key has another type, so that items which it
 * took tell the real types.
 */
function accepted(
  table: Readonly<Record<string, unknown>>,
  when: readonly Call[],
): Readonly<Record<string, unknown>> {
  const items = when
    .filter(({ op }) => op === 'PutItem')
    .map(({ params }) => params.Item as Readonly<Record<string, object>>);
  const definitions = table.AttributeDefinitions as readonly {
    AttributeName: string;
    AttributeType: string;
  }[];
  return {
    ...table,
    AttributeDefinitions: definitions.map((definition) => {
      const value = items.find((item) => item?.[definition.AttributeName])?.[definition.AttributeName];
      const type = value ? Object.keys(value)[0] : undefined;
      const isKeyType = type === 'S' || type === 'N' || type === 'B';
      return isKeyType ? { ...definition, AttributeType: type } : definition;
    }),
  };
}

/** Creations of the tables that calls use, though neither they nor the case's `given` made them. */
function fixtureTables(when: readonly Call[]): readonly Call[] {
  const created = new Set(
    when.filter(({ op }) => op === 'CreateTable').map(({ params }) => params.TableName),
  );
  const used = new Set(
    when
      .filter(
        ({ op, params }) => typeof params.TableName === 'string' && (op === 'PutItem' || /Backups$/.test(op)),
      )
      .map(({ params }) => params.TableName as string),
  );
  return [...used]
    .filter((name) => !created.has(name))
    .map((TableName) => ({
      op: 'CreateTable',
      params: {
        TableName,
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
    }));
}

/** Replaces `<table>`; a table that a fixture made is the one that the call before used. */
function resolved(value: unknown, before: readonly Call[]): Record<string, unknown> {
  const lastTable = before.findLast(({ params }) => typeof params.TableName === 'string')?.params.TableName;
  const text = JSON.stringify(value)
    .replaceAll('<table>', TABLE_NAME)
    .replaceAll('"<create_dynamodb_table()[][]>"', JSON.stringify(lastTable ?? TABLE_NAME))
    .replaceAll('"<PointInTimeRecoverySpecification()>"', '{"PointInTimeRecoveryEnabled":true}');
  return JSON.parse(text) as Record<string, unknown>;
}

/** `{ "bytes": "text" }` stands for binary. */
export function withBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBytes);
  if (value === null || typeof value !== 'object') return value;
  const { bytes } = value as { readonly bytes?: unknown };
  if (typeof bytes === 'string' && Object.keys(value).length === 1) return new TextEncoder().encode(bytes);
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, withBytes(held)]));
}

function matchesText(expected: string, actual: unknown, bound: Placeholders): boolean {
  if (expected === 'datetime') return actual instanceof Date;
  if (!/<[^>]+>/.test(expected)) return expected === actual;
  if (typeof actual !== 'string') return false;
  const names: string[] = [];
  const pattern = expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/<[^>]+>/g, (name) => {
    names.push(name);
    return '(.+?)';
  });
  const match = new RegExp(`^${pattern}$`).exec(actual);
  return (
    match !== null &&
    names.every((name, index) => {
      const found = match[index + 1] as string;
      if (!bound.has(name)) bound.set(name, found);
      // A status that moves on while a test waits is one placeholder for several values.
      return name.endsWith('-status>') || bound.get(name) === found;
    })
  );
}

function matchesList(expected: readonly unknown[], actual: unknown, bound: Placeholders): boolean {
  if (!Array.isArray(actual) || actual.length !== expected.length) return false;
  const left = [...actual];
  return expected.every((wanted) => {
    const at = left.findIndex((each) => matches(wanted, each, bound));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function matches(expected: unknown, actual: unknown, bound: Placeholders): boolean {
  if (typeof expected === 'string') return matchesText(expected, actual, bound);
  if (Array.isArray(expected)) return matchesList(expected, actual, bound);
  if (expected === null || typeof expected !== 'object') return expected === actual;
  if (actual === null || typeof actual !== 'object') return false;
  const wanted = new Map(Object.entries(expected as Readonly<Record<string, Json>>));
  const given = new Map(Object.entries(actual).filter(([, value]) => value !== undefined));
  if (wanted.size !== given.size) return false;
  return [...wanted].every(([key, value]) => {
    const found = given.has(key) ? given.get(key) : /^<.+>$/.test(key) ? [...given.values()][0] : undefined;
    return found !== undefined && matches(value, found, bound);
  });
}

/** Compares an answer with a recorded one: placeholders are bound when first seen, lists have no order. */
export const normalised = { matches } as const;
