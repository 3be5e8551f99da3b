import { AwsError } from '../aws-error.ts';

/** EventBridge's refusals; the texts are those of recorded answers and of public issue threads. */
export const validationError = (message: string): AwsError =>
  new AwsError('ValidationException', message, { statusCode: 400 });

export const constraintError = (value: unknown, member: string, constraint: string): AwsError =>
  validationError(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );

export const noSuchBus = (name: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`, { statusCode: 400 });

export const noSuchRule = (name: string, bus: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`, {
    statusCode: 400,
  });

export const limitExceeded = (): AwsError =>
  new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.', {
    statusCode: 400,
  });

/** Refuses a name that is longer than its limit or has other characters than its pattern. */
export function assertName(
  name: string,
  member: string,
  limit: number,
  pattern: RegExp,
  shown: string,
): void {
  if (name.length > limit) {
    throw constraintError(name, member, `Member must have length less than or equal to ${limit}`);
  }
  if (!pattern.test(name)) {
    throw constraintError(name, member, `Member must satisfy regular expression pattern: ${shown}`);
  }
}
