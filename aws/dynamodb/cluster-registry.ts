import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { KubernetesAccess } from '../../domain/access/kubernetes-access.ts';
import type { ClusterRef } from '../../domain/operation/subject.ts';
import type { ScheduledCluster } from '../../domain/policy/scheduled-cluster.ts';
import type { RegistryPage, RegistryPort, ScheduledPage } from '../../domain/ports/registry.ts';
import type { RegisteredCluster } from '../../domain/registry/registered-cluster.ts';
import { named } from '../errors.ts';
import { at, putOf, updateIf } from './conditional-writes.ts';
import type { Tables } from './item-type.ts';
import { FLEET_ITEMS, regionPartition } from './item-types.ts';
import { fromItem, toItem } from './items.ts';

const {
  access: ACCESS,
  cluster: CLUSTER,
  left: LEFT,
  listing: LISTING,
  memory: MEMORY,
  support: SUPPORT,
} = FLEET_ITEMS;

/** `RegistryPort` over the fleet's global table; every item is written by the cluster's own region. */
export class DynamoDbRegistry implements RegistryPort {
  readonly #client: DynamoDBClient;
  readonly #tables: Tables;

  constructor(client: DynamoDBClient, tables: Tables) {
    this.#client = client;
    this.#tables = tables;
  }

  async read(clusterArn: string): Promise<RegisteredCluster | undefined> {
    const { Item } = await named(
      this.#client.send(
        new GetItemCommand({ ...at(this.#tables, CLUSTER.key(clusterArn)), ConsistentRead: true }),
      ),
    );
    return Item && fromItem<RegisteredCluster>(CLUSTER, Item);
  }

  async recordAccess(clusterArn: string, access: KubernetesAccess): Promise<void> {
    const Item = { ...toItem(ACCESS, access), ...ACCESS.key(clusterArn).key };
    await named(this.#client.send(new PutItemCommand({ TableName: this.#tables.fleet, Item })));
  }

  async register(cluster: RegisteredCluster): Promise<void> {
    const { arn, region, name } = cluster.cluster;
    const { level, config } = cluster;
    const listed = { cluster: cluster.cluster, level, tags: config.metadata.tags ?? {} };
    // The table has no index by which its region's clusters are listed.
    await this.#write([
      putOf(this.#tables, CLUSTER, CLUSTER.key(arn), cluster),
      putOf(this.#tables, LISTING, LISTING.key(region, name), listed),
    ]);
  }

  async unregister(cluster: ClusterRef): Promise<void> {
    // The memory of the cluster goes with it: another cluster of the name is not asleep.
    const { arn, region, name } = cluster;
    const listed = LISTING.key(region, name);
    const own = [CLUSTER, ACCESS, MEMORY, LEFT, SUPPORT].map((type) => type.key(arn));
    const places = [...own, listed];
    await this.#write(places.map((place) => ({ Delete: at(this.#tables, place) })));
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
    const pk = regionPartition(region);
    const { Items = [], LastEvaluatedKey } = await named(
      this.#client.send(
        new QueryCommand({
          TableName: this.#tables.fleet,
          KeyConditionExpression: 'pk = :region',
          ExpressionAttributeValues: marshall({ ':region': pk }),
          Limit: limit,
          ...(from === '' ? {} : { ExclusiveStartKey: marshall({ pk, sk: from }) }),
        }),
      ),
    );
    const items = Items.map((item) => fromItem(LISTING, item));
    return { items, next: LastEvaluatedKey ? String(unmarshall(LastEvaluatedKey).sk) : '' };
  }

  /** An item of an earlier release holds the cluster alone; the rest is in the cluster's own. */
  async #scheduled(listed: ScheduledCluster): Promise<ScheduledCluster> {
    if (listed.level !== undefined) return listed;
    const registered = await this.read(listed.cluster.arn);
    return {
      cluster: listed.cluster,
      level: registered?.level ?? 'observe',
      tags: registered?.config.metadata.tags ?? {},
    };
  }

  async toldSupport(clusterArn: string): Promise<string | undefined> {
    const { Item } = await named(
      this.#client.send(
        new GetItemCommand({ ...at(this.#tables, SUPPORT.key(clusterArn)), ConsistentRead: true }),
      ),
    );
    return Item && fromItem(SUPPORT, Item).told;
  }

  async recordToldSupport(clusterArn: string, told: string): Promise<void> {
    const Item = { ...toItem(SUPPORT, { told }), ...SUPPORT.key(clusterArn).key };
    await named(this.#client.send(new PutItemCommand({ TableName: this.#tables.fleet, Item })));
  }

  async recordDrift(clusterArn: string, writtenBy: string, digest: string): Promise<void> {
    await updateIf(this.#client, this.#tables, CLUSTER.key(clusterArn), {
      ConditionExpression: 'writtenBy = :writtenBy',
      UpdateExpression: digest === '' ? 'REMOVE publishedDrift' : 'SET publishedDrift = :digest',
      ExpressionAttributeValues: toItem(CLUSTER, {
        ':writtenBy': writtenBy,
        ':digest': digest === '' ? undefined : digest,
      }),
    });
  }

  async #write(TransactItems: TransactWriteItem[]): Promise<void> {
    await named(this.#client.send(new TransactWriteItemsCommand({ TransactItems })));
  }
}
