import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbRegistry } from '../../../aws/cluster-registry.ts';
import { perEnvironment, variable } from '../execution-environment.ts';

export const registry = perEnvironment(
  () => new DynamoDbRegistry(new DynamoDBClient({}), variable('FLEET_TABLE')),
);
