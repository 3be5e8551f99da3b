import { AwsError } from '../aws-error.ts';

/** `ValidationException`, whose code stands outside of the service model and is always a 400. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message, { statusCode: 400 });
}

/** The many refusals that begin alike. */
export function invalidParameter(reason: string): AwsError {
  return validationError(`One or more parameter values were invalid: ${reason}`);
}

/** A table named by an item operation is not there, or not yet. */
export function tableNotFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'Requested resource not found');
}

/** The same refusal of the operations on tables, which name the table. */
export function namedTableNotFound(tableName: string): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${tableName} not found`,
  );
}
