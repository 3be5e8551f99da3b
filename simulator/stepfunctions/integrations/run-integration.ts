import { AwsError, NotSimulated, unansweredError } from '../../aws-error.ts';
import type { Region } from '../../region.ts';
import { StateFailure } from '../failure.ts';
import type { TaskRequest } from '../tasks/request.ts';
import { putEvents } from './events.ts';
import type { Integration, IntegrationContext } from './integration.ts';
import { invokeFunction, invokeThroughService } from './lambda.ts';
import { callSdk, OPTIMIZED } from './sdk.ts';
import { failureOf } from './service-failure.ts';
import { startExecution } from './states.ts';

function integrationFor({ resource }: TaskRequest): Integration {
  if (resource.isFunction) return invokeFunction;
  const [action = ''] = resource.action.split('.');
  const name = `${resource.type}:${action}`;
  if (name === 'lambda:invoke') return invokeThroughService;
  if (name === 'events:putEvents') return putEvents;
  if (name === 'states:startExecution') return startExecution;
  if (resource.type.startsWith('aws-sdk:') || OPTIMIZED.has(name)) return callSdk;
  throw new NotSimulated(`The task resource ${resource.arn}`);
}

/** The failure by which a task ends that is no fault of a service's: it ends the run, and in a world that goes on the execution. */
function endingBy(error: unknown, region: Region): StateFailure {
  if (error instanceof StateFailure) return error;
  region.kernel.fail(error);
  return new StateFailure('States.Runtime', unansweredError(error).message);
}

/**
 * Does a task's work and reports it. A service's refusal is the task's failure, by the name that the guide gives
 * ("Handling errors", service integrations). An integration's own failure is thrown as a `StateFailure`. Anything
 * else ends the run.
 */
export function runIntegration(context: IntegrationContext): void {
  // Services and functions get copies of the parameters, which are the state's own data.
  const { region, hooks, request } = context;
  const { resource, taskToken } = request;
  const run = async () => {
    const integration = integrationFor(request);
    if (taskToken !== undefined) hooks.awaitToken(taskToken, request);
    const output = await integration(context);
    if (output === undefined) return;
    if (resource.pattern === 'request-response') request.succeeded(output);
    else request.submitted(output);
  };
  run().catch((error) => {
    const failure = error instanceof AwsError ? failureOf(resource, error, region) : endingBy(error, region);
    if (resource.pattern === 'request-response') request.failed(failure.errorName, failure.errorCause);
    else request.submitFailed(failure.errorName, failure.errorCause);
  });
}
