import { DynamoDbRegistry } from '../../../../aws/dynamodb/cluster-registry.ts';
import { dynamoDbClient } from '../../clients/dynamodb.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { tables } from './tables.ts';

export const registry = perEnvironment(() => new DynamoDbRegistry(dynamoDbClient(), tables()));
