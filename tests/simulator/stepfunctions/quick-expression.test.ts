import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import jsonata from 'jsonata';
import {
  type ExpressionNode,
  quickExpression,
  UNTOLD,
} from '../../../simulator/stepfunctions/expressions/quick-expression.ts';

const treeOf = (source: string) => jsonata(source).ast() as unknown as ExpressionNode;

const input = {
  outcome: 'Waiting',
  count: 3,
  ratio: 0.1,
  flag: true,
  off: false,
  nothing: null,
  empty: '',
  list: [{ name: 'a' }],
  lists: [[1, 2], [3]],
  none: [],
  pair: ['b', null],
  inner: { name: 'web', 'detail-type': 'Cluster', deep: { size: -2 } },
};
const scope = {
  states: { input, context: { Execution: { Id: 'arn' } } },
  variables: { polls: 7, operation: input, found: [7, 8] },
};

/** JSONata's result of an expression: `failed` where it throws. */
async function byJsonata(source: string): Promise<unknown> {
  try {
    const value = await jsonata(source).evaluate(undefined, { ...scope.variables, states: scope.states });
    return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  } catch {
    return 'failed';
  }
}

const leaf = fc.constantFrom(
  '$states.input.outcome',
  '$states.input.count',
  '$states.input.ratio',
  '$states.input.flag',
  '$states.input.off',
  '$states.input.nothing',
  '$states.input.nothing.more',
  '$states.input.empty',
  '$states.input.list',
  '$states.input.list.name',
  '$states.input.list[0]',
  '$states.input.list[0].name',
  '$states.input.list[1]',
  '$states.input.list[-1]',
  '$states.input.lists',
  '$states.input.lists[0]',
  '$states.input.lists[0][1]',
  '$states.input.none',
  '$states.input.none[0]',
  '$states.input.pair[0]',
  '$states.input.pair[1]',
  '$states.input.inner[0]',
  '$states[0].input.count',
  '$found',
  '$found[0]',
  "['b', 'Waiting', null]",
  '[3, $polls]',
  '$count($states.input.none)',
  '$count($states.input.lists)',
  '$count($found)',
  '$count($polls)',
  '$count($unknown)',
  '$count($found, 1)',
  '$sum($found)',
  '$states.input.missing',
  '$states.input.inner',
  '$states.input.inner.`detail-type`',
  '$states.input.inner.deep.size',
  '$states.context.Execution.Id',
  '$operation.inner.name',
  '$operation.toString',
  '$polls',
  '$unknown',
  '$count',
  "'Waiting'",
  "''",
  '3',
  '-1.5',
  'true',
  'null',
  '$string($polls)',
  '[1, 2]',
);
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { weight: 3, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          tie('expression'),
          fc.constantFrom('=', '!=', '<', '<=', '>', '>=', '+', '-', '&', 'and', 'or', '*', 'in'),
          tie('expression'),
        )
        .map(([left, operator, right]) => `${left} ${operator} ${right}`),
    },
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([asked, yes, no]) => `${asked} ? ${yes} : ${no}`),
  ),
}));

describe('an expression that is evaluated at once', () => {
  it('leaves what a variable named as a function is to JSONata', () => {
    const named = { ...scope, variables: { count: 1, found: [1] } };
    expect(quickExpression(treeOf('$count($found)'))(named)).toBe(UNTOLD);
  });

  it('gives what JSONata gives, or leaves it to it', async () => {
    await fc.assert(
      fc.asyncProperty(expression, async (source) => {
        const value = quickExpression(treeOf(source))(scope);
        if (value === UNTOLD) return;
        expect({ source, value: JSON.parse(JSON.stringify(value)) }).toEqual({
          source,
          value: await byJsonata(source),
        });
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    "$states.input.outcome = 'Waiting' and $polls < 1000",
    '$polls + 1',
    '$states.input.inner',
    "$operation.inner.name & ': ' & $states.input.count",
    "$states.input.flag ? 'yes' : 'no'",
    '$states.input.list',
    '$states.input.none',
    '$states.input.list[0]',
    '$count($states.input.lists)',
    "$states.input.outcome in ['Waiting', 'Done']",
  ])('is what state machines are made of: %s', async (source) => {
    expect(quickExpression(treeOf(source))(scope)).toEqual(await byJsonata(source));
  });

  it.each([
    '$states.input.list.name',
    '$unknown',
    '$states.input.missing',
    '$string(1)',
    '$states.input.lists[0]',
    '$states.input.none[0]',
    '$count($polls)',
    '$polls in $found',
  ])('is not %s', (source) => {
    expect(quickExpression(treeOf(source))(scope)).toBe(UNTOLD);
  });
});
