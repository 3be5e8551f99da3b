import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { KubernetesAccess } from '../domain/access/kubernetes-access.ts';
import type { ClusterRef } from '../domain/operation/operation.ts';
import type { ScheduledCluster } from '../domain/policy/scheduled-cluster.ts';
import type { RegistryPage, RegistryPort, ScheduledPage } from '../domain/ports/registry.ts';
import type { RegisteredCluster } from '../domain/registry/registered-cluster.ts';
import { named } from './errors.ts';
import { accessKey, clusterKey, leftKey, memoryKey } from './item-keys.ts';
import { fromItem, toItem } from './items.ts';

/** Beside each cluster an item by which its region's clusters are listed: the table has no index. */
const listingKey = ({ region, name }: ClusterRef) =>
  marshall({ pk: `region#${region}`, sk: `cluster#${name}` });

/** `RegistryPort` over the fleet's global table; every item is written by the cluster's own region. */
export class DynamoDbRegistry implements RegistryPort {
  readonly #client: DynamoDBClient;
  readonly #fleet: string;

  constructor(client: DynamoDBClient, fleet: string) {
    this.#client = client;
    this.#fleet = fleet;
  }

  async read(clusterArn: string): Promise<RegisteredCluster | undefined> {
    const { Item } = await named(
      this.#client.send(
        new GetItemCommand({ TableName: this.#fleet, Key: clusterKey(clusterArn), ConsistentRead: true }),
      ),
    );
    return Item && fromItem<RegisteredCluster>(Item);
  }

  async recordAccess(clusterArn: string, access: KubernetesAccess): Promise<void> {
    const Item = { ...marshall(access), ...accessKey(clusterArn) };
    await named(this.#client.send(new PutItemCommand({ TableName: this.#fleet, Item })));
  }

  async register(cluster: RegisteredCluster): Promise<void> {
    const put = (key: Record<string, AttributeValue>, value: object): TransactWriteItem => ({
      Put: {
        TableName: this.#fleet,
        Item: { ...toItem(value), ...key },
      },
    });
    await this.#write([
      put(clusterKey(cluster.cluster.arn), cluster),
      put(listingKey(cluster.cluster), {
        cluster: cluster.cluster,
        level: cluster.level,
        tags: cluster.config.metadata.tags ?? {},
      }),
    ]);
  }

  async unregister(cluster: ClusterRef): Promise<void> {
    // What it would wake to goes with it: another cluster of the name is not asleep.
    const { arn } = cluster;
    const keys = [clusterKey(arn), listingKey(cluster), accessKey(arn), memoryKey(arn), leftKey(arn)];
    await this.#write(keys.map((Key) => ({ Delete: { TableName: this.#fleet, Key } })));
  }

  async list(region: string, from: string, limit: number): Promise<RegistryPage> {
    const { items, next } = await this.#list(region, from, limit);
    return { clusters: items.map(({ cluster }) => cluster), next };
  }

  async listScheduled(region: string, from: string, limit: number): Promise<ScheduledPage> {
    const { items, next } = await this.#list(region, from, limit);
    return { clusters: await Promise.all(items.map((item) => this.#scheduled(item))), next };
  }

  async #list(region: string, from: string, limit: number) {
    const pk = `region#${region}`;
    const { Items = [], LastEvaluatedKey } = await named(
      this.#client.send(
        new QueryCommand({
          TableName: this.#fleet,
          KeyConditionExpression: 'pk = :region',
          ExpressionAttributeValues: marshall({ ':region': pk }),
          Limit: limit,
          ...(from === '' ? {} : { ExclusiveStartKey: marshall({ pk, sk: from }) }),
        }),
      ),
    );
    const items = Items.map((item) => fromItem<Pick<ScheduledCluster, 'cluster'>>(item));
    return { items, next: LastEvaluatedKey ? String(unmarshall(LastEvaluatedKey).sk) : '' };
  }

  /** An item of an earlier release holds the cluster alone; the rest is in the cluster's own. */
  async #scheduled(listed: Pick<ScheduledCluster, 'cluster'>): Promise<ScheduledCluster> {
    if ('level' in listed) {
      const { cluster, level, tags } = listed as ScheduledCluster;
      return { cluster, level, tags };
    }
    const registered = await this.read(listed.cluster.arn);
    return {
      cluster: listed.cluster,
      level: registered?.level ?? 'observe',
      tags: registered?.config.metadata.tags ?? {},
    };
  }

  async recordDrift(clusterArn: string, writtenBy: string, digest: string): Promise<void> {
    const update = {
      TableName: this.#fleet,
      Key: clusterKey(clusterArn),
      ConditionExpression: 'writtenBy = :writtenBy',
      UpdateExpression: digest === '' ? 'REMOVE publishedDrift' : 'SET publishedDrift = :digest',
      ExpressionAttributeValues: marshall({
        ':writtenBy': writtenBy,
        ...(digest === '' ? {} : { ':digest': digest }),
      }),
    };
    try {
      await this.#client.send(new UpdateItemCommand(update));
    } catch (error) {
      const isOutdated = error instanceof Error && error.name === 'ConditionalCheckFailedException';
      if (!isOutdated) await named(Promise.reject(error));
    }
  }

  async #write(TransactItems: TransactWriteItem[]): Promise<void> {
    await named(this.#client.send(new TransactWriteItemsCommand({ TransactItems })));
  }
}
