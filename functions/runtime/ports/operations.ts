import { DynamoDbOperationStore } from '../../../aws/operation-store.ts';
import { dynamoDbClient } from '../clients/dynamodb.ts';
import { perEnvironment, variable } from '../execution-environment.ts';

export const operations = perEnvironment(
  () =>
    new DynamoDbOperationStore(dynamoDbClient(), {
      leases: variable('LEASES_TABLE'),
      fleet: variable('FLEET_TABLE'),
    }),
);
