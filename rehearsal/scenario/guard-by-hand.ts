import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { Claimed } from '../../domain/failover/claim.ts';
import { guardTableOf } from '../../domain/failover/names.ts';
import type { RehearsedFleet } from '../rehearsed-fleet.ts';
import { name } from './step.ts';

/** A plan's place in Guard, as a person finds it in the document. */
export const guarded = z.strictObject({
  plan: name,
  /** The region whose replica is asked. */
  region: name,
  /** The regions of primary, standby and witness. */
  regions: z.array(name).length(3),
  by: name.default('operator'),
  reason: name.default('a person says so'),
});
type Guarded = z.output<typeof guarded>;

/** Guard's items of a plan. They are read and written here by hand, and not by the product. */
export class GuardByHand {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #plan: string;

  constructor({ plan, region, regions }: Guarded, spec: Pick<RehearsedFleet, 'stage'>) {
    this.#client = new DynamoDBClient({ region });
    this.#table = guardTableOf(spec, regions);
    this.#plan = `plan#${plan}`;
  }

  async read(): Promise<Claimed | undefined> {
    const Key = marshall({ pk: this.#plan, sk: 'owner' });
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key, ConsistentRead: true }),
    );
    const { pk: _pk, sk: _sk, cancelled, ...item } = unmarshall(Item ?? {});
    return Item && ({ ...item, ...(cancelled ? { cancelled: JSON.parse(cancelled) } : {}) } as Claimed);
  }

  async put(part: string, item: object, condition: object = {}): Promise<void> {
    const Item = marshall({ ...item, pk: this.#plan, sk: part }, { removeUndefinedValues: true });
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item, ...condition }));
  }

  /** Writes the plan's item where it is still as it was read; false where it is not. */
  async replace(item: Claimed, held: Claimed | undefined): Promise<boolean> {
    const { cancelled, ...rest } = item;
    const kept = { ...rest, ...(cancelled ? { cancelled: JSON.stringify(cancelled) } : {}) };
    const values = { ':epoch': held?.epoch, ':claim': held?.claimId, ':moving': held?.moving };
    try {
      await this.put('owner', kept, {
        ConditionExpression: 'epoch = :epoch AND claimId = :claim AND moving = :moving',
        ExpressionAttributeValues: marshall(values),
      });
      return true;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  }
}
