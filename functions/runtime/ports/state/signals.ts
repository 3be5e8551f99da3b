import { DynamoDbSignals } from '../../../../aws/dynamodb/signals.ts';
import { dynamoDbClient } from '../../clients/dynamodb.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';

export const signals = perEnvironment(
  () => new DynamoDbSignals(dynamoDbClient(), variable('FLEET_TABLE'), variable('AWS_REGION')),
);
