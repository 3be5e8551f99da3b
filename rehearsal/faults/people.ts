import {
  type AttributeValue,
  DynamoDBClient,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import type { World } from '../../simulator/world.ts';
import { callAsAdministrator } from '../scenario/by-hand.ts';
import { layPause, liftPause } from '../scenario/holds.ts';
import { isOutage } from '../scenario/outage.ts';

const MACHINE = /^eks-fleet-([a-z][a-z0-9]*)-/;
const ID = 'in-the-midst';
const ASK_AGAIN_MS = 30_000;

const stageOf = ({ stateMachine }: TraceEntry): string => MACHINE.exec(String(stateMachine))?.[1] ?? '';

const IN_THE_WAY = 'TransactionConflictException';

/** Asks until somebody answers: a person tries again while a service is down, or a write of the fleet's is in the way. */
async function answered({ kernel }: World, ask: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (!isOutage(error) && (error as Error).name !== IN_THE_WAY) throw error;
    }
    await kernel.sleep(ASK_AGAIN_MS);
  }
}

const put = (world: World, entry: TraceEntry, DetailType: string, detail: object): Promise<void> =>
  answered(world, () =>
    new EventBridgeClient({ region: entry.region }).send(
      new PutEventsCommand({
        Entries: [
          {
            Source: 'eks-fleet',
            DetailType,
            Detail: JSON.stringify({ version: '1', ...detail }),
            EventBusName: `eks-fleet-${stageOf(entry)}`,
          },
        ],
      }),
    ),
  );

/**
 * Somebody pauses the fleet in the region of an execution, and lifts that pause later and tells of it, as `eks-fleet pause`
 * and `resume` would: other pauses hold on.
 */
export async function pauseFor(seconds: number, world: World, entry: TraceEntry): Promise<void> {
  const { accountId, kernel } = world;
  const { region } = entry;
  const owner = `arn:aws:iam::${accountId}:user/administrator`;
  const on = { spec: { stage: stageOf(entry), accountId }, world };
  await answered(world, () => layPause({ region, id: ID, owner, reason: 'change freeze' }, on));
  await kernel.sleep(seconds * 1000);
  await answered(world, () => liftPause({ region, id: ID }, on));
  await put(world, entry, 'PauseLifted', { pauses: [{ scope: 'fleet', id: ID }], liftedBy: owner });
}

/** The place of the record of an execution's operation, which carries its execution's ARN. */
async function recordOf({ region, execution }: TraceEntry, TableName: string) {
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await new DynamoDBClient({ region }).send(
      new ScanCommand({ TableName, ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    const found = page.Items?.find(
      ({ sk, executionArn }) => sk?.S?.startsWith('operation#') && executionArn?.S === execution,
    );
    if (found?.pk && found.sk) return { pk: found.pk, sk: found.sk };
    start = page.LastEvaluatedKey;
  } while (start);
  return undefined;
}

/** Somebody cancels the operation of an execution, as `eks-fleet cancel` would; one that has ended goes on as it is. */
export const cancel = (world: World, entry: TraceEntry): Promise<void> =>
  answered(world, async () => {
    const TableName = `eks-fleet-${stageOf(entry)}`;
    const Key = await recordOf(entry, TableName);
    if (!Key) return;
    const at = new Date(world.kernel.now()).toISOString();
    const cancellation = { at, by: 'ann', reason: 'a seed wants it' };
    const write = new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET cancellation = if_not_exists(cancellation, :cancellation)',
      ConditionExpression: '#status = :running',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':cancellation': { S: JSON.stringify(cancellation) },
        ':running': { S: 'Running' },
      },
    });
    await new DynamoDBClient({ region: entry.region }).send(write).catch((error: Error) => {
      if (error.name !== 'ConditionalCheckFailedException') throw error;
    });
  });

/** Somebody changes something past the fleet. */
export const callByHand = (byHand: Parameters<typeof callAsAdministrator>[0], world: World): Promise<void> =>
  answered(world, () => callAsAdministrator(byHand));

/** Somebody asks for something in the region of an execution, and of its stage. */
export const requestAt = (
  detailType: string,
  detail: object,
  world: World,
  entry: TraceEntry,
): Promise<void> => put(world, entry, detailType, detail);
