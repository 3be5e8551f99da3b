import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbGuard } from '../../../../aws/dynamodb/guard.ts';
import type { GuardOf } from '../../../../domain/ports/guard.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** Guard of any three regions, by the replica of the function's own. */
export const guards = perEnvironment((): GuardOf => {
  const client = new DynamoDBClient({ endpointCacheSize: 1, ...IMPATIENT });
  return (table) => new DynamoDbGuard(client, table);
});
