import { DynamoDbLeases } from '../../../../aws/dynamodb/leases.ts';
import { dynamoDbClient } from '../../clients/dynamodb.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { tables } from './tables.ts';

export const leases = perEnvironment(() => new DynamoDbLeases(dynamoDbClient(), tables()));
