import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbSizes } from '../../../aws/sizes.ts';
import { perEnvironment, variable } from '../execution-environment.ts';

export const sizes = perEnvironment(() => new DynamoDbSizes(new DynamoDBClient({}), variable('FLEET_TABLE')));
