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

const EXCLUDED = '<>{}[]?*"#%\\^|~`$&,;:/';

/** Control characters: U+0000 to U+001F and U+007F to U+009F. */
const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code <= 0x9f);

/** Names of state machines and executions: 1 to 80 characters, none of those that the API reference excludes. */
export function assertName(name: string): void {
  const isBad = [...name].some(
    (one) => EXCLUDED.includes(one) || /\s/.test(one) || isControl(one.codePointAt(0) ?? 0),
  );
  if (name.length < 1 || name.length > 80 || isBad)
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}
