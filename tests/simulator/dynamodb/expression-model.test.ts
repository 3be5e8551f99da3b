import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyUpdate } from '../../../simulator/dynamodb/expressions/apply-update.ts';
import { evaluate } from '../../../simulator/dynamodb/expressions/evaluate.ts';
import { project } from '../../../simulator/dynamodb/expressions/projection.ts';
import { parseRequestExpressions } from '../../../simulator/dynamodb/expressions/request-expressions.ts';
import type { AttributeValue, Item } from '../../../simulator/dynamodb/items/attribute-value.ts';
import { standInDynamoDb } from './stand-in-dynamodb.ts';

/** The model's documents: numbers, and lists and maps of them. */
type Plain = number | Plain[] | { [name: string]: Plain };

function toAttribute(value: Plain): AttributeValue {
  if (typeof value === 'number') return { N: String(value) };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  return { M: toItem(value) };
}

const toItem = (plain: { [name: string]: Plain }): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, toAttribute(value)]));

const numbers = fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 5 });
const map = fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.integer({ min: 0, max: 99 }), { maxKeys: 3 });
const document = fc.record({ things: numbers, tree: map, trees: fc.array(map, { maxLength: 3 }) });

describe('the operators of a condition', () => {
  /** Atoms and operators in a row, without any parentheses. */
  const chain = fc.array(
    fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      isNegated: fc.boolean(),
      joint: fc.constantFrom('AND', 'OR'),
    }),
    { minLength: 1, maxLength: 7 },
  );
  const truths = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean(), d: fc.boolean() });

  it('bind as documented: NOT before AND, and AND before OR', () => {
    fc.assert(
      fc.property(chain, truths, (atoms, given) => {
        const ConditionExpression = atoms
          .map(({ name, isNegated, joint }, at) =>
            [at === 0 ? '' : joint, isNegated ? 'NOT' : '', `#${name} = :yes`].filter(Boolean).join(' '),
          )
          .join(' ');
        const used = [...new Set(atoms.map(({ name }) => name))];
        const { condition } = parseRequestExpressions(
          {
            ConditionExpression,
            ExpressionAttributeNames: Object.fromEntries(used.map((name) => [`#${name}`, name])),
            ExpressionAttributeValues: { ':yes': { BOOL: true } },
          },
          ['ConditionExpression'],
          [],
        );
        if (!condition) throw new Error('no condition was parsed');
        const alternatives: boolean[] = [];
        for (const [at, { name, isNegated, joint }] of atoms.entries()) {
          const holds = given[name as keyof typeof given] !== isNegated;
          if (at === 0 || joint === 'OR') alternatives.push(holds);
          else alternatives.push((alternatives.pop() as boolean) && holds);
        }
        const stored = Object.fromEntries(Object.entries(given).map(([name, BOOL]) => [name, { BOOL }]));
        expect(evaluate(condition, stored)).toBe(alternatives.some(Boolean));
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});

describe('updates inside of documents', () => {
  const updated = (given: Plain, UpdateExpression: string, values: Record<string, number>): Item => {
    const used = Object.entries(values).map(([name, value]) => [name, { N: String(value) }] as const);
    const { update: clauses = [] } = parseRequestExpressions(
      {
        UpdateExpression,
        ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
      },
      ['UpdateExpression'],
      [],
    );
    return applyUpdate({ d: toAttribute(given) }, clauses);
  };
  const indices = fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 4 });

  it('set elements in place, and add those past the end of a list in the order of their indices', () => {
    fc.assert(
      fc.property(document, indices, map, (given, at, into) => {
        const sets = at.map((index) => [`d.things[${index}]`, 100 + index] as const);
        const members = Object.entries(into).map(([name, value]) => [`d.#${name}`, value] as const);
        const text = [
          ...sets,
          ...members.map(([path, value]) => [path.replace('#', 'tree.#'), value] as const),
        ];
        const names = Object.fromEntries(Object.keys(into).map((name) => [`#${name}`, name]));
        const { update: clauses = [] } = parseRequestExpressions(
          {
            UpdateExpression: `SET ${text.map(([path], place) => `${path} = :v${place}`).join(', ')}`,
            ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
            ExpressionAttributeValues: Object.fromEntries(
              text.map(([, value], place) => [`:v${place}`, { N: String(value) }]),
            ),
          },
          ['UpdateExpression'],
          [],
        );
        const things = [...given.things];
        for (const index of [...at].sort((a, b) => a - b))
          things[Math.min(index, things.length)] = 100 + index;
        const after = { ...given, things, tree: { ...given.tree, ...into } };
        expect(applyUpdate({ d: toAttribute(given) }, clauses)).toEqual({ d: toAttribute(after) });
      }),
      { numRuns: 300, seed: 6 },
    );
  });

  it('remove elements by the places that they had before, and nothing where there is nothing', () => {
    fc.assert(
      fc.property(document, indices, fc.subarray(['x', 'y', 'z']), (given, at, gone) => {
        const paths = [...at.map((index) => `d.things[${index}]`), ...gone.map((name) => `d.tree.${name}`)];
        const kept = Object.entries(given.tree).filter(([name]) => !gone.includes(name));
        const after = {
          ...given,
          things: given.things.filter((_, index) => !at.includes(index)),
          tree: Object.fromEntries(kept),
        };
        expect(updated(given, `REMOVE ${paths.join(', ')}`, {})).toEqual({ d: toAttribute(after) });
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe('projections', () => {
  const path = fc.oneof(
    fc.nat(4).map((index) => ['things', index]),
    fc.constantFrom('x', 'y', 'z').map((name) => ['tree', name]),
    fc.tuple(fc.nat(3), fc.constantFrom('x', 'y', 'z')).map(([index, name]) => ['trees', index, name]),
  );
  const spelt = (steps: readonly (string | number)[]): string =>
    steps.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('');

  /** The parts of a value at the paths, which all begin in it; lists close their gaps. */
  function model(value: Plain, paths: readonly (readonly (string | number)[])[]): Plain | undefined {
    if (paths.some(({ length }) => length === 0)) return value;
    if (typeof value === 'number') return undefined;
    const inside = (step: string | number): Plain | undefined => {
      const held = (value as Record<string | number, Plain>)[step];
      const rest = paths.filter(([first]) => first === step).map(([, ...more]) => more);
      return held === undefined || rest.length === 0 ? undefined : model(held, rest);
    };
    if (Array.isArray(value)) {
      const found = value.flatMap((_, index) => inside(index) ?? []);
      return found.length > 0 ? found : undefined;
    }
    const found = Object.keys(value).flatMap((name) => {
      const held = inside(name);
      return held === undefined ? [] : [[name, held] as const];
    });
    return found.length > 0 ? Object.fromEntries(found) : undefined;
  }

  it('give what lies at their paths and nothing else, with the gaps of lists closed', () => {
    fc.assert(
      fc.property(
        document,
        fc.uniqueArray(path, { minLength: 1, maxLength: 5, selector: spelt }),
        (given, paths) => {
          const whole = { doc: given };
          const { projection = [] } = parseRequestExpressions(
            { ProjectionExpression: paths.map((steps) => spelt(['doc', ...steps])).join(', ') },
            ['ProjectionExpression'],
            [],
          );
          const expected =
            model(
              whole,
              paths.map((steps) => ['doc', ...steps]),
            ) ?? {};
          expect(project(toItem(whole), projection)).toEqual(toItem(expected as { [name: string]: Plain }));
        },
      ),
      { numRuns: 500, seed: 8 },
    );
  });
});

describe('key conditions', () => {
  const texts = fc
    .array(fc.constantFrom('a', 'b', 'é', '～', '😀', 'Z'), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join(''));
  /** As DynamoDB orders texts: by their bytes in UTF-8 (developer guide, "Sort keys"). */
  const byBytes = (left: string, right: string): number =>
    Buffer.compare(Buffer.from(left), Buffer.from(right));
  const operator = fc.constantFrom('=', '<', '<=', '>', '>=', 'BETWEEN', 'begins_with');

  it('select and order as a naive model does, forwards and backwards', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(texts, { minLength: 1, maxLength: 8 }),
        operator,
        texts,
        texts,
        fc.boolean(),
        async (keys, by, one, other, ScanIndexForward) => {
          const { call, createThings } = standInDynamoDb();
          await createThings(true);
          for (const sk of keys)
            await call('PutItem', { TableName: 'things', Item: { pk: { S: 'p' }, sk: { S: sk } } });
          await call('PutItem', { TableName: 'things', Item: { pk: { S: 'q' }, sk: { S: one } } });
          const [from, to] = [one, other].sort(byBytes) as [string, string];
          const range =
            by === 'BETWEEN'
              ? 'sk BETWEEN :from AND :to'
              : by === 'begins_with'
                ? 'begins_with(sk, :from)'
                : `sk ${by} :from`;
          const answer = await call('Query', {
            TableName: 'things',
            KeyConditionExpression: `pk = :p AND ${range}`,
            ExpressionAttributeValues: {
              ':p': { S: 'p' },
              ':from': { S: from },
              ...(by === 'BETWEEN' && { ':to': { S: to } }),
            },
            ConsistentRead: true,
            ScanIndexForward,
          });
          const order = (key: string): number => byBytes(key, from);
          const selected: Record<string, (key: string) => boolean> = {
            '=': (key) => key === from,
            '<': (key) => order(key) < 0,
            '<=': (key) => order(key) <= 0,
            '>': (key) => order(key) > 0,
            '>=': (key) => order(key) >= 0,
            BETWEEN: (key) => order(key) >= 0 && byBytes(key, to) <= 0,
            begins_with: (key) => key.startsWith(from),
          };
          const expected = keys.filter(selected[by] as (key: string) => boolean).sort(byBytes);
          const found = answer.Items.map(({ sk }) => sk?.S);
          expect(found).toEqual(ScanIndexForward ? expected : expected.reverse());
        },
      ),
      { numRuns: 150, seed: 9 },
    );
  });
});
