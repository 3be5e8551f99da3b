import { DynamoDbSizes } from '../../../aws/sizes.ts';
import { dynamoDbClient } from '../clients/dynamodb.ts';
import { perEnvironment, variable } from '../execution-environment.ts';

export const sizes = perEnvironment(() => new DynamoDbSizes(dynamoDbClient(), variable('FLEET_TABLE')));
