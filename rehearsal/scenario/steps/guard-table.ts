import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { guardTableOf } from '../../../domain/failover/names.ts';
import type { RehearsedFleet } from '../../rehearsed-fleet.ts';
import { givenStep } from '../step.ts';

/** Guard's table of three regions, and plans whose standbys are ready. */
export interface GuardTable {
  readonly guardTable: { readonly regions: readonly string[]; readonly ready: readonly string[] };
}

/** The time in which the table and its replicas come up. */
const UP_SECONDS = 1800;
const KEYS = ['pk', 'sk'] as const;

async function made({ guardTable: { regions } }: GuardTable, { stage }: RehearsedFleet) {
  const [first = '', ...others] = regions;
  const client = new DynamoDBClient({ region: first });
  const TableName = guardTableOf({ stage }, regions);
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: KEYS.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: KEYS.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  return { client, TableName, others };
}

/** Makes Guard's table by hand, before anything of ours does. */
export const guardTable = givenStep<GuardTable>(async (step, on) => {
  const { client, TableName, others } = await on.drive(made(step, on.spec));
  await on.follow(0, UP_SECONDS);
  const ReplicaUpdates = others.map((RegionName) => ({ Create: { RegionName } }));
  await on.drive(
    client.send(new UpdateTableCommand({ TableName, MultiRegionConsistency: 'STRONG', ReplicaUpdates })),
  );
  await on.follow(0, UP_SECONDS);
  const at = new Date(on.world.kernel.now()).toISOString();
  for (const plan of step.guardTable.ready)
    await on.drive(
      client.send(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: `plan#${plan}` }, sk: { S: 'readiness' }, at: { S: at }, unready: { S: '[]' } },
        }),
      ),
    );
});
