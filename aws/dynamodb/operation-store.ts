import { type DynamoDBClient, paginateQuery, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { TaskError } from '../../domain/errors.ts';
import type { CarriedOut, Planned } from '../../domain/operation/kinds.ts';
import type { Lease, RequestClaim } from '../../domain/operation/lease.ts';
import type { AnyOperationRef } from '../../domain/operation/operation.ts';
import type {
  Cancellation,
  OperationRecord,
  PlanOf,
  Reported,
  ReportOf,
} from '../../domain/operation/record.ts';
import type { OperationKey, OperationStore, Standing, WithPlan } from '../../domain/ports/operations.ts';
import type { KeptChange } from '../../domain/scale/memory/kept.ts';
import { named } from '../errors.ts';
import { at, type ConditionalUpdate, refusedOf, updateIf } from './conditional-writes.ts';
import type { Place, Tables } from './item-type.ts';
import { clusterPartition, FLEET_ITEMS, LEASE_ITEMS, OPERATION } from './item-types.ts';
import { toItem } from './items.ts';
import { keptWrite } from './kept-changes.ts';
import {
  cancelled,
  placeAt,
  placeOf,
  plannedUpdate,
  planProjection,
  reportedUpdate,
  toRecord,
} from './operation-items.ts';
import { DynamoDbRecords } from './records.ts';
import { readItem, readOf } from './strong-reads.ts';

const { lease: LEASE, claim: CLAIM } = LEASE_ITEMS;

/** `OperationStore` over the region's lease table and the fleet's global table. */
export class DynamoDbOperationStore implements OperationStore {
  readonly #client: DynamoDBClient;
  readonly #tables: Tables;
  readonly #records: DynamoDbRecords;

  constructor(client: DynamoDBClient, tables: Tables) {
    this.#client = client;
    this.#tables = tables;
    this.#records = new DynamoDbRecords(client, tables);
  }

  async readLease(clusterArn: string): Promise<Lease | undefined> {
    return readOf(this.#client, this.#tables, LEASE, LEASE.key(clusterArn));
  }

  async readClaim(requestId: string): Promise<RequestClaim | undefined> {
    return readOf(this.#client, this.#tables, CLAIM, CLAIM.key(requestId));
  }

  async readOperation({ clusterArn, operationId }: OperationKey): Promise<OperationRecord | undefined> {
    const item = await readItem(this.#client, this.#tables, placeAt(clusterArn, operationId));
    return item && toRecord(item);
  }

  async readPlan<Kind extends Planned>(
    kind: Kind,
    { clusterArn, operationId }: OperationKey,
  ): Promise<PlanOf<Kind> | undefined> {
    const item = await readItem(
      this.#client,
      this.#tables,
      placeAt(clusterArn, operationId),
      planProjection(kind),
    );
    return item && (toRecord(item).plan as PlanOf<Kind> | undefined);
  }

  async recordPlan<Kind extends Planned>(
    kind: Kind,
    operation: AnyOperationRef,
    plan: PlanOf<Kind>,
    more?: WithPlan,
  ): Promise<boolean> {
    const update = plannedUpdate(kind, plan, more?.neededUntil);
    if (!more) return updateIf(this.#client, this.#tables, placeOf(operation), update);
    const { arn, name } = operation.cluster;
    const refused = await refusedOf(this.#client, [
      this.#update(placeOf(operation), update),
      ...more.kept.map((change) => keptWrite(this.#tables, arn, change)),
    ]);
    if (refused === undefined || refused === 0) return refused === undefined;
    throw new TaskError('Conflict', `what ${name} wakes to has changed since it was read`);
  }

  async recordReport<Kind extends Reported>(
    _kind: Kind,
    operation: AnyOperationRef,
    report: ReportOf<Kind>,
    kept: readonly KeptChange[],
  ): Promise<void> {
    const TransactItems = [
      this.#update(placeOf(operation), reportedUpdate(report)),
      ...kept.map((change) => keptWrite(this.#tables, operation.cluster.arn, change)),
    ];
    await named(this.#client.send(new TransactWriteItemsCommand({ TransactItems })));
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
        records.push(...Items.map(toRecord));
    };
    await named(read());
    return records;
  }

  /** A query of a cluster's operations, with more members for its conditions. */
  #ofCluster(clusterArn: string, more: object = {}) {
    return {
      TableName: this.#tables.fleet,
      KeyConditionExpression: 'pk = :cluster AND begins_with(sk, :operation)',
      ExpressionAttributeValues: toItem(FLEET_ITEMS.operation, {
        ':cluster': clusterPartition(clusterArn),
        ':operation': OPERATION,
        ...more,
      }),
    };
  }

  async readStanding(clusterArn: string): Promise<Standing> {
    return this.#records.read({ arn: clusterArn }, ['lease', 'pause']);
  }

  async cancel(operation: AnyOperationRef, cancellation: Cancellation): Promise<boolean> {
    return updateIf(this.#client, this.#tables, placeOf(operation), cancelled(cancellation));
  }

  #update(place: Place, update: ConditionalUpdate) {
    return { Update: { ...at(this.#tables, place), ...update } };
  }
}
