/** A Task state's Resource, read. */
export interface Resource {
  readonly arn: string;
  /** `lambda` for a function's own ARN, else the part that history events call resourceType: `aws-sdk:eks`. */
  readonly type: string;
  /** The name that history events call resource: `invoke`, `startExecution.sync:2`. Empty for a function's ARN. */
  readonly action: string;
  readonly pattern: 'request-response' | 'sync' | 'wait-for-task-token';
  readonly isFunction: boolean;
}

const FUNCTION = /^arn:[\w-]+:lambda:[\w-]*:\d{12}:function:/;
const INTEGRATION =
  /^arn:[\w-]+:states:[\w-]*:\d*:((?:aws-sdk:)?[\w-]+):([\w]+)(\.sync(?::2)?|\.waitForTaskToken)?$/;

/** Reads a Resource; undefined if it is neither a function nor a service integration (activities are not). */
export function readResource(arn: string): Resource | undefined {
  if (FUNCTION.test(arn))
    return { arn, type: 'lambda', action: '', pattern: 'request-response', isFunction: true };
  const match = INTEGRATION.exec(arn);
  if (!match) return undefined;
  const [, type = '', action = '', suffix = ''] = match;
  const pattern =
    suffix === '' ? 'request-response' : suffix === '.waitForTaskToken' ? 'wait-for-task-token' : 'sync';
  return { arn, type, action: `${action}${suffix}`, pattern, isFunction: false };
}
