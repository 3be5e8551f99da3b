import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyUpdate } from '../../../simulator/dynamodb/expressions/apply-update.ts';
import { parseRequestExpressions } from '../../../simulator/dynamodb/expressions/request-expressions.ts';
import type { AttributeValue } from '../../../simulator/dynamodb/items/attribute-value.ts';

/** The model keeps numbers, lists of numbers and sets of strings, by attribute. */
type Plain = number | number[] | Set<string>;
type PlainItem = Record<string, Plain>;

const NAMES = ['n1', 'n2', 'l1', 'l2', 's1', 's2'] as const;
const number = fc.integer({ min: -50, max: 50 });
const members = fc.uniqueArray(fc.constantFrom<string>('x', 'y', 'z'), { minLength: 1 });

const item = fc.record(
  { n1: number, n2: number, l1: fc.array(number), l2: fc.array(number), s1: members, s2: members },
  { requiredKeys: [] },
);

interface Clause {
  readonly section: 'SET' | 'REMOVE' | 'ADD' | 'DELETE';
  readonly text: string;
  readonly apply: (before: PlainItem, after: PlainItem) => void;
}

const on = <T>(value: fc.Arbitrary<T>, make: (given: T) => Clause): fc.Arbitrary<Clause> => value.map(make);

/** For each attribute, some clause that is valid for every item. */
const clauses: Readonly<Record<(typeof NAMES)[number], fc.Arbitrary<Clause>>> = {
  n1: on(number, (by) => ({
    section: 'ADD',
    text: `n1 :n${by + 50}`,
    apply: (before, after) => {
      after.n1 = ((before.n1 as number | undefined) ?? 0) + by;
    },
  })),
  n2: on(fc.tuple(number, fc.constantFrom('+', '-')), ([by, sign]) => ({
    section: 'SET',
    text: `n2 = if_not_exists(n1, :n60) ${sign} :n${by + 50}`,
    apply: (before, after) => {
      after.n2 = ((before.n1 as number | undefined) ?? 10) + (sign === '+' ? by : -by);
    },
  })),
  l1: on(number, (added) => ({
    section: 'SET',
    text: `l1 = list_append(if_not_exists(l2, :empty), :l${added + 50})`,
    apply: (before, after) => {
      after.l1 = [...((before.l2 as number[] | undefined) ?? []), added];
    },
  })),
  l2: fc.constant({
    section: 'REMOVE',
    text: 'l2',
    apply: (_before, after) => {
      delete after.l2;
    },
  }),
  s1: on(members, (added) => ({
    section: 'ADD',
    text: `s1 :s${added.join('')}`,
    apply: (before, after) => {
      after.s1 = new Set([...((before.s1 as Set<string> | undefined) ?? []), ...added]);
    },
  })),
  s2: on(members, (removed) => ({
    section: 'DELETE',
    text: `s2 :s${removed.join('')}`,
    apply: (before, after) => {
      const left = [...((before.s2 as Set<string> | undefined) ?? [])].filter(
        (each) => !removed.includes(each),
      );
      if (left.length > 0) after.s2 = new Set(left);
      else delete after.s2;
    },
  })),
};

const update = fc
  .subarray([...NAMES], { minLength: 1 })
  .chain((names) => fc.tuple(...names.map((name) => clauses[name])));

function toAttribute(value: Plain): AttributeValue {
  if (typeof value === 'number') return { N: String(value) };
  if (value instanceof Set) return { SS: [...value].sort() };
  return { L: value.map((element) => ({ N: String(element) })) };
}

const toItem = (plain: PlainItem): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, toAttribute(value)]));

const sorted = (given: Record<string, AttributeValue>): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value.SS ? { SS: [...value.SS].sort() } : value]),
  );

function placeholderValue(placeholder: string): AttributeValue {
  const rest = placeholder.slice(2);
  if (placeholder === ':empty') return { L: [] };
  if (placeholder.startsWith(':s')) return { SS: [...rest] };
  const given = { N: String(Number(rest) - 50) };
  return placeholder.startsWith(':l') ? { L: [given] } : given;
}

describe('updates', () => {
  it('leave what a naive model of them leaves, reading everything from the item as it was', () => {
    fc.assert(
      fc.property(item, update, (given, parts) => {
        const before: PlainItem = Object.fromEntries(
          Object.entries(given).map(([name, value]) => [
            name,
            name.startsWith('s') ? new Set(value as string[]) : value,
          ]),
        ) as PlainItem;
        const after = { ...before };
        for (const part of parts) part.apply(before, after);
        const UpdateExpression = (['SET', 'REMOVE', 'ADD', 'DELETE'] as const)
          .map((section) => [section, parts.filter((part) => part.section === section)] as const)
          .filter(([, some]) => some.length > 0)
          .map(([section, some]) => `${section} ${some.map(({ text }) => text).join(', ')}`)
          .join(' ');
        const used = [...new Set(UpdateExpression.match(/:\w+/g) ?? [])];
        const { update: parsed = [] } = parseRequestExpressions(
          {
            UpdateExpression,
            ...(used.length > 0 && {
              ExpressionAttributeValues: Object.fromEntries(
                used.map((name) => [name, placeholderValue(name)]),
              ),
            }),
          },
          ['UpdateExpression'],
          [],
        );
        const stored = toItem(before);
        expect(sorted(applyUpdate(stored, parsed))).toEqual(toItem(after));
        expect(stored).toEqual(toItem(before));
      }),
      { numRuns: 500 },
    );
  });
});
