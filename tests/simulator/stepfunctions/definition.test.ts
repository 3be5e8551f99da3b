import { describe, expect, it } from '@jest/globals';
import { parseDefinition } from '../../../simulator/stepfunctions/definition/parse.ts';
import { inner, only, task } from './workbench.ts';

const refusal = (definition: object): string => {
  try {
    parseDefinition(JSON.stringify({ QueryLanguage: 'JSONata', ...definition }));
    return 'accepted';
  } catch (error) {
    return (error as Error).message.replace(/^Invalid State Machine Definition: /, '');
  }
};

describe('definitions', () => {
  it('refuses targets that are missing and states that are not reachable, together', () => {
    const definition = {
      StartAt: 'a',
      States: { a: { Type: 'Pass', Next: 'c' }, b: { Type: 'Pass', End: true } },
    };
    expect(refusal(definition)).toBe(
      "'MISSING_TRANSITION_TARGET: Missing 'Next' target: c at /States/a/Next, MISSING_TRANSITION_TARGET: State \"b\" is not reachable. at /States/b'",
    );
  });

  it('refuses a workflow that never ends', () => {
    const definition = {
      StartAt: 'a',
      States: { a: { Type: 'Pass', Next: 'b' }, b: { Type: 'Pass', Next: 'a' } },
    };
    expect(refusal(definition)).toBe("'MISSING_END_STATE: Workflow has no terminal state at null'");
  });

  it('refuses a field that the type of state does not have', () => {
    expect(refusal(only({ Type: 'Pass', Catch: [] }))).toBe(
      "'SCHEMA_VALIDATION_FAILED: Field 'Catch' is not supported at /States/S'",
    );
    expect(refusal(only({ Type: 'Pass', Resullt: 1 }))).toContain("Field 'Resullt' is not supported");
    expect(refusal({ ...only({ Type: 'Pass' }), Timeout: 1 })).toContain("Field 'Timeout' is not supported");
  });

  it('refuses to mix the query languages the wrong way', () => {
    expect(refusal({ ...only({ Type: 'Pass', QueryLanguage: 'JSONPath' }) })).toBe(
      "'SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/S'",
    );
    expect(refusal({ ...only({ Type: 'Pass', Output: 1 }), QueryLanguage: 'JSONPath' })).toBe(
      "'SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/S'",
    );
    const processor = { ...inner({ Type: 'Pass' }), QueryLanguage: 'JSONata' };
    expect(refusal(only({ Type: 'Map', ItemProcessor: processor }))).toBe(
      "'SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at /States/S/ItemProcessor'",
    );
  });

  it('refuses values that their fields do not take', () => {
    const found = (state: Record<string, unknown>) => refusal(only(state));
    expect(found({ Type: 'Wait', Seconds: 100_000_000 })).toBe(
      "'SCHEMA_VALIDATION_FAILED: Maximum value is 99999999 at /States/S/Seconds'",
    );
    expect(found({ Type: 'Wait', Timestamp: '2026-02-30T00:00:00Z' })).toContain('at /States/S/Timestamp');
    expect(found(task({ TimeoutSeconds: 0 }))).toContain('Minimum value is 1 at /States/S/TimeoutSeconds');
    expect(found(task({ TimeoutSeconds: 60, HeartbeatSeconds: 60 }))).toContain(
      'HeartbeatSeconds must be smaller than TimeoutSeconds',
    );
    const map = { Type: 'Map', ItemProcessor: inner({ Type: 'Pass' }) };
    expect(found({ ...map, MaxConcurrency: -1 })).toContain('Minimum value is 0');
    expect(found({ ...map, Items: 'none' })).toContain('at /States/S/Items');
    const rule = { Type: 'Choice', Choices: [{ Condition: 'true', Next: 'S' }] };
    expect(refusal({ StartAt: 'C', States: { C: rule, S: { Type: 'Succeed' } } })).toContain(
      'at /States/C/Choices[0]/Condition',
    );
    expect(refusal({ ...only({ Type: 'Pass' }), TimeoutSeconds: 1.5 })).toContain('at /TimeoutSeconds');
  });

  it('refuses expressions that do not parse', () => {
    expect(refusal(only({ Type: 'Pass', Output: { v: '{% 1 + %}' } }))).toBe(
      "'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/S/Output/v'",
    );
  });

  it('refuses a bare name, which has nothing to refer to', () => {
    for (const source of ['phone', 'phone.home', '$string(phone)', '$x ? phone : 1', '{"a": phone}']) {
      expect(refusal(only({ Type: 'Pass', Output: `{% ${source} %}` }))).toBe(
        "'UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/S/Output'",
      );
    }
    for (const source of [
      '$states.input.phone',
      '$states.input[phone = 1]',
      '$states.input^(phone).{"a": phone}',
      '$states.input{phone: home}',
      '$states.input ~> |$|{"a": phone}|',
      '$map($states.input, function($v) { $v.phone })',
    ]) {
      expect(refusal(only({ Type: 'Pass', Output: `{% ${source} %}` }))).toBe('accepted');
    }
  });

  it('knows $states.errorOutput in a catcher alone', () => {
    const source = '{% $states.errorOutput.Error %}';
    expect(refusal(only({ Type: 'Pass', Output: source }))).toBe(
      "'UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.errorOutput' does not exist. at /States/S/Output'",
    );
    const catcher = { ErrorEquals: ['States.ALL'], Next: 'P', Output: source };
    expect(refusal(only(task({ Catch: [catcher] }), { P: { Type: 'Pass', End: true } }))).toBe('accepted');
  });

  it('looks into branches and item processors', () => {
    const branch = inner({ Type: 'Pass', Nxt: 1 });
    expect(refusal(only({ Type: 'Parallel', Branches: [inner({ Type: 'Pass' }, 'J'), branch] }))).toContain(
      'at /States/S/Branches[1]/States/I',
    );
    expect(refusal(only({ Type: 'Map', ItemProcessor: branch }))).toContain(
      'at /States/S/ItemProcessor/States/I',
    );
  });

  // Step Functions guide, "Passing data between states with variables", scope.
  it.each([
    ['a state', { Assign: { polls: 0 } }],
    ['a catcher', { Catch: [{ ErrorEquals: ['Other'], Assign: { polls: 0 }, Next: 'End' }] }],
  ])('refuses a variable of a nested machine that %s of an outer one assigns as well', (_what, outer) => {
    const nested = (polls: string) => ({
      StartAt: 'S',
      States: {
        S: task({ End: undefined, Next: 'M', ...outer }),
        M: {
          Type: 'Map',
          ItemProcessor: inner({ Type: 'Pass', Assign: { [polls]: '{% $polls + 1 %}' }, End: true }, 'I'),
          Next: 'End',
        },
        End: { Type: 'Succeed' },
      },
    });
    expect(refusal(nested('polls'))).toContain('at /States/M/ItemProcessor/States/I/Assign');
    expect(refusal(nested('looks'))).toBe('accepted');
  });

  it('takes a variable name that branches beside one another have, and no name that is no identifier', () => {
    const branch = (name: string, state: string) => inner({ Type: 'Pass', Assign: { [name]: 1 } }, state);
    const parallel = (...names: string[]) =>
      refusal(only({ Type: 'Parallel', Branches: names.map((name, index) => branch(name, `B${index}`)) }));
    expect(parallel('polls', 'polls')).toBe('accepted');
    for (const name of ['1st', 'a-b', 'a.b', 'states', 'x'.repeat(81)])
      expect(parallel(name)).toContain(`'${name}' is not a valid variable name`);
  });

  it.each(['??', '?:'])('refuses the operator %s, which came after JSONata 2.0.6', (operator) => {
    const output = (source: string) => refusal(only({ Type: 'Pass', Output: `{% ${source} %}` }));
    expect(output(`$string($states.input.x ${operator} 2)`)).toContain(`The operator '${operator}'`);
    expect(output(`$states.input.x ? '${operator}' : 2`)).toBe('accepted');
  });

  it('refuses to read a result where there is none', () => {
    const read = '{% $states.result %}';
    const none = "UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.result' does not exist.";
    expect(refusal(only(task({ Assign: { answer: read }, Output: read })))).toBe('accepted');
    expect(refusal(only(task({ Arguments: { again: read } })))).toContain(none);
    expect(refusal(only({ Type: 'Pass', Output: read }))).toContain(none);
  });

  it('refuses a state name that a nested machine uses again', () => {
    expect(refusal(only({ Type: 'Map', ItemProcessor: inner({ Type: 'Pass' }, 'S') }))).toBe(
      "'DUPLICATE_STATE_NAME: Duplicate State name: S at /States/S/ItemProcessor/States/S'",
    );
  });

  it('refuses States.ALL beside other names or before other entries', () => {
    const retry = (...names: string[][]) =>
      refusal(only(task({ Retry: names.map((ErrorEquals) => ({ ErrorEquals })) })));
    expect(retry(['States.ALL', 'Other'])).toContain('at /States/S/Retry[0]/ErrorEquals');
    expect(retry(['States.ALL'], ['Other'])).toContain('at /States/S/Retry[0]/ErrorEquals');
    expect(retry(['Other'], ['States.ALL'])).toBe('accepted');
  });

  it.each([
    [{ IntervalSeconds: 0 }, "'IntervalSeconds' must be a number of 1 or more"],
    [{ IntervalSeconds: 1.5 }, "'IntervalSeconds' must be a number of 1 or more"],
    [{ MaxAttempts: -1 }, "'MaxAttempts' must be a number of 0 or more"],
    [{ MaxAttempts: 100_000_000 }, "'MaxAttempts' must be a number of 99999999 or less"],
    [{ BackoffRate: 0.5 }, "'BackoffRate' must be a number of 1 or more"],
    [{ MaxDelaySeconds: 31_622_400 }, "'MaxDelaySeconds' must be a number of 31622399 or less"],
    [{ JitterStrategy: 'HALF' }, "'JitterStrategy' must be one of FULL, NONE"],
    [{ MaxAttempts: 0, BackoffRate: 1.5, JitterStrategy: 'NONE', MaxDelaySeconds: 9 }, 'accepted'],
  ])('holds a Retrier to the bounds of the guide: %j', (retrier, expected) => {
    expect(refusal(only(task({ Retry: [{ ErrorEquals: ['States.ALL'], ...retrier }] })))).toContain(expected);
  });

  it('refuses text that is not JSON', () => {
    expect(() => parseDefinition('{')).toThrow(/INVALID_JSON_DESCRIPTION/);
  });
});
