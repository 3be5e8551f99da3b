import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbFleets } from '../../../aws/fleet-documents.ts';
import { perEnvironment, variable } from '../execution-environment.ts';

export const fleets = perEnvironment(
  () => new DynamoDbFleets(new DynamoDBClient({}), variable('FLEET_TABLE'), variable('AWS_REGION')),
);
