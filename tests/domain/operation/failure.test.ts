import { describe, expect, it } from '@jest/globals';
import { ERRORS } from '../../../domain/errors.ts';
import { failureOf } from '../../../domain/operation/failure.ts';

describe('what a person is told of a failure', () => {
  it('names the task that a Lambda error came from', () => {
    const Cause = JSON.stringify({
      errorType: 'AccessDenied',
      errorMessage: 'apply-stack: not authorized',
      trace: [],
    });
    expect(failureOf({ Error: 'AccessDenied', Cause })).toEqual({
      step: 'apply-stack',
      error: 'AccessDenied',
      reason: 'not authorized',
      advice: ERRORS.AccessDenied.advice,
    });
  });

  it('names the resource of a step that was found to have failed', () => {
    const Cause = 'nodeGroup/web: could not be created: no capacity in us-east-1a: m6i.large';
    expect(failureOf({ Error: 'StepFailed', Cause })).toMatchObject({
      step: 'nodeGroup/web',
      reason: 'could not be created: no capacity in us-east-1a: m6i.large',
    });
  });

  it('keeps what has no step of its own', () => {
    expect(failureOf({ Error: 'States.Timeout' })).toMatchObject({
      step: 'workflow',
      reason: 'States.Timeout',
    });
    expect(failureOf({ Error: 'States.Runtime', Cause: 'An error occurred' })).toMatchObject({
      step: 'workflow',
      reason: 'An error occurred',
    });
  });
});
