import {
  type DynamoDBClient,
  GetItemCommand,
  paginateScan,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { TaskError } from '../../domain/errors.ts';
import { decidePause, MOST_PAUSES, type PauseRecord, pausesIn } from '../../domain/operation/pause.ts';
import { named, toTaskError } from '../errors.ts';
import { LEASE_ITEMS, LIFTED, type Lift, PAUSE } from './item-types.ts';
import { fromAnyItem, fromItem, type Item, toItem } from './items.ts';
import { liftOf } from './pause-lifts.ts';

export type LiftedPause = PauseRecord & Lift;

export type PutAnswer =
  | { readonly outcome: 'Held' }
  | { readonly outcome: 'Refused'; readonly reason: string };

/** Days for which the record of a lift is kept. */
const LIFTED_DAYS = 400;
/** Each look meets another writer at most once, and the item says what that one has made. */
const ATTEMPTS = 20;
const AGAIN_MS = 50;

type Seen = Readonly<Record<string, unknown>> | undefined;

const { pause: HOLDS, lifted: LIFTED_HOLD } = LEASE_ITEMS;

const keptOf = ({ scope: _scope, id: _id, ...kept }: PauseRecord) => kept;

/**
 * The pauses in a region's lease table, where every task reads them before it changes anything: an item a scope, with
 * a map of its pauses. Each change goes by the item as it was read, under a condition that it still is so. So a write
 * of another at the same moment is never lost.
 */
export class DynamoDbPauses {
  readonly #client: DynamoDBClient;
  readonly #leases: string;
  readonly #sleep: (ms: number) => Promise<void>;

  constructor(client: DynamoDBClient, leases: string, sleep: (ms: number) => Promise<void>) {
    this.#client = client;
    this.#leases = leases;
    this.#sleep = sleep;
  }

  /** The reason why `put` would refuse it at present, if it would. */
  async refusal(pause: PauseRecord): Promise<string | undefined> {
    const seen = await this.#read(pause.scope);
    const decision = decidePause(seen ? pausesIn(pause.scope, seen) : [], pause);
    return decision.do === 'refuse' ? decision.reason : undefined;
  }

  /** Lays a pause beside those that are there; of the same id and owner it changes the reason. */
  async put(pause: PauseRecord): Promise<PutAnswer> {
    return this.#until(pause.scope, async (seen) => {
      const decision = decidePause(seen ? pausesIn(pause.scope, seen) : [], pause);
      if (decision.do === 'refuse') return { outcome: 'Refused', reason: decision.reason };
      if (decision.do === 'nothing') return { outcome: 'Held' };
      const change = decision.do === 'add' ? added(seen, pause) : replaced(seen, pause);
      return (await this.#updated(pause.scope, change)) ? { outcome: 'Held' } : undefined;
    });
  }

  /**
   * Lifts a pause as it was seen, and records who did, at once or not at all. False where it is not there any more, or is
   * another by now.
   */
  async lift(pause: PauseRecord, lift: Lift): Promise<boolean> {
    const { scope, id } = pause;
    const record = toItem(LIFTED_HOLD, {
      ...pause,
      ...lift,
      expiresAt: Math.floor(Date.parse(lift.liftedAt) / 1000) + LIFTED_DAYS * 86_400,
    });
    const Item = { ...record, ...LIFTED_HOLD.key(scope, lift.liftedAt, id).key };
    return this.#until(scope, async (seen) => {
      const change = seen && liftOf(scope, seen, pause);
      if (!change) return false;
      const of = { TableName: this.#leases, Key: HOLDS.key(scope).key };
      const { UpdateExpression, ...condition } = change;
      const lifted = UpdateExpression
        ? { Update: { ...of, ...condition, UpdateExpression } }
        : { Delete: { ...of, ...condition } };
      const isDone = await this.#writeAll([lifted, { Put: { TableName: this.#leases, Item } }]);
      return isDone || undefined;
    });
  }

  /** Everything that holds in the region, strongly consistent. */
  async list(): Promise<readonly PauseRecord[]> {
    const items = await this.#scan(PAUSE, fromAnyItem);
    return items.flatMap(({ pk, ...item }) => pausesIn(String(pk).slice(PAUSE.length), item));
  }

  /** The pauses that were lifted in the region, as long as that is kept; the newest first. */
  async lifted(): Promise<readonly LiftedPause[]> {
    const items = await this.#scan(LIFTED, (item) => fromItem(LIFTED_HOLD, item));
    const found = items.map(({ expiresAt: _until, ...lifted }): LiftedPause => lifted);
    return found.sort((one, other) => other.liftedAt.localeCompare(one.liftedAt));
  }

  async #scan<Read>(prefix: string, read: (item: Item) => Read): Promise<readonly Read[]> {
    const scan = {
      TableName: this.#leases,
      FilterExpression: 'begins_with(pk, :prefix)',
      ExpressionAttributeValues: toItem(HOLDS, { ':prefix': prefix }),
      ConsistentRead: true,
    };
    const found: Read[] = [];
    const readAll = async () => {
      for await (const { Items = [] } of paginateScan({ client: this.#client }, scan))
        found.push(...Items.map(read));
    };
    await named(readAll());
    return found;
  }

  /** Reads the item and acts on it, again where it has become another in between. */
  async #until<Answer>(scope: string, act: (seen: Seen) => Promise<Answer | undefined>): Promise<Answer> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const answer = await act(await this.#read(scope));
      if (answer !== undefined) return answer;
      await this.#sleep(AGAIN_MS * attempt);
    }
    throw new TaskError('Conflict', `the pauses of ${scope} are changed by many at once`);
  }

  async #read(scope: string): Promise<Seen> {
    const get = new GetItemCommand({
      TableName: this.#leases,
      Key: HOLDS.key(scope).key,
      ConsistentRead: true,
    });
    const { Item } = await named(this.#client.send(get));
    if (!Item) return undefined;
    const { pk: _pk, ...item } = fromAnyItem(Item);
    return item;
  }

  async #updated(scope: string, change: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>): Promise<boolean> {
    const update = { TableName: this.#leases, Key: HOLDS.key(scope).key, ...change };
    return this.#isWritten(
      this.#client.send(new UpdateItemCommand(update)),
      'ConditionalCheckFailedException',
    );
  }

  async #writeAll(TransactItems: TransactWriteItem[]): Promise<boolean> {
    const write = new TransactWriteItemsCommand({ TransactItems });
    return this.#isWritten(this.#client.send(write), 'TransactionCanceledException');
  }

  /** False where the item is not as it was read, or somebody else is just writing it. */
  async #isWritten(write: Promise<unknown>, refusal: string): Promise<boolean> {
    try {
      await write;
      return true;
    } catch (error) {
      const found = toTaskError(error);
      if ((error as Error).name === refusal || found.name === 'Throttled') return false;
      throw found;
    }
  }
}

