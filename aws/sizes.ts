import {
  type DynamoDBClient,
  GetItemCommand,
  type TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { TaskError } from '../domain/errors.ts';
import type { OperationRef } from '../domain/operation/operation.ts';
import type { Settlement, SizesStore } from '../domain/ports/sizes.ts';
import type { MemoryChange, ScalingPlan } from '../domain/scale/plan.ts';
import type { Saving } from '../domain/scale/savings.ts';
import { named, toTaskError } from './errors.ts';
import { type ItemKey, leftKey, memoryKey, operationKey } from './item-keys.ts';
import { fromItem, toItem } from './items.ts';
import { plannedUpdate } from './operation-items.ts';

/** All of a month's savings are in one partition; each is written once, by its operation's own region. */
export const savingsPartition = (month: string): string => `savings#${month}`;
const savingKey = (clusterArn: string, saving: Saving): ItemKey =>
  marshall({ pk: savingsPartition(saving.month), sk: `${clusterArn}#${saving.operationId}` });

/** `SizesStore` over the fleet's global table. */
export class DynamoDbSizes implements SizesStore {
  readonly #client: DynamoDBClient;
  readonly #fleet: string;

  constructor(client: DynamoDBClient, fleet: string) {
    this.#client = client;
    this.#fleet = fleet;
  }

  async readPlan(clusterArn: string, operationId: string): Promise<ScalingPlan | undefined> {
    const { Item } = await named(
      this.#client.send(
        new GetItemCommand({
          TableName: this.#fleet,
          Key: operationKey(clusterArn, operationId),
          ConsistentRead: true,
          ProjectionExpression: '#plan',
          ExpressionAttributeNames: { '#plan': 'plan' },
        }),
      ),
    );
    return Item && fromItem<{ readonly plan?: ScalingPlan }>(Item).plan;
  }

  async recordPlan({ cluster, id }: OperationRef, plan: ScalingPlan): Promise<boolean> {
    const Key = operationKey(cluster.arn, id);
    const TransactItems: TransactWriteItem[] = [
      { Update: { TableName: this.#fleet, Key, ...plannedUpdate(plan) } },
      ...this.#remembered(cluster.arn, plan.memory),
    ];
    try {
      await this.#client.send(new TransactWriteItemsCommand({ TransactItems }));
      return true;
    } catch (error) {
      const { CancellationReasons: reasons = [] } = error as Partial<TransactionCanceledException>;
      const refused = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
      if (refused === 0) return false;
      if (refused > 0)
        throw new TaskError('Conflict', `what ${cluster.name} wakes to has changed since it was read`);
      throw toTaskError(error);
    }
  }

  /** What is remembered already stays, and is replaced only while the operation has it that was read. */
  #remembered(clusterArn: string, change: MemoryChange | undefined): TransactWriteItem[] {
    if (change?.do !== 'capture' && change?.do !== 'replace') return [];
    const { memory } = change;
    const Put = { TableName: this.#fleet, Item: { ...toItem(memory), ...memoryKey(clusterArn) } };
    if (change.do === 'capture')
      return [{ Put: { ...Put, ConditionExpression: 'attribute_not_exists(pk)' } }];
    const ExpressionAttributeValues = toItem({ ':captured': change.former ?? memory.operationId });
    return [{ Put: { ...Put, ConditionExpression: 'operationId = :captured', ExpressionAttributeValues } }];
  }

  async settle(
    { cluster, id }: OperationRef,
    { report, left, memory, savings }: Settlement,
    captured: string | undefined,
  ): Promise<void> {
    const TableName = this.#fleet;
    const TransactItems: TransactWriteItem[] = [
      {
        Update: {
          TableName,
          Key: operationKey(cluster.arn, id),
          UpdateExpression: 'SET report = :report',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: toItem({ ':report': report }),
        },
      },
      { Put: { TableName, Item: { ...toItem(left), ...leftKey(cluster.arn) } } },
      ...(memory && captured !== undefined ? [this.#remembering(cluster.arn, memory, captured)] : []),
      ...savings.map((saving) => ({
        Put: { TableName, Item: { ...toItem(saving), ...savingKey(cluster.arn, saving) } },
      })),
    ];
    await named(this.#client.send(new TransactWriteItemsCommand({ TransactItems })));
  }

  /** A second run finds the memory gone, or its sleep dated: neither is wrong. */
  #remembering(
    clusterArn: string,
    memory: NonNullable<Settlement['memory']>,
    captured: string,
  ): TransactWriteItem {
    const at = { TableName: this.#fleet, Key: memoryKey(clusterArn) };
    if (memory.do === 'forget')
      return {
        Delete: {
          ...at,
          ConditionExpression: 'attribute_not_exists(pk) OR operationId = :captured',
          ExpressionAttributeValues: toItem({ ':captured': captured }),
        },
      };
    return {
      Update: {
        ...at,
        UpdateExpression: 'SET asleepSince = if_not_exists(asleepSince, :since)',
        ConditionExpression: 'operationId = :captured',
        ExpressionAttributeValues: toItem({ ':captured': captured, ':since': memory.asleepSince }),
      },
    };
  }
}
