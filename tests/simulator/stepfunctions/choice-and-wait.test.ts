import { describe, expect, it } from '@jest/globals';
import { only, outputOf, typesOf, workbench } from './workbench.ts';

const end = (output: string) => ({ Type: 'Pass', Output: output, End: true });
const choice = (rules: unknown[], more: Record<string, unknown> = {}) => ({
  StartAt: 'C',
  States: {
    C: { Type: 'Choice', Choices: rules, ...more },
    One: end('one'),
    Two: end('two'),
  },
});
const size = (test: string, next: string) => ({ Condition: `{% $states.input.size ${test} %}`, Next: next });

describe('Choice', () => {
  it('takes the first rule that holds, and Default when none does', async () => {
    for (const [input, expected] of [
      [3, 'one'],
      [30, 'two'],
    ] as const) {
      const { run } = workbench();
      const definition = choice([size('< 10', 'One'), size('< 5', 'Two')], { Default: 'Two' });
      expect(outputOf(await run(definition, { size: input }))).toBe(expected);
    }
  });

  it("uses a rule's Output and Assign in place of the state's", async () => {
    const { run } = workbench();
    const definition = {
      StartAt: 'C',
      States: {
        C: {
          Type: 'Choice',
          Choices: [{ ...size('= 1', 'P'), Output: 'rule', Assign: { by: 'rule' } }],
          Default: 'P',
          Output: 'state',
          Assign: { by: 'state' },
        },
        P: { Type: 'Pass', Output: '{% $states.input & "/" & $by %}', End: true },
      },
    };
    expect(outputOf(await run(definition, { size: 1 }))).toBe('rule/rule');
    const other = workbench();
    expect(outputOf(await other.run(definition, { size: 2 }))).toBe('state/state');
  });

  it('fails with States.Runtime where no rule holds and there is no Default', async () => {
    const { run } = workbench();
    const execution = await run(choice([size('< 10', 'One'), size('< 20', 'Two')]), { size: 30 });
    expect(execution.error).toBe('States.Runtime');
    expect(execution.cause).toMatch(
      /^An error occurred while executing the state 'C' .* does not point to a next state\.$/,
    );
  });

  it('fails where a Condition is not a boolean', async () => {
    const { run } = workbench();
    const execution = await run(choice([size('+ 1', 'One'), size('= 0', 'Two')]), { size: 1 });
    expect(execution.error).toBe('States.QueryEvaluationError');
    expect(execution.cause).toContain("the field 'Choices[0]/Condition' returned an unexpected result type");
  });
});

describe('Wait', () => {
  it('waits for seconds, and until a moment', async () => {
    const { run, kernel } = workbench();
    const began = kernel.now();
    await run(
      {
        StartAt: 'A',
        States: {
          A: { Type: 'Wait', Seconds: '{% $states.input.pause %}', Next: 'B' },
          B: { Type: 'Wait', Timestamp: '2026-01-01T01:00:00Z', End: true },
        },
      },
      { pause: 60 },
    );
    expect(kernel.now()).toBe(Date.parse('2026-01-01T01:00:00Z'));
    expect(began).toBe(Date.parse('2026-01-01T00:00:00Z'));
  });

  it('does not wait for a moment that has passed', async () => {
    const { run, kernel } = workbench();
    const began = kernel.now();
    const execution = await run(only({ Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z' }));
    expect(execution.status).toBe('SUCCEEDED');
    expect(kernel.now() - began).toBeLessThan(1000);
  });

  it('fails for a moment that no calendar has', async () => {
    const waitUntil = (at: string) =>
      workbench().run(only({ Type: 'Wait', Timestamp: '{% $states.input.at %}' }), { at });
    for (const at of ['2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-01-01T25:00:00Z', '2026-01-01']) {
      const execution = await waitUntil(at);
      expect(execution.error).toBe('States.QueryEvaluationError');
      expect(execution.cause).toContain('does not reference a valid ISO-8601');
    }
    expect((await waitUntil('2026-01-01T02:00:00.5+02:00')).status).toBe('SUCCEEDED');
  });

  it('fails for seconds that are no whole number', async () => {
    const { run } = workbench();
    const execution = await run(only({ Type: 'Wait', Seconds: '{% 1.5 %}' }));
    expect(execution.error).toBe('States.QueryEvaluationError');
    expect(typesOf(execution)).toContain('EvaluationFailed');
  });
});
