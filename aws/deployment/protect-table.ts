import { DescribeTableCommand, DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { unlessMissing } from '../errors.ts';
import type { DeployOptions } from './options.ts';
import { POLL_MS } from './until-gone.ts';

/**
 * Switches a table's deletion protection on or off, once nothing else is being done to the table. What if this runs
 * twice? A table that is as it is to be is left alone, and one that is gone is passed over.
 *
 * The template does not protect the table of a region's own stack. If the rest of a first deployment failed,
 * CloudFormation could not take a protected table back, and the next deployment would meet a table of its name.
 */
export async function setDeletionProtection(
  region: string,
  TableName: string,
  DeletionProtectionEnabled: boolean,
  sleep: DeployOptions['sleep'],
): Promise<void> {
  const client = new DynamoDBClient({ region });
  for (;;) {
    const found = await unlessMissing(client.send(new DescribeTableCommand({ TableName })));
    const { TableStatus, DeletionProtectionEnabled: is = false } = found?.Table ?? {};
    if (found?.Table === undefined || TableStatus === 'DELETING' || is === DeletionProtectionEnabled) return;
    if (TableStatus === 'ACTIVE') {
      await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled }));
      return;
    }
    await sleep(POLL_MS);
  }
}
