import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../simulator/aws-error.ts';
import { standInDynamoDb } from '../simulator/dynamodb/stand-in-dynamodb.ts';

const tables = { leases: 'leases', fleet: 'fleet' };

/** Throws an error as the SDK makes it of the service's. */
function thrown(error: unknown): never {
  if (!(error instanceof AwsError)) throw error;
  throw Object.assign(new Error(error.message), { name: error.code, ...error.members });
}

/**
 * The two tables of a region in the simulated DynamoDB, behind a client whose calls are counted: `intercept` may
 * answer a call in place of DynamoDB, or throw.
 */
export async function simulatedTables(
  intercept: (operation: string, input: object) => void = () => undefined,
) {
  const { call, settle } = standInDynamoDb();
  const calls: string[] = [];
  for (const [TableName, names] of [
    [tables.leases, ['pk']],
    [tables.fleet, ['pk', 'sk']],
  ] as const)
    await call('CreateTable', {
      TableName,
      KeySchema: names.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
    });
  await settle(60_000);
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const send = async (command: { readonly input: object }) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    intercept(operation, command.input);
    calls.push(operation);
    const answer = await call(operation, command.input).catch(thrown);
    // A read sees the write before it: these are tests of conditions, not of lag.
    await settle(10_000);
    return answer;
  };
  client.send = send as typeof client.send;
  return { client, tables, calls, call, settle };
}
