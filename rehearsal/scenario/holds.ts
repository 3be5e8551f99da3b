import { DynamoDBClient, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { World } from '../../simulator/world.ts';
import type { RehearsedFleet } from '../rehearsed-fleet.ts';

const name = z.string().min(1);

/** A pause that holds a region's part of the fleet, or one cluster there. */
export const resumption = z.strictObject({ region: name, id: name, cluster: name.optional() });
type Resumption = z.output<typeof resumption>;
export const hold = resumption.extend({
  owner: name.default('arn:aws:iam::111122223333:user/operator'),
  reason: name,
});
type Hold = z.output<typeof hold>;

interface Place {
  readonly spec: Pick<RehearsedFleet, 'stage' | 'accountId'>;
  readonly world: World;
}

const ATTEMPTS = 20;

/**
 * The place where a region keeps the pauses of all of it, or of a cluster. It is written here by hand, and not by the
 * product.
 */
function pauseAt({ region, cluster }: Resumption, { stage, accountId }: Place['spec']) {
  const scope = cluster === undefined ? 'fleet' : `arn:aws:eks:${region}:${accountId}:cluster/${cluster}`;
  return { TableName: `eks-fleet-${stage}-leases`, Key: { pk: { S: `pause#${scope}` } } };
}

/** Writes of the fleet's may be in the way for a moment. */
async function write(region: string, input: UpdateItemCommandInput, { kernel }: World): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await new DynamoDBClient({ region }).send(new UpdateItemCommand(input));
      return;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return;
      if ((error as Error).name !== 'TransactionConflictException' || attempt === ATTEMPTS) throw error;
    }
    await kernel.sleep(100);
  }
}

/** Somebody lays a pause, beside all that hold already. */
export async function layPause(hold: Hold, { spec, world }: Place): Promise<void> {
  const at = pauseAt(hold, spec);
  const none = { UpdateExpression: 'SET holds = if_not_exists(holds, :none)' };
  await write(hold.region, { ...at, ...none, ExpressionAttributeValues: { ':none': { M: {} } } }, world);
  const kept = {
    owner: { S: hold.owner },
    reason: { S: hold.reason },
    at: { S: new Date(world.kernel.now()).toISOString() },
  };
  await write(
    hold.region,
    {
      ...at,
      UpdateExpression: 'SET holds.#id = :hold',
      ExpressionAttributeNames: { '#id': hold.id },
      ExpressionAttributeValues: { ':hold': { M: kept } },
    },
    world,
  );
}

/** Somebody lifts a pause; one that is not there is no mistake. */
export async function liftPause(resumption: Resumption, { spec, world }: Place): Promise<void> {
  await write(
    resumption.region,
    {
      ...pauseAt(resumption, spec),
      UpdateExpression: 'REMOVE holds.#id',
      ConditionExpression: 'attribute_exists(holds)',
      ExpressionAttributeNames: { '#id': resumption.id },
    },
    world,
  );
}
