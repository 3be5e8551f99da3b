import { AwsError, unansweredError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import type { Providers } from './deployment.ts';
import { isOfSchema } from './resources/required-properties.ts';
import type { Run, Stack, StackStore } from './stacks/stack.ts';

/** The state and services that every part of the engine works with. */
export interface Engine {
  readonly region: Region;
  readonly providers: Providers;
  readonly store: StackStore;
}

/**
 * Starts the asynchronous part of an operation. It outlives the call, is recorded as a span, and whatever it
 * does not handle itself ends the run.
 */
export function startOperation(
  { region }: Engine,
  stack: Stack,
  kind: 'create' | 'update' | 'delete' | 'rollback',
  run: Run,
  work: () => Promise<void>,
): void {
  const { kernel } = region;
  stack.run = run;
  const span = kernel.trace.span({
    id: `${stack.stackId}/${kind}/${stack.events.length}`,
    kind: `cloudformation/stack-${kind}`,
    region: region.name,
    startedAt: kernel.now(),
    requires: [],
  });
  const finish = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      kernel.fail(error);
    }
    if (stack.run === run) stack.run = undefined;
    span.endedAt = kernel.now();
  };
  void finish();
}

/**
 * Waits until the work of a run is done, or until it stops. A rollback begins at once, and then waits for unfinished
 * work resource by resource.
 */
export async function untilStopped({ region }: Engine, run: Run, work: Promise<void>): Promise<void> {
  const first = Promise.withResolvers<void>();
  void run.stopped.promise.then(first.resolve);
  work.then(first.resolve, (error: unknown) => {
    // The run may have stopped already when the work turns out to be at fault.
    region.kernel.fail(error);
    first.reject(error);
  });
  await first.promise;
}

/** HandlerErrorCode of the resource provider contract (CloudFormation CLI guide, "Handler error codes"). */
function handlerErrorCode({ code, statusCode }: AwsError): string {
  if (/AlreadyExists|ResourceInUse|Duplicate/.test(code)) return 'AlreadyExists';
  if (/AccessDenied|Unauthorized|AuthorizationError/.test(code)) return 'AccessDenied';
  if (/NotFound|NoSuch/.test(code)) return 'NotFound';
  if (/Throttl|RequestLimitExceeded/.test(code)) return 'Throttling';
  if ((statusCode ?? 400) >= 500) return 'ServiceInternalError';
  if (/LimitExceeded|QuotaExceeded/.test(code)) return 'ServiceLimitExceeded';
  if (/Validation|Invalid|Malformed/.test(code)) return 'InvalidRequest';
  return 'GeneralServiceException';
}

/** The status reason of a failed resource, as the handlers of resource types report it. */
export function failureReason({ region }: Engine, type: string, error: AwsError): string {
  // The engine's own refusals (an attribute that a resource lacks) are told as they are.
  if (error.code === 'ValidationError' && error.message.startsWith('Template error')) return error.message;
  if (isOfSchema(error.message)) return error.message;
  const random = region.kernel.random('cloudformation/handler-requests');
  const [, vendor = ''] = type.split('::');
  const service = vendor.length <= 3 ? vendor[0] + vendor.slice(1).toLowerCase() : vendor;
  const status = `Status Code: ${error.statusCode ?? 400}, Request ID: ${random.uuid()}`;
  return (
    `Resource handler returned message: "${error.message} (Service: ${service}, ${status})" ` +
    `(RequestToken: ${random.uuid()}, HandlerErrorCode: ${handlerErrorCode(error)})`
  );
}

/**
 * The error that a resource fails with. Anything but an `AwsError` ends the run; in a world that goes on, the resource
 * fails by its name.
 */
export function awsErrorOf({ region }: Engine, error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  region.kernel.fail(error);
  return unansweredError(error);
}
