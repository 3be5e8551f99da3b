import type { OperationSummary } from '../../aws/dynamodb/operation-history.ts';
import type { Fleet } from '../../aws/fleet.ts';
import { pausedBy } from '../../domain/operation/pause.ts';
import { type UpgradeProgress, upgradeProgress } from '../../domain/upgrade/progress.ts';
import { connect, regionOf } from '../fleet.ts';
import { columns, printResult } from '../output.ts';
import { sideBySide } from '../side-by-side.ts';
import { fleetUpgradeRows, fleetUpgradesTable } from '../waves/fleet-rows.ts';
import { historyOf, missing } from './get.ts';
import type { OperationsOptions } from './operations.ts';

/** Upgrades that are read at once. */
const AT_ONCE = 10;

/** One upgrade or rollback, and its progress. */
export interface UpgradeRow extends UpgradeProgress {
  readonly id: string;
  readonly cluster: string;
  readonly region: string;
  readonly action: string;
  readonly status: string;
  readonly reason?: string;
}

/** Upgrades that are on record, newest first: of some clusters, or all. */
async function upgradesOf(
  fleet: Fleet,
  names: readonly string[],
  limit: number,
): Promise<{ readonly found: readonly OperationSummary[]; readonly isAll: boolean }> {
  const found: OperationSummary[] = [];
  for await (const operation of historyOf(fleet)) {
    const { id, kind, cluster } = operation;
    if (kind !== 'upgrade') continue;
    if (names.length > 0 && !names.includes(id) && !names.includes(cluster.name)) continue;
    if (found.length === limit) return { found, isAll: false };
    found.push(operation);
  }
  return { found, isAll: true };
}

/** The progress of one, with the pause that holds it where it has not ended. */
async function rowOf(
  fleet: Fleet,
  { id, cluster, status, startedAt, action, failure }: OperationSummary,
): Promise<UpgradeRow> {
  const { operations } = regionOf(fleet, cluster.region);
  const record = await operations.readOperation({ clusterArn: cluster.arn, operationId: id });
  const { pause } = status === 'Running' ? await operations.readStanding(cluster.arn) : {};
  const progress = record?.kind === 'upgrade' ? upgradeProgress(record) : { since: startedAt };
  const isRolledBack = progress.turnedBack !== undefined && status === 'Succeeded';
  return {
    id,
    cluster: cluster.name,
    region: cluster.region,
    action: action ?? '-',
    status: isRolledBack ? 'RolledBack' : status,
    ...progress,
    ...(pause ? { waitsFor: pausedBy(cluster.name, pause) } : {}),
    ...(failure ? { reason: `${failure.step}: ${failure.reason}` } : {}),
  };
}

/** `get upgrades [NAME]`: of fleets and clusters, or by id, the newest first. */
export async function runGetUpgrades(names: readonly string[], options: OperationsOptions): Promise<void> {
  const fleet = await connect(options);
  const { found, isAll } = await upgradesOf(fleet, names, options.limit);
  const ofFleets = await fleetUpgradeRows(fleet, fleet.readFrom, names);
  const seen = [
    ...found.flatMap(({ id, cluster }) => [id, cluster.name]),
    ...ofFleets.flatMap(({ id, fleet: name }) => [id, name]),
  ];
  if (isAll) missing(names, seen, 'upgrade of');
  const rows = await sideBySide(found, AT_ONCE, (one) => rowOf(fleet, one));
  const told = ofFleets.length > 0 ? [fleetUpgradesTable(ofFleets), ''] : [];
  printResult(options.output, { fleets: ofFleets, clusters: rows }, () =>
    [...told, ...(rows.length > 0 || ofFleets.length === 0 ? [upgradeTable(rows)] : [])].join('\n'),
  );
  if (!isAll) process.stderr.write(`there are more: --limit ${2 * options.limit} shows older ones as well\n`);
}

export function upgradeTable(rows: readonly UpgradeRow[]): string {
  if (rows.length === 0) return 'no upgrades';
  return columns(
    [
      'CLUSTER',
      'REGION',
      'ACTION',
      'FROM',
      'TO',
      'STATUS',
      'STEP',
      'SINCE',
      'WAITS FOR',
      'CAN GO BACK UNTIL',
    ],
    rows.map((row) => [
      row.cluster,
      row.region,
      row.action,
      row.from ?? '-',
      row.to ?? '-',
      row.status,
      row.step ?? '-',
      row.since,
      row.waitsFor ?? row.turnedBack ?? row.reason ?? row.left?.join('; ') ?? '-',
      row.canGoBackUntil ?? '-',
    ]),
  );
}
