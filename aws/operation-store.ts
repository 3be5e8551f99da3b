import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  ScanCommand,
  type ScanCommandOutput,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Lease, RequestClaim } from '../domain/operation/lease.ts';
import {
  CARRIED_OUT,
  type CarriedOut,
  type ObservedAccount,
  type OperationKind,
  type OperationRecord,
  type OperationRef,
} from '../domain/operation/operation.ts';
import type {
  ClaimRequest,
  HeldLease,
  OperationEnd,
  OperationStore,
  Standing,
} from '../domain/ports/operations.ts';
import { named, toTaskError } from './errors.ts';
import {
  claimKey,
  clusterPartition,
  executionKey,
  leaseKey,
  OPERATION,
  operationKey,
  type Tables,
} from './item-keys.ts';
import { fromItem, toItem } from './items.ts';
import { type ConditionalUpdate, ended, operationItem } from './operation-items.ts';
import { DynamoDbRecords } from './records.ts';

/**
 * A claim outlives its event: retries come within 24 hours, and the queues of what could not be delivered keep an event
 * for 14 days, after which nobody can send it on again (`infrastructure/regional/events.yml`). The table is scanned.
 */
const CLAIM_DAYS = 15;

const hasName = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** `OperationStore` over the region's lease table and the fleet's global table. */
export class DynamoDbOperationStore implements OperationStore {
  readonly #client: DynamoDBClient;
  readonly #leases: string;
  readonly #fleet: string;
  readonly #records: DynamoDbRecords;

  constructor(client: DynamoDBClient, tables: Tables) {
    this.#client = client;
    this.#leases = tables.leases;
    this.#fleet = tables.fleet;
    this.#records = new DynamoDbRecords(client, tables);
  }

  async readLease(clusterArn: string): Promise<Lease | undefined> {
    return this.#read(this.#leases, leaseKey(clusterArn)) as Promise<Lease | undefined>;
  }

  async readClaim(requestId: string): Promise<RequestClaim | undefined> {
    return this.#read(this.#leases, claimKey(requestId)) as Promise<RequestClaim | undefined>;
  }

  async readOperation(ref: {
    clusterArn: string;
    operationId: string;
  }): Promise<OperationRecord | undefined> {
    return this.#read(this.#fleet, operationKey(ref.clusterArn, ref.operationId)) as Promise<
      OperationRecord | undefined
    >;
  }

  async isOnRecord(clusterArn: string, kind?: CarriedOut): Promise<boolean> {
    const wanted = kind && {
      FilterExpression: '#kind = :kind AND #status <> :rejected',
      ExpressionAttributeNames: { '#kind': 'kind', '#status': 'status' },
    };
    const query = {
      ...this.#ofCluster(clusterArn, kind && { ':kind': kind, ':rejected': 'Rejected' }),
      ...(wanted ?? { Limit: 1 }),
      ProjectionExpression: 'sk',
    };
    const find = async () => {
      for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
        if (Items.length > 0) return true;
      return false;
    };
    return named(find());
  }

  async operationsOf(clusterArn: string): Promise<readonly OperationRecord[]> {
    const records: OperationRecord[] = [];
    const query = this.#ofCluster(clusterArn);
    const read = async () => {
      for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
        records.push(...Items.map((item) => fromItem<OperationRecord>(item)));
    };
    await named(read());
    return records;
  }

