import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { perEnvironment } from '../execution-environment.ts';

/**
 * One client an environment, however many ports speak by it: each client keeps connections and credentials of its
 * own. It is asked for two tables of one region; by default it would make room for a thousand endpoints at each cold
 * start.
 */
export const dynamoDbClient = perEnvironment(() => new DynamoDBClient({ endpointCacheSize: 1 }));
