import { ModelConstraints } from '../constraints.ts';
import { validationError } from './errors.ts';

/** The constraints of DynamoDB's service model. */
export class Constraints extends ModelConstraints {
  /** A table's name, or its ARN where the operation takes one. */
  tableName(value: string | undefined, path = 'tableName'): void {
    this.required(path, value);
    if (value?.startsWith('arn:')) return;
    this.length(path, value, 3, 255);
    this.pattern(path, value, '[a-zA-Z0-9_.-]+');
  }

  consumedCapacity(value: string | undefined): void {
    this.oneOf('returnConsumedCapacity', value, ['INDEXES', 'TOTAL', 'NONE']);
  }
}

/** The operations on tables word a name that is missing or of a wrong length otherwise than the others do. */
export function assertTableName(tableName: string | undefined): void {
  if (tableName === undefined) {
    throw validationError("The parameter 'TableName' is required but was not present in the request");
  }
  if (!tableName.startsWith('arn:') && (tableName.length < 3 || tableName.length > 255)) {
    throw validationError('TableName must be at least 3 characters long and at most 255 characters long');
  }
  assertConstraints((constraints) => constraints.tableName(tableName));
}

/** A check of constraints in one expression: `assertConstraints((c) => c.tableName(input.TableName))`. */
export function assertConstraints(check: (constraints: Constraints) => void): void {
  const constraints = new Constraints();
  check(constraints);
  constraints.assert();
}
