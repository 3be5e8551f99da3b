import { DynamoDbRecords } from '../../../../aws/dynamodb/records.ts';
import { dynamoDbClient } from '../../clients/dynamodb.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { tables } from './tables.ts';

export const records = perEnvironment(() => new DynamoDbRecords(dynamoDbClient(), tables()));
