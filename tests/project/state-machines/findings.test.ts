import { describe, expect, it } from '@jest/globals';
import type { Definition, State } from '../../../scripts/rules/definition.ts';
import { comparisons, variablesRead } from './expressions.ts';
import { brokenTransitions, tasksWithoutTimeout, unboundedLoops, undefinedVariables } from './findings.ts';

const machine = (StartAt: string, States: Record<string, State>): Definition => ({ StartAt, States });

const done: State = { Type: 'Succeed' };

describe('transitions', () => {
  it('that lead to no state are found, and states that nothing leads to', () => {
    const found = brokenTransitions(
      machine('A', {
        A: { Type: 'Parallel', Branches: [machine('B', { B: { Type: 'Pass', Next: 'A' } })], Next: 'Z' },
        C: { Type: 'Pass', End: true },
      }),
    );
    expect(found).toEqual([
      'A: there is no state Z beside it',
      'C: nothing leads there',
      'B: there is no state A beside it',
    ]);
  });
});

describe('timeouts', () => {
  it('are missed in a task inside a Map too', () => {
    const task: State = { Type: 'Task', End: true };
    const found = tasksWithoutTimeout(
      machine('Each', { Each: { Type: 'Map', ItemProcessor: machine('One', { One: task }), End: true } }),
    );
    expect(found).toEqual(['One: has no TimeoutSeconds']);
  });
});

describe('loops', () => {
  const poll = (choice: Partial<State>, wait: Partial<State> = {}) =>
    machine('Begin', {
      Begin: { Type: 'Pass', Assign: { polls: 0 }, Next: 'Observe' },
      Observe: { Type: 'Task', TimeoutSeconds: 30, Next: 'Progress' },
      Progress: { Type: 'Choice', Default: 'Done', ...choice },
      Wait: { Type: 'Wait', Assign: { polls: '{% $polls + 1 %}' }, Next: 'Observe', ...wait },
      Done: done,
    });
  const unbounded = ['Observe → Progress → Wait: has no bound'];

  it('are bounded by a Choice that stays only below a limit', () => {
    const stay = { Condition: "{% $states.input.outcome = 'Waiting' and $polls < 10 %}", Next: 'Wait' };
    expect(unboundedLoops(poll({ Choices: [stay] }))).toEqual([]);
  });

  it('are bounded by a Choice that leaves past a limit before it stays', () => {
    const leave = { Condition: '{% $polls >= 10 %}', Next: 'Done' };
    const stay = { Condition: "{% $states.input.outcome = 'Waiting' %}", Next: 'Wait' };
    expect(unboundedLoops(poll({ Choices: [leave, stay] }))).toEqual([]);
    expect(unboundedLoops(poll({ Choices: [stay, leave] }))).toEqual(unbounded);
  });

  it('are not bounded by a limit that may be passed by', () => {
    const stay = { Condition: "{% $states.input.outcome = 'Waiting' or $polls < 10 %}", Next: 'Wait' };
    expect(unboundedLoops(poll({ Choices: [stay] }))).toEqual(unbounded);
  });

  it('are not bounded by a variable that they leave as it is', () => {
    const stay = { Condition: '{% $polls < 10 %}', Next: 'Wait' };
    expect(unboundedLoops(poll({ Choices: [stay] }, { Assign: { polls: 1 } }))).toEqual(unbounded);
  });
});

describe('variables', () => {
  it('that one of the ways to a state does not assign are found', () => {
    const found = undefinedVariables(
      machine('Which', {
        Which: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input.a %}', Assign: { a: 1, b: 1 }, Next: 'Use' }],
          Default: 'Use',
          Assign: { b: 2 },
        },
        Use: { Type: 'Pass', Output: '{% $a + $b %}', Next: 'Done' },
        Done: done,
      }),
    );
    expect(found).toEqual(['Use: $a may not be assigned']);
  });

  it('are seen inside a branch, and not outside of the branch that assigns them', () => {
    const branch = machine('In', { In: { Type: 'Pass', Assign: { inner: '{% $outer %}' }, End: true } });
    const found = undefinedVariables(
      machine('Set', {
        Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [branch], Next: 'Use' },
        Use: { Type: 'Pass', Output: '{% $inner %}', End: true },
      }),
    );
    expect(found).toEqual(['Use: $inner may not be assigned']);
  });

  it('of a caught error are known only where the Catch leads', () => {
    const found = undefinedVariables(
      machine('Try', {
        Try: {
          Type: 'Task',
          TimeoutSeconds: 30,
          Catch: [
            { ErrorEquals: ['States.ALL'], Assign: { caught: '{% $states.errorOutput %}' }, Next: 'Tell' },
          ],
          Next: 'Done',
        },
        Tell: { Type: 'Pass', Output: '{% $caught %}', End: true },
        Done: { Type: 'Pass', Output: '{% $caught %}', End: true },
      }),
    );
    expect(found).toEqual(['Done: $caught may not be assigned']);
  });
});

describe('expressions', () => {
  it.each([
    ['$states.input.name & $prefix', ['prefix']],
    ['($local := $outer; $local + 1)', ['outer']],
    ['$map($items, function($item, $index) { $item.size * $scale + $index })', ['items', 'scale']],
    ['$join($states.input.failures.(key & $separator), "; ")', ['separator']],
    ['$nodes[size > $limit].name', ['nodes', 'limit']],
  ])('%s reads %j', (expression, variables) => {
    expect([...variablesRead(expression)].sort()).toEqual([...variables].sort());
  });

  it('compare paths with literals', () => {
    expect(comparisons("$states.input.outcome = 'Done' and $polls < 3 or 'x' in $kinds")).toEqual([
      { path: ['$states', 'input', 'outcome'], literal: 'Done' },
      { path: ['$kinds'], literal: 'x' },
    ]);
    expect(comparisons("$states.input.outcome in ['Done', 'Failed']").map(({ literal }) => literal)).toEqual([
      'Done',
      'Failed',
    ]);
  });
});
