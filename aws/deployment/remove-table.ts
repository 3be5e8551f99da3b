import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { unlessMissing } from '../errors.ts';
import { fleetTable } from '../fleet.ts';
import { setDeletionProtection } from './protect-table.ts';
import type { RemoveOptions } from './remove-options.ts';
import { POLL_MS } from './until-gone.ts';

type Options = Pick<RemoveOptions, 'stage' | 'sleep' | 'onProgress'>;

/** DynamoDB has no code of its own for the replica that others were added from less than 24 hours ago. */
const isSource = (error: unknown): error is Error =>
  error instanceof Error && error.message.includes('has acted as a source region');

/**
 * Deletes the fleet table in each of its regions. The table that the others were added from goes only after them:
 * "You must wait 24 hours from the time you add a read replica to successfully delete a source table" (DynamoDB
 * developer guide, "Best practices for global tables"), unless that replica is gone. What if this runs twice? A table
 * that is gone is passed over.
 */
export async function deleteGlobalTable(regions: readonly string[], options: Options): Promise<void> {
  const sources: string[] = [];
  let refusal: Error | undefined;
  for (const region of regions)
    try {
      await deleteReplica(region, options);
    } catch (error) {
      if (!isSource(error)) throw error;
      refusal = error;
      sources.push(region);
    }
  if (refusal === undefined) return;
  if (sources.length === regions.length) throw refusal;
  await deleteGlobalTable(sources, options);
}

const isBusy = ({ TableStatus, Replicas = [] }: TableDescription): boolean =>
  TableStatus === 'CREATING' ||
  TableStatus === 'UPDATING' ||
  Replicas.some(({ ReplicaStatus }) => ReplicaStatus === 'DELETING');

/**
 * A replica is deleted in its own region (DeleteTable, "only applies to global tables using Version 2019.11.21"), and no
 * table while it is being changed, as it is by the end of another replica.
 */
async function deleteReplica(
  region: string,
  { stage, sleep, onProgress: say = () => undefined }: Options,
): Promise<void> {
  const client = new DynamoDBClient({ region });
  const TableName = fleetTable(stage);
  const find = async () => (await unlessMissing(client.send(new DescribeTableCommand({ TableName }))))?.Table;
  let table = await find();
  while (table && isBusy(table)) {
    await sleep(POLL_MS);
    table = await find();
  }
  if (!table) return;
  say(`${region}: deleting table ${TableName}`);
  await setDeletionProtection(region, TableName, false, sleep);
  if (table.TableStatus !== 'DELETING') await client.send(new DeleteTableCommand({ TableName }));
  while (await find()) await sleep(POLL_MS);
}
