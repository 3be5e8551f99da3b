import * as z from 'zod';
import { ERRORS, type ErrorName } from '../errors.ts';
import type { OperationFailure } from './operation.ts';
import type { RequestProblem } from './request.ts';

/** The input of a state machine's Catch: the error's name and its cause, which for a Lambda error is JSON. */
export const caughtError = z.object({ Error: z.string(), Cause: z.string().optional() });

/** The error of a workflow's own: a step was found to have failed. Its cause is `<step>: <reason>`. */
export const STEP_FAILED = 'StepFailed';

/** The error of an operation that ended so. */
export const SUPERSEDED = 'Superseded';

/** The record of an operation that was skipped, without its reason. */
export const SKIPPED = {
  step: 'accept-request',
  error: 'ScheduleSkipped',
  advice: 'Nothing was changed, and nothing has to be done.',
} as const;

/** The record of an operation whose lease was lost to a more urgent one, which does its work as well. */
export const supersededOf = (failure: OperationFailure): OperationFailure => ({
  ...failure,
  error: SUPERSEDED,
  advice: 'Nothing has to be done: what it has raised stays, and the newer operation has the cluster.',
});

/** The record of an operation that was refused after it had been claimed, before anything was changed. */
export function rejectionOf(problems: readonly RequestProblem[]): OperationFailure {
  return {
    step: 'request',
    error: 'RequestRejected',
    reason: problems.map(({ path, message }) => `${path}: ${message}`).join('; '),
    advice: 'Nothing was changed: mend what the reason names, then ask again.',
  };
}

/** Lambda's error payload, as Step Functions puts it into a cause. */
function messageOf(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    const message = (parsed as { errorMessage?: unknown } | null)?.errorMessage;
    return typeof message === 'string' ? message : cause;
  } catch {
    return cause; // Not JSON: the cause of a state of our own, or of Step Functions itself.
  }
}

const isErrorName = (name: string): name is ErrorName => name in ERRORS;

function adviceOf(error: string): string {
  if (isErrorName(error)) return ERRORS[error].advice;
  if (error === STEP_FAILED)
    return 'Mend what the reason names, then ask again: what is done is kept, and the operation goes on from there.';
  if (error.startsWith('States.') || error.startsWith('Lambda.'))
    return 'Apply again; if it comes back, look at the execution in Step Functions.';
  return ERRORS.Unexpected.advice;
}

/**
 * The message for a person about an error that a state machine caught. Task errors and `StepFailed` lead their
 * message with the step's name; any other error came from the workflow itself.
 */
export function failureOf(caught: {
  readonly Error: string;
  readonly Cause?: string | undefined;
}): OperationFailure {
  const message = messageOf(caught.Cause ?? '');
  const named = /^([a-z]+(?:-[a-z]+)*|[a-zA-Z]+\/\S+?): (.*)$/s.exec(message);
  return {
    step: named?.[1] ?? 'workflow',
    error: caught.Error,
    reason: named?.[2] ?? (message === '' ? caught.Error : message),
    advice: adviceOf(caught.Error),
  };
}
