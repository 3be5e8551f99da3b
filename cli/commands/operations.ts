import type { OperationSummary } from '../../aws/operation-history.ts';
import { connect, type FleetOptions } from '../fleet.ts';
import { columns, printResult } from '../output.ts';
import { historyOf, missing } from './get.ts';

export interface OperationsOptions extends FleetOptions {
  /** How many are shown at most. */
  readonly limit: number;
}

/** `get operations [NAME]`: by id or by cluster, the newest first. */
export async function runGetOperations(names: readonly string[], options: OperationsOptions): Promise<void> {
  const found: OperationSummary[] = [];
  const unseen = new Set(names);
  for await (const operation of historyOf(await connect(options))) {
    const { id, cluster } = operation;
    if (names.length > 0 && !names.includes(id) && !names.includes(cluster.name)) continue;
    found.push(operation);
    unseen.delete(id);
    unseen.delete(cluster.name);
    if (found.length > options.limit && unseen.size === 0) break;
  }
  missing([...unseen], [], 'operation');
  const rows = found.slice(0, options.limit);
  printResult(options.output, rows, () => operationTable(rows));
  if (found.length > rows.length)
    process.stderr.write(`there are more: --limit ${2 * options.limit} shows older operations as well\n`);
}

export function operationTable(rows: readonly OperationSummary[]): string {
  if (rows.length === 0) return 'no operations';
  return columns(
    ['OPERATION', 'KIND', 'ACTION', 'CLUSTER', 'REGION', 'STATUS', 'STARTED', 'ENDED', 'REASON'],
    rows.map(({ id, kind, action = '-', cluster, status, startedAt, endedAt = '-', failure }) => [
      id,
      kind,
      action,
      cluster.name,
      cluster.region,
      status,
      startedAt,
      endedAt,
      failure ? `${failure.step}: ${failure.reason}` : '-',
    ]),
  );
}
