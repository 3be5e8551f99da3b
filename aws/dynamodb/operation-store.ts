import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  ScanCommand,
  type ScanCommandOutput,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { TaskError } from '../../domain/errors.ts';
import { type CarriedOut, type Planned, workOf } from '../../domain/operation/kinds.ts';
import { decideLeaving, type Lease, type RequestClaim } from '../../domain/operation/lease.ts';
import type { AnyOperationRef } from '../../domain/operation/operation.ts';
import type {
  Cancellation,
  OperationRecord,
  PlanOf,
  Reported,
  ReportOf,
} from '../../domain/operation/record.ts';
import type {
  ClaimRequest,
  HeldLease,
  OperationEnd,
  OperationKey,
  OperationStore,
  Standing,
  WithPlan,
} from '../../domain/ports/operations.ts';
import type { KeptChange } from '../../domain/scale/memory/kept.ts';
import { named } from '../errors.ts';
import {
  at,
  type ConditionalUpdate,
  NOT_THERE,
  put,
  putOf,
  refusedOf,
  updateIf,
  writeAll,
} from './conditional-writes.ts';
import type { ItemType, Place, Tables } from './item-type.ts';
import { clusterPartition, FLEET_ITEMS, LEASE_ITEMS, OPERATION } from './item-types.ts';
import { fromItem, type Item, toItem } from './items.ts';
import { keptWrite } from './kept-changes.ts';
import {
  atEpoch,
  claimExpiry,
  freed,
  holderBy,
  joined,
  leavingUpdate,
  takenBy,
  toHeld,
} from './lease-items.ts';
import {
  cancelled,
  ended,
  operationItem,
  plannedUpdate,
  planProjection,
  reportedUpdate,
  toRecord,
} from './operation-items.ts';
import { DynamoDbRecords } from './records.ts';

