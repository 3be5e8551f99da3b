import { DynamoDbOperationStore } from '../../../../aws/dynamodb/operation-store.ts';
import { dynamoDbClient } from '../../clients/dynamodb.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { tables } from './tables.ts';

export const operations = perEnvironment(() => new DynamoDbOperationStore(dynamoDbClient(), tables()));
