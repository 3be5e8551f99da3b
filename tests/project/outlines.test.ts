import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { CHANGE_ERRORS, type Contract, contractsOf } from '../../domain/contract.ts';
import { ERRORS } from '../../domain/errors.ts';
import { checked } from '../../scripts/generate/provenance.ts';
import { retryOf } from '../../statemachines/builders/errors.ts';
import { input, text, variables } from '../../statemachines/builders/expression.ts';
import type { Steps } from '../../statemachines/builders/states.ts';
import { answer, choice, each, fail, goto, set, way } from '../../statemachines/builders/step.ts';
import { task } from '../../statemachines/builders/task.ts';
import { housekeeping, workflow } from '../../statemachines/builders/workflow.ts';

const { lookAround: look } = contractsOf('tidy', {
  lookAround: {
    input: z.strictObject({ operation: z.string(), at: z.string(), key: z.string() }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Done'), found: z.string() }),
      z.strictObject({ outcome: z.literal('Nothing') }),
    ]),
    throws: ['Throttled', 'NotFound', 'Conflict'],
  },
});
const $ = variables<{ found: string }>();
const states = (...steps: Steps) =>
  checked(workflow({ name: 'tidy', comment: 'Tidies.', steps }).definition).States as Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;

describe('an outline', () => {
  it('gives a task the operation and the time where its contract takes them, and what it says itself', () => {
    const { LookAround } = states(task(look, { given: { key: 'web' }, outcomes: 'whichever' }));
    expect(LookAround?.Arguments).toEqual({
      FunctionName: '${TidyLookAroundFunctionArn}',
      Payload: { operation: '{% $operation %}', at: '{% $states.context.State.EnteredTime %}', key: 'web' },
    });
  });

  it('goes by the outcome to what is said of it, and else to an end that says so', () => {
    const done = set('Keep', { found: $.found });
    const { LookOutcome, LookUnknown } = states(
      task(look, {
        given: { key: 'web' },
        outcomes: { Done: ({ found }) => way({ assign: { found } }, done), Nothing: () => answer('Over') },
      }),
      answer('Told'),
    );
    expect(LookOutcome).toMatchObject({
      Choices: [
        { Condition: "{% $states.input.outcome = 'Done' %}", Next: 'Keep' },
        { Condition: "{% $states.input.outcome = 'Nothing' %}", Next: 'Over' },
      ],
      Default: 'LookUnknown',
    });
    expect(LookUnknown).toMatchObject({ Type: 'Fail', Error: 'InvalidInput' });
  });

  it('is refused where it reads an answer that another output has replaced', () => {
    const read = (...between: Steps) =>
      states(
        task(look, {
          given: { key: 'web' },
          outcomes: {
            Done: ({ found }) => way({}, ...between, set('Keep', { found })),
            Nothing: () => answer('Over'),
          },
        }),
        answer('Told'),
      );
    expect(read(set('Between', { found: 'x' })).Keep).toMatchObject({
      Assign: { found: '{% $states.input.found %}' },
    });
    expect(() => read(set('Between', undefined, { output: {} }))).toThrow(
      'Keep reads an answer of LookOutcome that is gone by then',
    );
  });

  it('is refused where it goes to a state that is not there, or calls two by one name', () => {
    expect(() => states(goto('Nowhere'), set('Begin', {}), goto('Nowhere'))).toThrow(
      'Begin goes to Nowhere, which is not there',
    );
    expect(() => states(set('Begin', { a: 1 }), set('Begin', { a: 2 }))).toThrow(
      'two states are called Begin',
    );
  });

  it('names in its last resort what leaves the steps, and nothing that they catch', () => {
    const items = input<{ keys: string[] }>().keys;
    const steps = (key: unknown): Steps => [
      task(look, {
        given: { key: text`${key as typeof $.found}` },
        outcomes: 'whichever',
        catch: [{ errors: ['NotFound'], to: [] }],
      }),
      choice('Which', [way({ when: text`true` as never }, fail('Bad', 'Broken', 'it is'))], { steps: [] }),
      answer('Fine'),
    ];
    const { All, LookAround } = housekeeping({
      name: 'tidy-up',
      comment: 'Tidies.',
      steps: [
        each('All', items, steps, { atOnce: 1 }),
        task(look, { given: { key: 'x' }, outcomes: 'whichever' }),
      ],
      beforeFailure: [set('Tell', {})],
    }).definition.States as unknown as Readonly<
      Record<string, { Catch: { ErrorEquals: string[]; Next: string }[] }>
    >;
    expect(All?.Catch.map(({ ErrorEquals, Next }) => [[...ErrorEquals].sort(), Next])).toEqual([
      [['Broken', 'Conflict', 'Throttled'], 'Tell'],
      [['States.ALL'], 'Tell'],
    ]);
    expect(LookAround?.Catch[0]).toMatchObject({
      ErrorEquals: expect.arrayContaining(['NotFound']),
      Next: 'Tell',
    });
  });
});

describe('the Retry of a task', () => {
  const retried = (contract: Pick<Contract, 'throws' | 'conflicts'>) =>
    retryOf({ ...look, ...contract } as Contract, 'working');

  it('has what ERRORS says may succeed soon, and nothing else that it throws: no pause', () => {
    const named = retried({ throws: CHANGE_ERRORS }).flatMap(({ ErrorEquals }) => ErrorEquals);
    for (const error of CHANGE_ERRORS) expect(named.includes(error)).toBe(ERRORS[error].retry === 'backoff');
  });

  it('asks for as long as the contract says that a conflict may last', () => {
    const attempts = (contract: Pick<Contract, 'throws' | 'conflicts'>) =>
      retried(contract).find(({ ErrorEquals }) => ErrorEquals.includes('Conflict'))?.MaxAttempts;
    expect(attempts({ throws: ['Conflict'] })).toBe(10);
    expect(attempts({ throws: ['Conflict'], conflicts: 'half an hour' })).toBe(60);
  });
});
