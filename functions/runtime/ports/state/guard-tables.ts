import { DynamoDbGuardTables } from '../../../../aws/dynamodb/guard-tables.ts';
import { dynamoDbClient } from '../../clients/dynamodb.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const guardTables = perEnvironment(() => new DynamoDbGuardTables(dynamoDbClient()));
