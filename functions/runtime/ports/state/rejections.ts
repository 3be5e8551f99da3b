import { DynamoDbRejections } from '../../../../aws/dynamodb/rejections.ts';
import { dynamoDbClient } from '../../clients/dynamodb.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { tables } from './tables.ts';

export const rejections = perEnvironment(() => new DynamoDbRejections(dynamoDbClient(), tables().fleet));
