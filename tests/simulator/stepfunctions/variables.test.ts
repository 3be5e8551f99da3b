import { describe, expect, it } from '@jest/globals';
import { only, outputOf, workbench } from './workbench.ts';

const two = (first: Record<string, unknown>, second: Record<string, unknown>) => ({
  StartAt: 'A',
  States: { A: { Type: 'Pass', ...first, Next: 'B' }, B: { Type: 'Pass', ...second, End: true } },
});

describe('variables', () => {
  it('carries an assigned value to later states', async () => {
    const { run } = workbench();
    const definition = two({ Assign: { n: '{% $states.input.n + 1 %}' } }, { Output: '{% $n * 10 %}' });
    expect(outputOf(await run(definition, { n: 1 }))).toBe(20);
  });

  it('evaluates all of Assign, and Output, against the values before it', async () => {
    const { run } = workbench();
    const definition = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'B' },
        B: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% $x %}', Next: 'C' },
        C: { Type: 'Pass', Output: '{% [$states.input, $x, $y] %}', End: true },
      },
    };
    expect(outputOf(await run(definition))).toEqual([1, 2, 1]);
  });

  it('lets a branch read the outer scope and keeps what it assigns to itself', async () => {
    const { run } = workbench();
    const branch = {
      StartAt: 'C',
      States: {
        C: { Type: 'Pass', Assign: { mine: '{% $outer & "!" %}' }, Next: 'D' },
        D: { Type: 'Pass', Output: '{% $mine %}', End: true },
      },
    };
    const definition = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { outer: 'hello' }, Next: 'P' },
        P: { Type: 'Parallel', Branches: [branch], Next: 'Z' },
        Z: { Type: 'Pass', Output: '{% [$states.input, $exists($mine)] %}', End: true },
      },
    };
    expect(outputOf(await run(definition))).toEqual(['hello!', false]);
  });

  it('hides the variables of the parent from a distributed item', async () => {
    const { run } = workbench();
    const definition = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { outer: 1 }, Next: 'M' },
        M: {
          Type: 'Map',
          Items: [1],
          ItemProcessor: {
            ...only({ Type: 'Pass', Output: '{% $exists($outer) %}' }),
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          },
          End: true,
        },
      },
    };
    expect(outputOf(await run(definition))).toEqual([false]);
  });

  it('fails where a variable was never assigned', async () => {
    const { run } = workbench();
    const execution = await run(only({ Type: 'Pass', Output: { v: '{% $never %}' } }));
    expect(execution.cause).toContain(
      "'$never' specified for the field 'Output/v' returned nothing (undefined).",
    );
  });
});

describe('JSONata in Step Functions', () => {
  const evaluate = async (expression: string, input: unknown = {}) => {
    const { run } = workbench();
    const execution = await run(only({ Type: 'Pass', Output: `{% ${expression} %}` }), input);
    return execution.status === 'SUCCEEDED' ? outputOf(execution) : execution.cause;
  };

  it('adds partition, range, hash, uuid, parse and a seeded random', async () => {
    expect(await evaluate('$partition([1,2,3,4,5], 2)')).toEqual([[1, 2], [3, 4], [5]]);
    expect(await evaluate('$range(0, 6, 2)')).toEqual([0, 2, 4, 6]);
    expect(await evaluate('$hash("input", "SHA-1")')).toBe('140f86aae51ab9e1cda9b4254fe98a74eb54c1a1');
    expect(await evaluate('$parse("{\\"a\\":1}").a')).toBe(1);
    expect(await evaluate('$random(42)')).toBe(0.7275636800328681);
    expect(await evaluate('$uuid()')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('tells what its functions leave undefined from what they refuse', async () => {
    for (const expression of [
      '$partition([], 2)',
      '$partition([1], 0.5)',
      '$range(0, 5)',
      '$range(0, 5, -1)',
      '$hash("a")',
      '$parse($states.input.none)',
    ]) {
      expect(await evaluate(expression)).toContain('returned nothing (undefined).');
    }
    const refused = {
      '$partition([1], -2)': 'D3137: Second argument must be zero or greater',
      '$partition(1, 2)': 'T0412: Argument 1 of function "partition" must be an array of undefined',
      '$range("a", 2, 1)': 'T0410: Argument 1 of function "range" does not match function signature',
      '$hash("a", "md5")': "D3137: Hash algorithm 'md5' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5",
      '$uuid(1)': 'T0410: Argument 1 of function "uuid" does not match function signature',
      '$parse("")': 'D3137: Invalid JSON',
    };
    for (const [expression, why] of Object.entries(refused))
      expect(await evaluate(expression)).toContain(why);
    expect(await evaluate('$range(-1.7, 2, 1)')).toEqual([-1, 0, 1, 2]);
    expect(await evaluate('$range(3, 3, 1)')).toBe(3);
  });

  it('names a number beyond all others, and gives no function as a value', async () => {
    expect(await evaluate('{"up": 1 / 0, "down": [-1 / 0]}')).toEqual({
      up: 'Infinity',
      down: ['-Infinity'],
    });
    expect(await evaluate('function($x) { $x }')).toContain('returned nothing (undefined).');
    expect(await evaluate('{"a": 1, "f": function() { 1 }}')).toEqual({ a: 1 });
  });

  it('bounds how deep an expression goes and how much it holds', async () => {
    const sum = (terms: number) => Array(terms).fill('1').join(' + ');
    expect(await evaluate(sum(100))).toBe(100);
    expect(await evaluate(sum(101))).toContain('threw an error during evaluation: Stack overflow error');
    expect(await evaluate('$count([1..873782])')).toBe(873_782);
    expect(await evaluate('$count([1..873783])')).toContain(
      'threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage',
    );
    const endless = '($f := function($x) { $f($x + 1) }; $f(1))';
    expect(await evaluate(endless)).toContain('threw an error during evaluation: ');
  });

  it('has no $eval', async () => {
    expect(await evaluate('$eval("1+1")')).toContain('T1006: Attempted to invoke a non-function');
  });

  it('tells the virtual time', async () => {
    expect(await evaluate('$now()')).toMatch(/^2026-01-01T00:00:00\.\d{3}Z$/);
    expect(await evaluate('$now("[Y0001]")')).toBe('2026');
    expect(await evaluate('$floor($millis() / 1000)')).toBe(Date.parse('2026-01-01T00:00:00Z') / 1000);
  });

  it('words an error of the expression as AWS does', async () => {
    expect(await evaluate('$states.input.a + 1', { a: 'x' })).toBe(
      "An error occurred while executing the state 'S' (entered at the event id #2). The JSONata expression '$states.input.a + 1' specified for the field 'Output' threw an error during evaluation. T2001: The left side of the \"+\" operator must evaluate to a number",
    );
  });

  it('knows the execution, the state and the machine', async () => {
    const { run } = workbench();
    const execution = await run(only({ Type: 'Pass', Output: '{% $states.context %}' }), { a: 1 });
    expect(outputOf(execution)).toMatchObject({
      Execution: { Id: execution.facts.arn, Input: { a: 1 }, RedriveCount: 0 },
      State: { Name: 'S', RetryCount: 0 },
      StateMachine: { Name: 'machine' },
    });
  });
});
