import { currentContext } from './kernel/invocation-context.ts';

/** The sender of a request: the function and its region, where one sends it. */
export interface Origin {
  readonly functionName: string | undefined;
  readonly from: string | undefined;
  readonly invokedWith?: unknown;
  readonly invocation?: string | undefined;
}
export const NOBODY: Origin = { functionName: undefined, from: undefined };

/** The sender that the running code is: a function where the code belongs to an invocation. */
export function currentOrigin(): Origin {
  const context = currentContext();
  const { AWS_LAMBDA_FUNCTION_NAME: functionName, AWS_REGION: from } = context?.environment ?? {};
  return { functionName, from, invokedWith: context?.event, invocation: context?.invocation };
}
