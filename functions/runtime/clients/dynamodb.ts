import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { perEnvironment } from '../execution-environment.ts';

/** One client an environment, however many ports speak by it: each keeps connections and credentials of its own. */
export const dynamoDbClient = perEnvironment(() => new DynamoDBClient({}));
