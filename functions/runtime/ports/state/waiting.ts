import { DynamoDbWaiting } from '../../../../aws/dynamodb/waiting.ts';
import { dynamoDbClient } from '../../clients/dynamodb.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { tables } from './tables.ts';

export const waiting = perEnvironment(() => new DynamoDbWaiting(dynamoDbClient(), tables().leases));