type Change = Omit<UpdateItemCommandInput, 'TableName' | 'Key'>;

/** The change that adds a pause. It makes the map, or puts the pause into the map that is there. */
function added(seen: Seen, pause: PauseRecord): Change {
  const { scope, id } = pause;
  if (seen?.holds === undefined)
    return {
      UpdateExpression: 'SET holds = :holds',
      ConditionExpression: 'attribute_not_exists(holds)',
      ExpressionAttributeValues: toItem(HOLDS, { ':holds': { [id]: keptOf(pause) } }),
    };
  if (typeof seen.holds !== 'object')
    throw new TaskError('InvalidRequest', `what is on record of pauses of ${scope} is none: lift that first`);
  return {
    UpdateExpression: 'SET holds.#id = :hold',
    ConditionExpression:
      'attribute_type(holds, :map) AND attribute_not_exists(holds.#id) AND size(holds) < :most',
    ExpressionAttributeNames: { '#id': id },
    ExpressionAttributeValues: toItem(HOLDS, { ':hold': keptOf(pause), ':map': 'M', ':most': MOST_PAUSES }),
  };
}

/** Since when it holds stays as it is. */
const replaced = (seen: Seen, { id, reason }: PauseRecord): Change => ({
  UpdateExpression: 'SET holds.#id.reason = :reason',
  ConditionExpression: 'holds.#id = :seen',
  ExpressionAttributeNames: { '#id': id },
  ExpressionAttributeValues: toItem(HOLDS, {
    ':reason': reason,
    ':seen': (seen?.holds as Record<string, unknown> | undefined)?.[id],
  }),
});
