import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbGuard } from '../../../../aws/dynamodb/guard.ts';
import type { GuardOf } from '../../../../domain/ports/guard.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

const client = perEnvironment(() => new DynamoDBClient({ endpointCacheSize: 1, ...IMPATIENT }));

/** Guard tables, by their replica in the function's own region. */
export const guards = perEnvironment((): GuardOf => (table) => new DynamoDbGuard(client(), table));
