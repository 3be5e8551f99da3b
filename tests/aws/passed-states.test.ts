import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { passedStatesIn } from '../../aws/stepfunctions/passed-states.ts';

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const event = (
  [id, previousEventId]: readonly [number, number],
  type: HistoryEventType,
  more: Partial<HistoryEvent> = {},
): HistoryEvent => ({ id, previousEventId, type, timestamp: at(id), ...more });
const entered = (ids: readonly [number, number], name: string, type: HistoryEventType = 'TaskStateEntered') =>
  event(ids, type, { stateEnteredEventDetails: { name } });
const answered = (ids: readonly [number, number], outcome: string) =>
  event(ids, 'TaskSucceeded', {
    taskSucceededEventDetails: {
      resourceType: 'lambda',
      resource: 'invoke',
      output: JSON.stringify({ Payload: { outcome } }),
    },
  });
const failed = (ids: readonly [number, number], error: string) =>
  event(ids, 'TaskFailed', {
    taskFailedEventDetails: { resourceType: 'lambda', resource: 'invoke', error, cause: 'it was slow' },
  });

describe('the states that an execution has passed', () => {
  it('have the outcome of their task, and the errors of tries before it', () => {
    const events = [
      event([1, 0], 'ExecutionStarted'),
      entered([2, 0], 'Begin', 'PassStateEntered'),
      entered([3, 2], 'ClaimPlan'),
      event([4, 3], 'TaskScheduled'),
      failed([5, 4], 'Throttled'),
      event([6, 5], 'TaskScheduled'),
      answered([7, 6], 'Claimed'),
    ];
    expect(passedStatesIn(events)).toEqual([
      {
        enteredAt: '2026-01-01T00:00:03.000Z',
        state: 'ClaimPlan',
        outcome: 'Claimed',
        errors: ['Throttled: it was slow'],
      },
    ]);
  });

  it('are told apart where two branches take turns', () => {
    const events = [
      entered([1, 0], 'ObserveHooks'),
      entered([2, 0], 'ObserveCapacity'),
      event([3, 1], 'TaskScheduled'),
      event([4, 2], 'TaskScheduled'),
      answered([5, 4], 'Waiting'),
      failed([6, 3], 'HookFailed'),
    ];
    expect(passedStatesIn(events).map(({ state, outcome, errors }) => [state, outcome, errors])).toEqual([
      ['ObserveHooks', undefined, ['HookFailed: it was slow']],
      ['ObserveCapacity', 'Waiting', []],
    ]);
  });

  it('have no outcome where their output is withheld', () => {
    const events = [
      entered([1, 0], 'SayWord'),
      event([2, 1], 'TaskSucceeded', {
        taskSucceededEventDetails: { resourceType: 'lambda', resource: 'invoke', output: '{"cut' },
      }),
    ];
    expect(passedStatesIn(events)).toMatchObject([{ state: 'SayWord', errors: [] }]);
  });
});
