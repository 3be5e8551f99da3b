import { type DynamoDBClient, GetItemCommand, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { TaskError } from '../../domain/errors.ts';
import type { Behind } from '../../domain/failover/catch-up.ts';
import type { Claimed } from '../../domain/failover/claim.ts';
import type { Drill } from '../../domain/failover/drill/drill.ts';
import type { Readiness } from '../../domain/failover/readiness.ts';
import type { Acceptance, Shortage } from '../../domain/failover/shortage.ts';
import type { RecordedSizes } from '../../domain/failover/sizes.ts';
import type { KeptSlot, Told } from '../../domain/failover/votes.ts';
import type { Accepted, GuardPort } from '../../domain/ports/guard.ts';
import { answeredWithin } from '../answered-within.ts';
import { named, toTaskError } from '../errors.ts';
import { fromItem, type Item, toItem } from './items.ts';
import { placeOf, RING, slotIn, slotItem } from './slot-items.ts';

/** The time that Guard has for one answer: replicas in other regions agree within some hundred milliseconds. */
const PATIENCE_MS = 3000;
/** A write is tried so often, each after a look at what became of the one before. */
const TRIES = 4;

const ATTRIBUTES = {
  attributes: {
    plan: 'plain',
    owner: 'plain',
    epoch: 'plain',
    generation: 'plain',
    claimId: 'plain',
    at: 'plain',
    moving: 'plain',
    cancelled: 'json',
  },
} as const;
type Part = 'owner' | 'sizes' | 'readiness' | 'drill' | 'shortage' | 'behind' | 'acceptance' | 'loss';
const ANSWERS = { capacity: 'acceptance', data: 'loss' } as const satisfies Readonly<Record<Accepted, Part>>;
const keyOf = (plan: string, part: Part = 'owner') => marshall({ pk: `plan#${plan}`, sk: part });

/** Parts of a plan that are not claimed, and slots, are written whole: the last writer's stays. */
const TOLD = { attributes: { told: 'json' } } as const;
const toldOf = (observer: string) => marshall({ pk: `observer#${observer}`, sk: 'told' });
/** The slots that are read after one that is known: observers miss some, and clocks differ by some. */
const NEXT_SLOTS = 8;
const SIZES = { attributes: { nodeGroups: 'json', replicas: 'json' } } as const;
const READINESS = { attributes: { unready: 'json', warnings: 'json' } } as const;
const DRILL = { attributes: { before: 'json', raisedTo: 'json', phases: 'json', short: 'json' } } as const;
const SHORTAGE = { attributes: { missing: 'json' } } as const;
/** Parts whose members are all plain. */
const PLAIN = { attributes: {} } as const;

/** Refusals that no look at the item and no further try mends. */
const FINAL: readonly string[] = ['AccessDenied', 'InvalidRequest', 'NotFound', 'QuotaExceeded'];
const REFUSED = 'ConditionalCheckFailedException';

/** The members by which one item of a plan is told from another. */
const isSame = (one: Claimed | undefined, other: Claimed | undefined): boolean =>
  one?.epoch === other?.epoch && one?.claimId === other?.claimId && one?.moving === other?.moving;

const NAMES = { '#claim': 'claimId', '#moving': 'moving' };

/** The condition that the item which was read is still there. */
function stillHeld(held: Claimed | undefined) {
  if (!held) return { ConditionExpression: 'attribute_not_exists(pk)' };
  const { epoch, claimId, moving } = held;
  const step = moving === undefined ? 'attribute_not_exists(#moving)' : '#moving = :moving';
  return {
    ConditionExpression: `epoch = :epoch AND #claim = :claim AND ${step}`,
    ExpressionAttributeNames: NAMES,
    ExpressionAttributeValues: marshall({
      ':epoch': epoch,
      ':claim': claimId,
      ...(moving === undefined ? {} : { ':moving': moving }),
    }),
  };
}

/**
 * `GuardPort` over a global table with multi-Region strong consistency (DynamoDB guide, "MRSC"). A write whose answer was
 * lost may come to pass later, but never over another one: its condition is what was read. So what became of it is asked of the
 * table, and where the former item is still there it is tried again. `ReplicatedWriteConflictException` says that a write in
 * another region was under way: it is the same question.
 */
export class DynamoDbGuard implements GuardPort {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read(plan: string): Promise<Claimed | undefined> {
    const get = new GetItemCommand({ TableName: this.#table, Key: keyOf(plan), ConsistentRead: true });
    const { Item } = await named(answeredWithin(PATIENCE_MS, this.#client.send(get)));
    return Item ? fromItem<Claimed>(ATTRIBUTES, Item) : undefined;
  }

  async write(item: Claimed, held: Claimed | undefined): Promise<'written' | 'changed'> {
    let last = '';
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const failure = await this.#tried(item, held);
      if (failure === undefined) return 'written';
      last = failure;
      const found = await this.read(item.plan);
      if (isSame(found, item)) return 'written';
      if (!isSame(found, held)) return 'changed';
    }
    throw new TaskError('ServiceUnavailable', `plan ${item.plan} was not written: ${last}`);
  }

  /** The reason why a write may not have come to pass; undefined where it has. */
  async #tried(item: Claimed, held: Claimed | undefined): Promise<string | undefined> {
    const put = new PutItemCommand({
      TableName: this.#table,
      Item: { ...toItem(ATTRIBUTES, item), ...keyOf(item.plan) },
      ...stillHeld(held),
    });
    try {
      await answeredWithin(PATIENCE_MS, this.#client.send(put));
      return undefined;
    } catch (error) {
      if ((error as Error).name === REFUSED) return 'its condition does not hold';
      const failure = toTaskError(error);
      if (FINAL.includes(failure.name)) throw failure;
      return failure.message;
    }
  }

  async putSlot(observer: string, slot: KeptSlot): Promise<'written' | 'newer'> {
    const put = new PutItemCommand({
      TableName: this.#table,
      Item: {
        ...slotItem(slot),
        ...marshall({ pk: `observer#${observer}`, sk: placeOf(slot.sequence) }),
      },
      ConditionExpression: 'attribute_not_exists(pk) OR #sequence <> :sequence OR #by <= :by',
      ExpressionAttributeNames: { '#sequence': 'sequence', '#by': 'by' },
      ExpressionAttributeValues: marshall({ ':sequence': slot.sequence, ':by': slot.by }),
    });
    try {
      await answeredWithin(PATIENCE_MS, this.#client.send(put));
      return 'written';
    } catch (error) {
      if ((error as Error).name === REFUSED) return 'newer';
      throw toTaskError(error);
    }
  }

  async slots(observer: string, after?: number): Promise<readonly KeptSlot[]> {
    const [first, last] = after === undefined ? RING : [placeOf(after + 1), placeOf(after + NEXT_SLOTS)];
    // Behind the end of the ring is its beginning: all of it is read where the places are on both sides.
    const [lowest, highest] = first <= last ? [first, last] : RING;
    const query = {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :observer AND sk BETWEEN :lowest AND :highest',
      ExpressionAttributeValues: marshall({
        ':observer': `observer#${observer}`,
        ':lowest': lowest,
        ':highest': highest,
      }),
      ConsistentRead: true,
    };
    const read = async (): Promise<readonly KeptSlot[]> => {
      const found: KeptSlot[] = [];
      for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
        found.push(...Items.map(slotIn));
      return found;
    };
    const slots = await named(answeredWithin(PATIENCE_MS, read()));
    if (after === undefined) return slots;
    return slots.filter(({ sequence }) => sequence > after && sequence <= after + NEXT_SLOTS);
  }

  async told(observer: string): Promise<Told> {
    const kept = await this.#get<{ readonly told: Told }>(TOLD, toldOf(observer));
    return kept?.told ?? {};
  }

  async recordTold(observer: string, told: Told): Promise<void> {
    await this.#put({ ...toItem(TOLD, { told }), ...toldOf(observer) });
  }

  sizes(plan: string): Promise<RecordedSizes | undefined> {
    return this.#part(SIZES, plan, 'sizes');
  }

  async recordSizes(plan: string, sizes: RecordedSizes): Promise<void> {
    await this.#put({ ...toItem(SIZES, sizes), ...keyOf(plan, 'sizes') });
  }

  readiness(plan: string): Promise<Readiness | undefined> {
    return this.#part(READINESS, plan, 'readiness');
  }

  async recordReadiness(plan: string, readiness: Readiness): Promise<void> {
    await this.#put({ ...toItem(READINESS, readiness), ...keyOf(plan, 'readiness') });
  }

  drill(plan: string): Promise<Drill | undefined> {
    return this.#part(DRILL, plan, 'drill');
  }

  async recordDrill(plan: string, drill: Drill): Promise<void> {
    await this.#put({ ...toItem(DRILL, drill), ...keyOf(plan, 'drill') });
  }

  shortage(plan: string): Promise<Shortage | undefined> {
    return this.#part(SHORTAGE, plan, 'shortage');
  }

  async recordShortage(plan: string, shortage: Shortage): Promise<void> {
    await this.#put({ ...toItem(SHORTAGE, shortage), ...keyOf(plan, 'shortage') });
  }

  behind(plan: string): Promise<Behind | undefined> {
    return this.#part(PLAIN, plan, 'behind');
  }

  async recordBehind(plan: string, behind: Behind): Promise<void> {
    await this.#put({ ...toItem(PLAIN, behind), ...keyOf(plan, 'behind') });
  }

  acceptance(plan: string, of: Accepted = 'capacity'): Promise<Acceptance | undefined> {
    return this.#part(PLAIN, plan, ANSWERS[of]);
  }

  async accept(
    plan: string,
    acceptance: Acceptance,
    of: Accepted = 'capacity',
  ): Promise<'written' | 'newer'> {
    const put = new PutItemCommand({
      TableName: this.#table,
      Item: { ...toItem(PLAIN, acceptance), ...keyOf(plan, ANSWERS[of]) },
      ConditionExpression: 'attribute_not_exists(pk) OR epoch <= :epoch',
      ExpressionAttributeValues: marshall({ ':epoch': acceptance.epoch }),
    });
    try {
      await answeredWithin(PATIENCE_MS, this.#client.send(put));
      return 'written';
    } catch (error) {
      if ((error as Error).name === REFUSED) return 'newer';
      throw toTaskError(error);
    }
  }

  async #put(item: Item): Promise<void> {
    const put = new PutItemCommand({ TableName: this.#table, Item: item });
    await named(answeredWithin(PATIENCE_MS, this.#client.send(put)));
  }

  #part<Kept extends object>(type: object, plan: string, part: Part): Promise<Kept | undefined> {
    return this.#get(type, keyOf(plan, part));
  }

  async #get<Kept extends object>(type: object, Key: Item): Promise<Kept | undefined> {
    const get = new GetItemCommand({ TableName: this.#table, Key, ConsistentRead: true });
    const { Item } = await named(answeredWithin(PATIENCE_MS, this.#client.send(get)));
    return Item ? fromItem<Kept>(type as never, Item) : undefined;
  }
}
