import { AwsError } from '../aws-error.ts';

export const noSuchEntity = (message: string): AwsError =>
  new AwsError('NoSuchEntity', message, { statusCode: 404 });

export const alreadyExists = (message: string): AwsError =>
  new AwsError('EntityAlreadyExists', message, { statusCode: 409 });

export const deleteConflict = (message: string): AwsError =>
  new AwsError('DeleteConflict', message, { statusCode: 409 });

export const limitExceeded = (message: string): AwsError =>
  new AwsError('LimitExceeded', message, { statusCode: 409 });

export const invalidInput = (message: string): AwsError =>
  new AwsError('InvalidInput', message, { statusCode: 400 });

/** IAM's validation of a member against its model, in its own words. */
export function assertName(
  member: string,
  value: unknown,
  longest: number,
  pattern = /^[\w+=,.@-]+$/,
): string {
  const text = typeof value === 'string' ? value : '';
  const failures: string[] = [];
  const fail = (constraint: string) =>
    failures.push(`Value '${text}' at '${member}' failed to satisfy constraint: ${constraint}`);
  if (value === undefined || value === null) {
    throw invalid([`Value null at '${member}' failed to satisfy constraint: Member must not be null`]);
  }
  if (text.length < 1) fail('Member must have length greater than or equal to 1');
  if (text.length > longest) fail(`Member must have length less than or equal to ${longest}`);
  if (!pattern.test(text)) {
    fail(`Member must satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`);
  }
  if (failures.length > 0) throw invalid(failures);
  return text;
}

function invalid(failures: readonly string[]): AwsError {
  const noun = failures.length === 1 ? 'error' : 'errors';
  return new AwsError(
    'ValidationError',
    `${failures.length} validation ${noun} detected: ${failures.join('; ')}`,
    {
      statusCode: 400,
    },
  );
}
