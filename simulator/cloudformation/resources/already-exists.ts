import { AwsError } from '../../aws-error.ts';

/** CloudFormation's refusal to take over a resource that it did not make (handler error code `AlreadyExists`). */
export function alreadyExists(type: string, identifier: string): AwsError {
  return new AwsError(
    'AlreadyExistsException',
    `Resource of type '${type}' with identifier '${identifier}' already exists.`,
    { statusCode: 400 },
  );
}