const { lease: LEASE, claim: CLAIM, execution: EXECUTION } = LEASE_ITEMS;
const recordPlace = FLEET_ITEMS.operation.key;
const placeOf = ({ id, cluster }: Pick<AnyOperationRef, 'id' | 'cluster'>): Place =>
  recordPlace(cluster.arn, id);

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
    return this.#readOf(LEASE, LEASE.key(clusterArn));
  }

  async readClaim(requestId: string): Promise<RequestClaim | undefined> {
    return this.#readOf(CLAIM, CLAIM.key(requestId));
  }

  async readOperation({ clusterArn, operationId }: OperationKey): Promise<OperationRecord | undefined> {
    const item = await this.#read(recordPlace(clusterArn, operationId));
    return item && toRecord(item);
  }

  async readPlan<Kind extends Planned>(
    kind: Kind,
    { clusterArn, operationId }: OperationKey,
  ): Promise<PlanOf<Kind> | undefined> {
    const item = await this.#read(recordPlace(clusterArn, operationId), planProjection(kind));
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

  async claim(request: ClaimRequest): Promise<boolean> {
    const { claim, operation, expectedEpoch, beside } = request;
    const { id, executionArn, cluster } = operation;
    const expiresAt = claimExpiry(operation);
    const place = LEASE.key(cluster.arn);
    const asRead = expectedEpoch === undefined ? NOT_THERE : atEpoch(expectedEpoch);
    const execution = { clusterArn: cluster.arn, operationId: id, expiresAt };
    return writeAll(this.#client, [
      this.#claimed(claim, expiresAt),
      beside
        ? this.#update(place, joined(holderBy(request), beside, claim.epoch))
        : putOf(this.#tables, LEASE, place, takenBy(request), asRead),
      putOf(this.#tables, EXECUTION, EXECUTION.key(executionArn), execution),
      put(this.#tables, placeOf(operation), operationItem(operation)),
    ]);
  }

  async skip({ claim, operation }: Omit<ClaimRequest, 'expectedEpoch'>): Promise<boolean> {
    return writeAll(this.#client, [
      this.#claimed(claim, claimExpiry(operation)),
      put(this.#tables, placeOf(operation), operationItem(operation)),
    ]);
  }

  #claimed(claim: RequestClaim, expiresAt: number) {
    return putOf(this.#tables, CLAIM, CLAIM.key(claim.requestId), { ...claim, expiresAt }, NOT_THERE);
  }

  async cancel(operation: AnyOperationRef, cancellation: Cancellation): Promise<boolean> {
    return updateIf(this.#client, this.#tables, placeOf(operation), cancelled(cancellation));
  }

  async endOperation(operation: AnyOperationRef, end: OperationEnd): Promise<void> {
    await updateIf(this.#client, this.#tables, placeOf(operation), ended(operation.kind, end));
  }

  async completeOperation(operation: AnyOperationRef, at: string): Promise<void> {
    const end = { status: 'Succeeded', at } as const;
    const left = await this.#leaving(operation);
    const isBoth =
      left !== undefined &&
      (await writeAll(this.#client, [
        this.#update(placeOf(operation), ended(operation.kind, end)),
        this.#update(LEASE.key(operation.cluster.arn), left),
      ]));
    if (isBoth) return;
    await this.endOperation(operation, end);
    await this.releaseLease(operation);
  }

  /** The write by which an operation leaves its lease; one of a kind that shares none leaves it free, and reads nothing. */
  async #leaving(operation: AnyOperationRef): Promise<ConditionalUpdate | undefined> {
    const { kind, cluster, epoch } = operation;
    if (!workOf(kind).sharesLease) return freed(epoch);
    return leavingUpdate(decideLeaving(await this.readLease(cluster.arn), operation), operation);
  }

  /** By an index that only leases with a holder are in. One that was freed a moment ago may still be. */
  async heldLeases(): Promise<readonly HeldLease[]> {
    const held: HeldLease[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const scan = new ScanCommand({
        TableName: this.#tables.leases,
        IndexName: 'held',
        ...(start ? { ExclusiveStartKey: start } : {}),
      });
      const page: ScanCommandOutput = await named(this.#client.send(scan));
      held.push(...(page.Items ?? []).flatMap((item) => toHeld(fromItem(LEASE, item))));
      start = page.LastEvaluatedKey;
    } while (start);
    return held;
  }

  async leasesHeldBy(executionArn: string): Promise<readonly HeldLease[]> {
    const found = await this.#readOf(EXECUTION, EXECUTION.key(executionArn));
    if (!found) return [];
    const lease = await this.readLease(found.clusterArn);
    return (lease ? toHeld(lease) : []).filter((held) => held.executionArn === executionArn);
  }

  async operationOf(executionArn: string): Promise<OperationRecord | undefined> {
    const found = await this.#readOf(EXECUTION, EXECUTION.key(executionArn));
    return found?.operationId === undefined ? undefined : this.readOperation(found);
  }

  async releaseLease(operation: AnyOperationRef): Promise<boolean> {
    const { kind, cluster } = operation;
    const left = await this.#leaving(operation);
    if (!left) return false;
    const written = await updateIf(this.#client, this.#tables, LEASE.key(cluster.arn), left);
    if (written || !workOf(kind).sharesLease) return written;
    throw new TaskError(
      'Throttled',
      `another operation joined or left the lease of ${cluster.name} meanwhile`,
    );
  }

  #update(place: Place, update: ConditionalUpdate) {
    return { Update: { ...at(this.#tables, place), ...update } };
  }

  async #readOf<Kept extends object>(
    type: Pick<ItemType<Kept>, 'attributes'>,
    place: Place,
  ): Promise<Kept | undefined> {
    const item = await this.#read(place);
    return item && fromItem<Kept>(type, item);
  }

  async #read(place: Place, only: object = {}): Promise<Item | undefined> {
    const get = new GetItemCommand({ ...at(this.#tables, place), ConsistentRead: true, ...only });
    return (await named(this.#client.send(get))).Item;
  }
}
