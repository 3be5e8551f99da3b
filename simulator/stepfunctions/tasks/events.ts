import type { Json } from '../asl.ts';
import { asOutput, inputAs, outputAs } from '../executions/history.ts';
import { record, type Thread } from '../executions/thread.ts';
import type { StateFailure } from '../failure.ts';
import type { Resource } from '../state-machines/resource.ts';

/** Events that a task's attempt adds to the history; parameters and output are JSON texts. */
export interface TaskEvents {
  scheduled(
    parameters: string,
    timeoutSeconds: number | undefined,
    heartbeatSeconds: number | undefined,
  ): void;
  started(): void;
  submitted(output: Json): void;
  submitFailed(failure: StateFailure): void;
  succeeded(output: string): void;
  failed(failure: StateFailure): void;
  timedOut(failure: StateFailure): void;
}

const reason = (failure: StateFailure) => ({
  ...(failure.errorName === undefined ? {} : { error: failure.errorName }),
  ...(failure.errorCause === undefined ? {} : { cause: failure.errorCause }),
});

/** A function named by its own ARN has the LambdaFunction events, every integration the Task events. */
export function taskEvents(thread: Thread, resource: Resource): TaskEvents {
  return resource.isFunction ? functionEvents(thread, resource) : integrationEvents(thread, resource);
}

function functionEvents(thread: Thread, resource: Resource): TaskEvents {
  return {
    scheduled: (parameters, timeoutInSeconds) =>
      record(thread, 'LambdaFunctionScheduled', {
        lambdaFunctionScheduledEventDetails: {
          ...inputAs(parameters),
          resource: resource.arn,
          ...(timeoutInSeconds === undefined ? {} : { timeoutInSeconds }),
        },
      }),
    started: () => record(thread, 'LambdaFunctionStarted'),
    submitted: () => undefined,
    submitFailed: () => undefined,
    succeeded: (output) =>
      record(thread, 'LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: outputAs(output) }),
    failed: (failure) =>
      record(thread, 'LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: reason(failure) }),
    timedOut: (failure) =>
      record(thread, 'LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: reason(failure) }),
  };
}

function integrationEvents(thread: Thread, { type: resourceType, action: resource }: Resource): TaskEvents {
  return {
    scheduled: (parameters, timeoutInSeconds, heartbeatInSeconds) =>
      record(thread, 'TaskScheduled', {
        taskScheduledEventDetails: {
          parameters,
          region: thread.interpreter.execution.region,
          resource,
          resourceType,
          ...(timeoutInSeconds === undefined ? {} : { timeoutInSeconds }),
          ...(heartbeatInSeconds === undefined ? {} : { heartbeatInSeconds }),
        },
      }),
    started: () => record(thread, 'TaskStarted', { taskStartedEventDetails: { resource, resourceType } }),
    submitted: (output) =>
      record(thread, 'TaskSubmitted', {
        taskSubmittedEventDetails: { ...asOutput(output), resource, resourceType },
      }),
    submitFailed: (failure) =>
      record(thread, 'TaskSubmitFailed', {
        taskSubmitFailedEventDetails: { ...reason(failure), resource, resourceType },
      }),
    succeeded: (output) =>
      record(thread, 'TaskSucceeded', {
        taskSucceededEventDetails: { ...outputAs(output), resource, resourceType },
      }),
    failed: (failure) =>
      record(thread, 'TaskFailed', {
        taskFailedEventDetails: { ...reason(failure), resource, resourceType },
      }),
    timedOut: (failure) =>
      record(thread, 'TaskTimedOut', {
        taskTimedOutEventDetails: { ...reason(failure), resource, resourceType },
      }),
  };
}
