import { AwsError } from '../aws-error.ts';

/** CloudFormation's usual refusal. */
export const validationError = (message: string): AwsError =>
  new AwsError('ValidationError', message, { statusCode: 400 });

export const formatError = (message: string): AwsError =>
  validationError(`Template format error: ${message}`);

export const templateError = (message: string): AwsError => validationError(`Template error: ${message}`);

export const noSuchStack = (name: string): AwsError =>
  validationError(`Stack with id ${name} does not exist`);
