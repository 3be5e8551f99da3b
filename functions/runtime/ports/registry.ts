import { DynamoDbRegistry } from '../../../aws/cluster-registry.ts';
import { dynamoDbClient } from '../clients/dynamodb.ts';
import { perEnvironment, variable } from '../execution-environment.ts';

export const registry = perEnvironment(() => new DynamoDbRegistry(dynamoDbClient(), variable('FLEET_TABLE')));
