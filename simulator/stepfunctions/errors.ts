import { AwsError } from '../aws-error.ts';

/** Step Functions' errors, in its own words. */
export const stateMachineDoesNotExist = (arn: string) =>
  new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);

export const executionDoesNotExist = (arn: string) =>
  new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

export const invalidArn = (arn: string) => new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);

export const invalidToken = () => new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");

export const taskTimedOut = () =>
  new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");

/** Names of state machines and executions: 1 to 80 characters, none of those that the API reference excludes. */
export function assertName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the API reference excludes them by code point.
  if (
    name.length < 1 ||
    name.length > 80 ||
    /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/.test(name)
  ) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
}
