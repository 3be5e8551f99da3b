import { type OperationDetails, readOperationDetails } from '../../aws/dynamodb/operation-details.ts';
import type { OperationSummary } from '../../aws/dynamodb/operation-history.ts';
import { type Fleet, fleetTable } from '../../aws/fleet.ts';
import { type Requester, requesterOf } from '../../domain/operation/requester.ts';
import { connect, type FleetOptions, regionOf } from '../fleet.ts';
import { columns, printResult } from '../output.ts';
import { sleep } from '../sleep.ts';
import { historyOf, missing } from './get.ts';

export interface OperationsOptions extends FleetOptions {
  /** The most operations to show. */
  readonly limit: number;
}

/** `get operations [NAME]`: by id or by cluster, the newest first. */
export async function runGetOperations(names: readonly string[], options: OperationsOptions): Promise<void> {
  const fleet = await connect(options);
  const found: OperationSummary[] = [];
  const unseen = new Set(names);
  // A name that is an operation's has one of them, and a cluster's any number.
  const notIds = new Set(names);
  for await (const operation of historyOf(fleet)) {
    const { id, cluster } = operation;
    if (names.length > 0 && !names.includes(id) && !names.includes(cluster.name)) continue;
    found.push(operation);
    unseen.delete(id);
    unseen.delete(cluster.name);
    notIds.delete(id);
    const isAll = names.length > 0 && notIds.size === 0;
    if (isAll || (found.length > options.limit && unseen.size === 0)) break;
  }
  missing([...unseen], [], 'operation');
  const rows = found.slice(0, options.limit);
  const told = await withDetails(fleet, rows);
  printResult(options.output, told, () => operationTable(told));
  if (found.length > rows.length)
    process.stderr.write(`there are more: --limit ${2 * options.limit} shows older operations as well\n`);
}

type Listed = OperationSummary & OperationDetails;

/** Each with who asked and why, the operation that asked for it, and a scaling with its result: sizes of each group before and after, and those that are missing. */
async function withDetails(fleet: Fleet, rows: readonly OperationSummary[]): Promise<readonly Listed[]> {
  const { dynamoDb } = regionOf(fleet, fleet.readFrom);
  const details = await readOperationDetails(dynamoDb, fleetTable(fleet.stage), rows, sleep);
  return rows.map((row) => ({ ...row, ...details.get(row.id) }));
}

const WHO = ['BY', 'PROVEN', 'WHY'] as const;
const whoIn = ({ by, proven, reason = '-' }: Requester) => [by, proven ? 'yes' : 'no', reason];

export function operationTable(rows: readonly Listed[]): string {
  if (rows.length === 0) return 'no operations';
  return columns(
    ['OPERATION', 'KIND', 'ACTION', 'CLUSTER', 'REGION', 'STATUS', 'STARTED', 'ENDED', 'REASON', ...WHO],
    rows.map((row) => [
      row.id,
      row.kind,
      row.action ?? '-',
      row.cluster.name,
      row.cluster.region,
      row.status,
      row.startedAt,
      row.endedAt ?? '-',
      row.failure ? `${row.failure.step}: ${row.failure.reason}` : '-',
      ...whoIn(requesterOf(row)),
    ]),
  );
}
