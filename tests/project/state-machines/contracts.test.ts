import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { contractsOf } from '../../../domain/contract.ts';
import type { Definition, State } from '../../../scripts/rules/definition.ts';
import { contractFindings } from './contracts.ts';

const { look } = contractsOf('create', {
  look: {
    input: z.strictObject({ key: z.string(), depth: z.literal(1).optional() }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Done') }),
      z.strictObject({ outcome: z.literal('Waiting'), waitSeconds: z.int() }),
    ]),
    throws: ['Throttled', 'NotFound'],
  },
});

const task = (state: Partial<State> = {}, Payload: unknown = { key: '{% $key %}' }): State => ({
  Type: 'Task',
  Resource: 'arn:${Partition}:states:::lambda:invoke',
  Arguments: { FunctionName: '${CreateLookFunctionArn}', Payload },
  Retry: [{ ErrorEquals: ['Throttled', 'States.Timeout'] }],
  Catch: [{ ErrorEquals: ['NotFound'], Next: 'Done' }],
  Output: '{% $states.result.Payload %}',
  Next: 'Which',
  ...state,
});

const which = (...outcomes: readonly string[]): State => ({
  Type: 'Choice',
  Choices: outcomes.map((outcome) => ({
    Condition: `{% $states.input.outcome = '${outcome}' %}`,
    Next: 'Done',
  })),
  Default: 'Done',
});

const machine = (look: State, choice: State = which('Done', 'Waiting')): Definition => ({
  StartAt: 'Look',
  States: { Look: look, Which: choice, Done: { Type: 'Succeed' } },
});

const findings = (definition: Definition) =>
  contractFindings(definition, (name) => (name === 'CreateLookFunctionArn' ? look : undefined));

describe('a state machine and the contracts of its tasks', () => {
  it('agree', () => {
    expect(findings(machine(task()))).toEqual([]);
  });

  it('do not, where a task is given too little, too much or another value', () => {
    expect(findings(machine(task({}, {})))).toEqual(['Look: is not given key']);
    expect(findings(machine(task({}, { key: 'a', other: 1 })))).toEqual([
      'Look: is given other, which its contract does not take',
    ]);
    expect(findings(machine(task({}, { key: 'a', depth: 2 })))).toEqual([
      'Look: is given depth 2, which its contract does not take',
    ]);
  });

  it('do not, where an error is thrown that nothing handles by name', () => {
    expect(findings(machine(task({ Catch: [] })))).toEqual([
      'Look: throws NotFound, which nothing handles by name',
    ]);
  });

  it('do not, where an error is handled that nothing throws', () => {
    const retry = { Retry: [{ ErrorEquals: ['Throttled', 'Conflict'] }] };
    expect(findings(machine(task(retry)))).toEqual(['Look: handles Conflict, which nothing there throws']);
  });

  it('agree where the Catch of a Parallel around the task names its errors, and only those', () => {
    const around = (ErrorEquals: readonly string[]): Definition => ({
      StartAt: 'All',
      States: {
        All: {
          Type: 'Parallel',
          Branches: [machine(task({ Catch: [] }))],
          Catch: [{ ErrorEquals, Next: 'Done' }],
          End: true,
        },
        Done: { Type: 'Succeed' },
      },
    });
    expect(findings(around(['NotFound']))).toEqual([]);
    expect(findings(around(['NotFound', 'Paused']))).toEqual([
      'All: handles Paused, which nothing there throws',
    ]);
  });

  it('do not, where a Choice compares what the task never answers, or forgets what it does', () => {
    expect(findings(machine(task(), which('Done', 'Waiting', 'Gone')))).toEqual([
      'Which: compares outcome with "Gone", which create/look never answers',
    ]);
    expect(findings(machine(task(), which('Done')))).toEqual([
      'Which: does not compare outcome "Waiting", which create/look answers',
    ]);
  });

  it('do not, where there is no such function', () => {
    const unknown = { FunctionName: '${CreateLockFunctionArn}', Payload: {} };
    expect(findings(machine(task({ Arguments: unknown })))).toEqual([
      'Look: no function has the contract of CreateLockFunctionArn',
    ]);
  });
});
