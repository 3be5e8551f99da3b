import {
  type AttributeValue,
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { TaskError } from '../../domain/errors.ts';
import { workOf } from '../../domain/operation/kinds.ts';
import { decideLeaving, type Lease, type RequestClaim } from '../../domain/operation/lease.ts';
import type { AnyOperationRef } from '../../domain/operation/operation.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import type { ClaimRequest, HeldLease, Leases, OperationEnd } from '../../domain/ports/leases.ts';
import { named } from '../errors.ts';
import {
  at,
  type ConditionalUpdate,
  NOT_THERE,
  put,
  putOf,
  updateIf,
  writeAll,
} from './conditional-writes.ts';
import type { Place, Tables } from './item-type.ts';
import { LEASE_ITEMS } from './item-types.ts';
import { fromItem } from './items.ts';
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
import { ended, operationItem, placeAt, placeOf, toRecord } from './operation-items.ts';
import { readItem, readOf } from './strong-reads.ts';

const { lease: LEASE, claim: CLAIM, execution: EXECUTION } = LEASE_ITEMS;

/** `Leases` over the region's lease table and the fleet's global table. */
export class DynamoDbLeases implements Leases {
  readonly #client: DynamoDBClient;
  readonly #tables: Tables;

  constructor(client: DynamoDBClient, tables: Tables) {
    this.#client = client;
    this.#tables = tables;
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
    return leavingUpdate(decideLeaving(await this.#lease(cluster.arn), operation), operation);
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
    const found = await this.#execution(executionArn);
    if (!found) return [];
    const lease = await this.#lease(found.clusterArn);
    return (lease ? toHeld(lease) : []).filter((held) => held.executionArn === executionArn);
  }

  async operationOf(executionArn: string): Promise<OperationRecord | undefined> {
    const found = await this.#execution(executionArn);
    if (found?.operationId === undefined) return undefined;
    const place = placeAt(found.clusterArn, found.operationId);
    const item = await readItem(this.#client, this.#tables, place);
    return item && toRecord(item);
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

  async #lease(clusterArn: string): Promise<Lease | undefined> {
    return readOf(this.#client, this.#tables, LEASE, LEASE.key(clusterArn));
  }

  async #execution(executionArn: string) {
    return readOf(this.#client, this.#tables, EXECUTION, EXECUTION.key(executionArn));
  }

  #update(place: Place, update: ConditionalUpdate) {
    return { Update: { ...at(this.#tables, place), ...update } };
  }
}
