import { describe, expect, it } from '@jest/globals';
import { ERRORS } from '../../../domain/errors.ts';
import { failureOf, rejectionOf } from '../../../domain/operation/failure.ts';

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

  it('names a step of one word, and keeps every line of its reason', () => {
    expect(failureOf({ Error: 'StepFailed', Cause: 'workflow: one\ntwo' })).toMatchObject({
      ...{ step: 'workflow', reason: 'one\ntwo' },
    });
  });

  it.each([
    ['a sentence that has a colon in it', 'Rate exceeded for eks: slow down'],
    ['JSON without a message', '{"errorType":"X"}'],
    ['JSON whose message is none', '{"errorMessage":7}'],
    ['JSON of nothing', 'null'],
  ])('takes nothing for a step in %s', (_what, Cause) => {
    expect(failureOf({ Error: 'Other', Cause })).toMatchObject({ step: 'workflow', reason: Cause });
  });

  it('names it also where it is known by its ARN', () => {
    const key = 'accessEntry/arn:aws:iam::111122223333:role/ops';
    const Cause = `${key}: accessConfig.accessEntries.type: EKS cannot change it`;
    expect(failureOf({ Error: 'StepFailed', Cause })).toMatchObject({
      step: key,
      reason: 'accessConfig.accessEntries.type: EKS cannot change it',
    });
  });

  it('says what to do next, by what has failed', () => {
    const adviceOf = (name: string) => failureOf({ Error: name, Cause: 'x' }).advice;
    expect(adviceOf('StepFailed')).toMatch(/^Mend what the reason names, then ask again/);
    expect(adviceOf('States.Timeout')).toMatch(/^Apply again/);
    expect(adviceOf('Lambda.Unknown')).toBe(adviceOf('States.Timeout'));
    expect(adviceOf('TypeError')).toBe(ERRORS.Unexpected.advice);
  });

  it('says of a request that was refused late that nothing was changed', () => {
    const problems = ['a', 'b'].map((path) => ({ path, message: 'wrong' }));
    expect(rejectionOf(problems)).toEqual({
      step: 'request',
      error: 'RequestRejected',
      reason: 'a: wrong; b: wrong',
      advice: 'Nothing was changed: mend what the reason names, then ask again.',
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
