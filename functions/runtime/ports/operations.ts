import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbOperationStore } from '../../../aws/operation-store.ts';
import { perEnvironment, variable } from '../execution-environment.ts';

export const operations = perEnvironment(
  () =>
    new DynamoDbOperationStore(new DynamoDBClient({}), {
      leases: variable('LEASES_TABLE'),
      fleet: variable('FLEET_TABLE'),
    }),
);
