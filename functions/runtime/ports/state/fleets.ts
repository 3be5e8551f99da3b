import { DynamoDbFleets } from '../../../../aws/dynamodb/fleet-documents.ts';
import { dynamoDbClient } from '../../clients/dynamodb.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';

export const fleets = perEnvironment(
  () => new DynamoDbFleets(dynamoDbClient(), variable('FLEET_TABLE'), variable('AWS_REGION')),
);
