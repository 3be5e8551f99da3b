import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbFleetUpgrades } from '../../../../aws/dynamodb/fleet-upgrades.ts';
import { DynamoDbSeats } from '../../../../aws/dynamodb/seats.ts';
import { dynamoDbClient } from '../../clients/dynamodb.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** The upgrades of fleets, by the replica of the function's own region. */
export const fleetUpgrades = perEnvironment(
  () => new DynamoDbFleetUpgrades(dynamoDbClient(), variable('FLEET_TABLE')),
);

/** Their epochs in any region. */
export const seats = perEnvironment(
  () => new DynamoDbSeats((region) => new DynamoDBClient({ region, ...IMPATIENT }), variable('LEASES_TABLE')),
);
