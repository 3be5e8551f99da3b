import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import type { Service } from '../service.ts';
import { namedTableNotFound, tableNotFound, validationError } from './errors.ts';
import type { Item } from './items/attribute-value.ts';
import type { Version } from './items/record.ts';
import type { Table } from './tables/table.ts';

/** The tables of one account in one region, with the access to other regions that replication needs. */
export interface DynamoDbState {
  readonly region: Region;
  readonly tables: Map<string, Table>;
  /** Client request tokens of transactions with the request that each was first used for, oldest first. */
  readonly transactionTokens: Map<string, { readonly at: number; readonly request: object }>;
  /** Hands a version to the replicas in the other regions, each after its lag. */
  replicate(table: Table, key: Item, version: Version): void;
}

export interface DynamoDbService extends Service {
  readonly signingName: 'dynamodb';
  /** The state itself, which only the replicas in other regions may use. */
  readonly state: DynamoDbState;
}

/** Whether a replica, or a witness, in another region can be reached and is up. */
export const reachesReplica = ({ name, outages }: Region, regionName: string): boolean =>
  outages.reaches(name, regionName, 'dynamodb') && !outages.isDown(regionName, 'dynamodb');

/** `table/<name>` may stand in for the name, as an ARN. */
export function tableNameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split('/')[1] ?? '') : nameOrArn;
}

/** The table for an item operation; one that is being created is not there yet. */
export function usableTable(state: DynamoDbState, nameOrArn: string): Table {
  const table = state.tables.get(tableNameOf(nameOrArn));
  if (!table || table.status === 'CREATING') throw tableNotFound();
  return table;
}

/** The table for an operation on tables. */
export function namedTable(state: DynamoDbState, nameOrArn: string): Table {
  const name = tableNameOf(nameOrArn);
  const table = state.tables.get(name);
  if (!table) throw namedTableNotFound(name);
  return table;
}

export function indexOf(table: Table, name: string): Table['indexes'][number] {
  const index = table.indexes.find((each) => each.name === name);
  if (!index) throw validationError(`The table does not have the specified index: ${name}`);
  if (index.status === 'CREATING') {
    throw validationError(`Cannot read from backfilling global secondary index: ${name}`);
  }
  return index;
}

/**
 * Whether a region's replica of a strongly consistent global table reaches nobody else of its three regions: a quorum is
 * two of them, and a round trip (developer guide, "Multi-Region strong consistency"). One that reaches the witness alone
 * goes on: replication goes by it (re:Invent 2025, DAT440).
 */
export function isCutOff({ region }: DynamoDbState, { global }: Table): boolean {
  if (global?.consistency !== 'STRONG') return false;
  const members = [...global.replicas.keys(), ...(global.witness ? [global.witness] : [])];
  return members.every(
    (name) =>
      name === region.name ||
      !reachesReplica(region, name) ||
      !region.outages.reaches(name, region.name, 'dynamodb'),
  );
}

export function assertReachesQuorum(state: DynamoDbState, table: Table): void {
  if (isCutOff(state, table))
    throw new AwsError('InternalServerError', 'Internal server error', { statusCode: 500 });
}

/**
 * A table as a read sees it. A strongly consistent read needs the quorum; an eventually consistent one of a replica that
 * is cut off is answered by what it has had until then, and sees no write of the others (developer guide, MRSC: an
 * isolated replica serves eventually consistent reads).
 */
export function readableTable(state: DynamoDbState, table: Table, consistent: boolean | undefined): Table {
  if (consistent) assertReachesQuorum(state, table);
  const { isolatedItems } = table;
  return consistent || !isolatedItems ? table : { ...table, items: isolatedItems };
}
