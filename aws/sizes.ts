import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { OperationRef } from '../domain/operation/operation.ts';
import type { Settlement, SizesStore } from '../domain/ports/sizes.ts';
import type { Memory } from '../domain/scale/memory.ts';
import type { ScalingPlan } from '../domain/scale/plan.ts';
import type { Saving } from '../domain/scale/savings.ts';
import { named } from './errors.ts';
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

  async capture(clusterArn: string, memory: Memory): Promise<boolean> {
    return this.#putIf(memoryKey(clusterArn), memory, 'attribute_not_exists(pk)');
  }

  async replaceMemory(clusterArn: string, memory: Memory, captured: string): Promise<boolean> {
    return this.#putIf(memoryKey(clusterArn), memory, 'operationId = :captured', { ':captured': captured });
  }

  async recordPlan({ cluster, id }: OperationRef, plan: ScalingPlan): Promise<boolean> {
    return this.#unlessRefused(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#fleet,
          Key: operationKey(cluster.arn, id),
          ...plannedUpdate(plan),
        }),
      ),
    );
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

  async #putIf(key: ItemKey, value: object, condition: string, given?: object): Promise<boolean> {
    return this.#unlessRefused(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#fleet,
          Item: { ...toItem(value), ...key },
          ConditionExpression: condition,
          ...(given ? { ExpressionAttributeValues: toItem(given) } : {}),
        }),
      ),
    );
  }

  async #unlessRefused(call: Promise<unknown>): Promise<boolean> {
    try {
      await call;
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      return named(Promise.reject(error));
    }
  }
}
