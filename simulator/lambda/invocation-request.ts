import { AwsError } from '../aws-error.ts';
import { refuseUnmodelled } from '../modelled-members.ts';
import type { LambdaResult, Region } from '../region.ts';

/** The input of `Invoke`, as the SDK types it. */
export interface InvocationRequest {
  readonly FunctionName: string;
  readonly Payload?: Uint8Array;
  readonly InvocationType?: string;
}

/** Request and response of a synchronous invocation, each (Lambda guide, "Lambda quotas"). */
export const PAYLOAD_BYTES = 6 * 1024 * 1024;

/** The function and payload of an invocation. Throws Lambda's refusals that do not depend on the function. */
export function toInvocation(
  { kernel }: Region,
  { FunctionName, Payload, InvocationType = 'RequestResponse' }: InvocationRequest,
): { readonly functionName: string; readonly payload: unknown } {
  if (InvocationType !== 'RequestResponse')
    refuseUnmodelled(kernel, `InvocationType ${InvocationType} of lambda:Invoke`);
  const bytes = Payload ?? new Uint8Array();
  if (bytes.length > PAYLOAD_BYTES)
    throw new AwsError(
      'RequestTooLargeException',
      `${bytes.length} byte payload is too large for the RequestResponse invocation type (limit ${PAYLOAD_BYTES} bytes)`,
      { statusCode: 413 },
    );
  return { functionName: FunctionName, payload: parsed(bytes) };
}

function parsed(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
      { statusCode: 400 },
    );
  }
}

/** The output of `Invoke`; a response that is too large is the function's error. */
export function answerOf({ statusCode, payload, functionError }: LambdaResult): object {
  const bytes = new TextEncoder().encode(JSON.stringify(payload ?? null));
  if (bytes.length > PAYLOAD_BYTES) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${PAYLOAD_BYTES} bytes).`;
    const told = JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
    return { StatusCode: 200, FunctionError: 'Unhandled', Payload: new TextEncoder().encode(told) };
  }
  return {
    StatusCode: statusCode,
    ExecutedVersion: '$LATEST',
    ...(functionError && { FunctionError: functionError }),
    Payload: bytes,
  };
}