  /** A query of a cluster's operations, with more values for what it asks of them. */
  #ofCluster(clusterArn: string, more: object = {}) {
    return {
      TableName: this.#fleet,
      KeyConditionExpression: 'pk = :cluster AND begins_with(sk, :operation)',
      ExpressionAttributeValues: marshall({
        ':cluster': clusterPartition(clusterArn),
        ':operation': OPERATION,
        ...more,
      }),
    };
  }

  async readStanding(clusterArn: string): Promise<Standing> {
    return this.#records.read({ arn: clusterArn }, ['lease', 'pause']);
  }

  async claim({ claim, operation, expectedEpoch }: ClaimRequest): Promise<boolean> {
    const { id, kind, executionArn, startedAt, cluster } = operation;
    const claimed = claimItem(claim, operation);
    const lease: Lease = {
      clusterArn: cluster.arn,
      epoch: claim.epoch,
      holder: { operationId: id, kind, executionArn, takenAt: startedAt },
    };
    const held = { ...lease, heldBy: executionArn };
    const items: TransactWriteItem[] = [
      put(this.#leases, claimKey(claim.requestId), claimed, 'attribute_not_exists(pk)'),
      expectedEpoch === undefined
        ? put(this.#leases, leaseKey(cluster.arn), held, 'attribute_not_exists(pk)')
        : put(this.#leases, leaseKey(cluster.arn), held, 'epoch = :epoch', {
            ':epoch': { N: String(expectedEpoch) },
          }),
      put(this.#leases, executionKey(executionArn), {
        clusterArn: cluster.arn,
        operationId: id,
        expiresAt: claimed.expiresAt,
      }),
      put(this.#fleet, operationKey(cluster.arn, id), operationItem(operation)),
    ];
    return this.#writeAll(items);
  }

  /** False where a condition of one of them does not hold: then none was written. */
  async #writeAll(TransactItems: TransactWriteItem[]): Promise<boolean> {
    try {
      await this.#client.send(new TransactWriteItemsCommand({ TransactItems }));
      return true;
    } catch (error) {
      const found = toTaskError(error);
      if (hasName(error, 'TransactionCanceledException') && found.name !== 'Throttled') return false;
      throw found;
    }
  }

  async skip({ claim, operation }: Omit<ClaimRequest, 'expectedEpoch'>): Promise<boolean> {
    return this.#writeAll([
      put(this.#leases, claimKey(claim.requestId), claimItem(claim, operation), 'attribute_not_exists(pk)'),
      put(this.#fleet, operationKey(operation.cluster.arn, operation.id), operationItem(operation)),
    ]);
  }

  async recordObserved(operation: OperationRef, observed: ObservedAccount): Promise<void> {
    await this.#updateIf(this.#fleet, operationKey(operation.cluster.arn, operation.id), {
      UpdateExpression: 'SET observed = :observed',
      // What a task sees that runs after its operation has ended is not what the operation went by.
      ConditionExpression: '#status = :running',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':observed': observed, ':running': 'Running' }),
    });
  }

  async endOperation(operation: OperationRef, end: OperationEnd): Promise<void> {
    await this.#updateIf(
      this.#fleet,
      operationKey(operation.cluster.arn, operation.id),
      ended(operation.kind, end),
    );
  }

  async completeOperation(operation: OperationRef, at: string): Promise<void> {
    const { id, cluster, epoch } = operation;
    const end = { status: 'Succeeded', at } as const;
    const isBoth = await this.#writeAll([
      {
        Update: { TableName: this.#fleet, Key: operationKey(cluster.arn, id), ...ended(operation.kind, end) },
      },
      { Update: { TableName: this.#leases, Key: leaseKey(cluster.arn), ...freed(epoch) } },
    ]);
    if (isBoth) return;
    await this.endOperation(operation, end);
    await this.releaseLease(cluster.arn, epoch);
  }

  /** By an index that only leases with a holder are in. One that was freed a moment ago may still be. */
  async heldLeases(): Promise<readonly HeldLease[]> {
    const held: HeldLease[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page: ScanCommandOutput = await named(
        this.#client.send(
          new ScanCommand({
            TableName: this.#leases,
            IndexName: 'held',
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        ),
      );
      held.push(...(page.Items ?? []).flatMap((item) => toHeld(fromItem<Lease>(item))));
      start = page.LastEvaluatedKey;
    } while (start);
    return held;
  }

  async leasesHeldBy(executionArn: string): Promise<readonly HeldLease[]> {
    const found = await this.#read(this.#leases, executionKey(executionArn));
    if (!found) return [];
    const lease = await this.readLease(String(found.clusterArn));
    return lease?.holder?.executionArn === executionArn ? toHeld(lease) : [];
  }

  async operationOf(executionArn: string): Promise<OperationRecord | undefined> {
    const found = await this.#read(this.#leases, executionKey(executionArn));
    if (found?.operationId === undefined) return undefined;
    return this.readOperation({
      clusterArn: String(found.clusterArn),
      operationId: String(found.operationId),
    });
  }

  async releaseLease(clusterArn: string, epoch: number): Promise<boolean> {
    return this.#updateIf(this.#leases, leaseKey(clusterArn), freed(epoch));
  }

  async #updateIf(
    table: string,
    key: Record<string, AttributeValue>,
    update: ConditionalUpdate,
  ): Promise<boolean> {
    try {
      await this.#client.send(new UpdateItemCommand({ TableName: table, Key: key, ...update }));
      return true;
    } catch (error) {
      if (hasName(error, 'ConditionalCheckFailedException')) return false;
      return named(Promise.reject(error));
    }
  }

  async #read(
    table: string,
    key: Record<string, AttributeValue>,
  ): Promise<Record<string, unknown> | undefined> {
    const { Item } = await named(
      this.#client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true })),
    );
    return Item && fromItem(Item);
  }
}

/** Only while this epoch still holds the lease. */
const freed = (epoch: number): ConditionalUpdate => ({
  UpdateExpression: 'REMOVE holder, heldBy',
  ConditionExpression: 'epoch = :epoch',
  ExpressionAttributeValues: { ':epoch': { N: String(epoch) } },
});

const claimItem = (claim: RequestClaim, { startedAt }: OperationRecord) => ({
  ...claim,
  expiresAt: Math.floor(Date.parse(startedAt) / 1000) + CLAIM_DAYS * 86400,
});

function put(
  table: string,
  key: Record<string, AttributeValue>,
  value: object,
  condition?: string,
  values?: Record<string, AttributeValue>,
): TransactWriteItem {
  const item = { ...toItem(value), ...key };
  return {
    Put: {
      TableName: table,
      Item: item,
      ...(condition === undefined ? {} : { ConditionExpression: condition }),
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    },
  };
}

const isCarriedOut = (kind: OperationKind): kind is CarriedOut =>
  (CARRIED_OUT as readonly string[]).includes(kind);

/**
 * The holder of a lease as the reference that its tasks carry; name and region of what it is about are in its ARN. What
 * a later release does, and this one does not, is left to that.
 */
function toHeld({ clusterArn, epoch, holder }: Lease): readonly HeldLease[] {
  if (!holder || !isCarriedOut(holder.kind)) return [];
  const [, , , region = '', , resource = ''] = clusterArn.split(':');
  const cluster = { name: resource.slice(resource.indexOf('/') + 1), region, arn: clusterArn };
  return [
    {
      operation: { id: holder.operationId, kind: holder.kind, cluster, epoch },
      executionArn: holder.executionArn,
    },
  ];
}
