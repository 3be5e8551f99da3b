import { runInContext } from '../kernel/invocation-context.ts';
import { fresh } from '../modelled-members.ts';
import type { LambdaResult, Region } from '../region.ts';
import type { ExecutionEnvironment } from './environment.ts';
import type { DeployedFunction } from './function.ts';
import type { LambdaContext } from './handler.ts';

/** The outcome of an invocation, before it is a result: the handler's value, its error, or the end of its process. */
type Outcome =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'crashed' };

function errorPayload(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/**
 * Runs one invocation in an environment. A timeout or a crash ends the environment: whatever its code still
 * does never reaches a service (ADR 3). Error types of the runtime are those
 * of Lambda's Node.js runtimes: `Sandbox.Timedout` and `Runtime.ExitError` (Step Functions guide, "Handling
 * errors", on Lambda timeouts).
 */
export async function runInvocation(
  region: Region,
  fn: DeployedFunction,
  environment: ExecutionEnvironment,
  payload: unknown,
): Promise<LambdaResult> {
  const { kernel } = region;
  const requestId = kernel.random('invocation-ids').uuid();
  const startedAt = kernel.now();
  const event: unknown = fresh(payload);
  const context: LambdaContext = {
    awsRequestId: requestId,
    functionName: fn.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: fn.functionArn,
    memoryLimitInMB: String(fn.memorySizeMb),
    logGroupName: `/aws/lambda/${fn.functionName}`,
    logStreamName: environment.logStreamName,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, startedAt + fn.timeoutMs - kernel.now()),
  };
  const outcome = await new Promise<Outcome>((resolve) => {
    environment.onCrash = () => resolve({ kind: 'crashed' });
    environment.context.event = payload;
    environment.context.invocation = requestId;
    const timer = kernel.after(fn.timeoutMs, () => {
      environment.context.alive = false;
      resolve({ kind: 'timed-out' });
    });
    runInContext(environment.context, async () => environment.handler(event, context)).then(
      (value) => {
        timer.cancel();
        resolve({ kind: 'returned', value });
      },
      (error: unknown) => {
        timer.cancel();
        resolve({ kind: 'threw', error });
      },
    );
  });
  environment.onCrash = undefined;
  kernel.trace.record({
    at: kernel.now(),
    kind: 'invocation',
    region: region.name,
    functionName: fn.functionName,
    outcome: outcome.kind,
    durationMs: kernel.now() - startedAt,
  });
  return toResult(outcome, fn, requestId);
}

function toResult(outcome: Outcome, fn: DeployedFunction, requestId: string): LambdaResult {
  const failed = (payload: unknown): LambdaResult => ({
    statusCode: 200,
    payload,
    functionError: 'Unhandled',
    requestId,
  });
  switch (outcome.kind) {
    case 'returned': {
      // Lambda serialises the result, so undefined becomes null and nothing is shared with the handler.
      const payloadText = JSON.stringify(outcome.value ?? null);
      return { statusCode: 200, payload: JSON.parse(payloadText), payloadText, requestId };
    }
    case 'threw':
      return failed(errorPayload(outcome.error));
    case 'timed-out': {
      const seconds = (fn.timeoutMs / 1000).toFixed(2);
      return failed({
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
      });
    }
    case 'crashed':
      return failed({
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status 1`,
      });
  }
}
