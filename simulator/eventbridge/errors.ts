import { AwsError } from '../aws-error.ts';

/** EventBridge's refusals; the texts are those of recorded answers and of public issue threads. */
export const validationError = (message: string): AwsError =>
  new AwsError('ValidationException', message, { statusCode: 400 });

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
