import * as z from 'zod';

/** ARNs of what a hook may be, by service: the fleet's roles may start and ask nothing of another name. */
const HOOK_ARNS = {
  states: /^arn:[^:]+:states:[^:]+:\d{12}:stateMachine:eks-hook-[^\s]+$/,
  lambda: /^arn:[^:]+:lambda:[^:]+:\d{12}:function:eks-hook-[^\s]+$/,
} as const;

/** A state machine or a function of the user's. */
export const anyHookArn = z
  .string()
  .max(512)
  .regex(new RegExp(`${HOOK_ARNS.states.source}|${HOOK_ARNS.lambda.source}`), {
    error: 'a state machine or function whose name begins with eks-hook-',
  });

/** One of a service. */
export const hookArn = (service: keyof typeof HOOK_ARNS) =>
  z
    .string()
    .max(512)
    .regex(
      HOOK_ARNS[service],
      `the ARN of a ${service === 'states' ? 'state machine' : 'function'} whose name begins with eks-hook-`,
    );

/** The region and the account that an ARN names. */
export function placeOf(arn: string): { readonly region: string; readonly account: string } {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}
