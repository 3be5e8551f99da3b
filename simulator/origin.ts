import { currentContext } from './kernel/invocation-context.ts';

/** Who sends a request: the function and its region, where one does. */
export interface Origin {
  readonly functionName: string | undefined;
  readonly from: string | undefined;
  readonly invokedWith?: unknown;
}
export const NOBODY: Origin = { functionName: undefined, from: undefined };

/** Who the running code is: a function where it belongs to an invocation. */
export function currentOrigin(): Origin {
  const context = currentContext();
  const { AWS_LAMBDA_FUNCTION_NAME: functionName, AWS_REGION: from } = context?.environment ?? {};
  return { functionName, from, invokedWith: context?.event };
}
