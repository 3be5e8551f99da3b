import * as z from 'zod';
import { readOperationDetails } from '../../aws/dynamodb/operation-details.ts';
import { type OperationSummary, operationsByTime } from '../../aws/dynamodb/operation-history.ts';
import { readRejections } from '../../aws/dynamodb/rejections.ts';
import { type Fleet, fleetTable } from '../../aws/fleet.ts';
import { type AuditRow, auditRows } from '../../domain/operation/audit.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, nowOf, regionOf } from '../fleet.ts';
import { columns, printResult } from '../output.ts';
import { sideBySide } from '../side-by-side.ts';
import { sleep } from '../sleep.ts';

export interface AuditOptions extends FleetOptions {
  readonly from: string;
  readonly to?: string;
  readonly cluster?: string;
  readonly by?: string;
}

/** Operations that are read at once. */
const AT_ONCE = 10;
const DAY_MS = 86_400_000;
/** The last time that there is. */
const LAST_MS = 8_640_000_000_000_000;
const day = z.iso.date();
const time = z.iso.datetime({ offset: true });

/** The instant that an option names: a day is meant as a whole, in UTC. */
function instantOf(option: string, text: string, end: boolean): number {
  if (day.safeParse(text).success) return Date.parse(text) + (end ? DAY_MS - 1 : 0);
  if (time.safeParse(text).success) return Date.parse(text);
  throw new CommandError(
    `${option} says ${JSON.stringify(text)}, which is no time`,
    'say a day such as 2026-12-01, or a time with its offset such as 2026-12-01T08:00:00+01:00',
  );
}

/** The range of an audit; refused where it is backwards. */
export function auditRange(
  { from, to }: Pick<AuditOptions, 'from' | 'to'>,
  nowMs: number,
): { readonly from: string; readonly to: string } {
  const begins = instantOf('--from', from, false);
  const ends = to === undefined ? nowMs : instantOf('--to', to, true);
  if (begins > ends)
    throw new CommandError(
      `--from (${new Date(begins).toISOString()}) is later than ${to === undefined ? 'now' : `--to (${new Date(ends).toISOString()})`}`,
      'name the earlier time by --from',
    );
  return { from: new Date(begins).toISOString(), to: new Date(ends).toISOString() };
}

/** Requests about upgrades of fleets: the list of operations has no requests. */
async function readWishes(fleet: Fleet, listed: readonly OperationSummary[]) {
  const { operations } = regionOf(fleet, fleet.readFrom);
  const found = await sideBySide(
    listed.filter(({ kind }) => kind === 'upgrade-fleet'),
    AT_ONCE,
    async ({ id, cluster }) => {
      const record = await operations.readOperation({ clusterArn: cluster.arn, operationId: id });
      return record?.kind === 'upgrade-fleet' ? [[id, { wish: record.request }] as const] : [];
    },
  );
  return new Map(found.flat());
}

/** `audit`: who asked for what, when and why, and what came of it; refusals as well. */
export async function runAudit(options: AuditOptions): Promise<void> {
  // A range that cannot be read is refused before anybody is asked.
  auditRange(options, LAST_MS);
  const fleet = await connect(options);
  const { from, to } = auditRange(options, nowOf(fleet));
  const { dynamoDb, fleetUpgrades } = regionOf(fleet, fleet.readFrom);
  const table = fleetTable(fleet.stage);
  const listed: OperationSummary[] = [];
  for await (const one of operationsByTime(dynamoDb, table, { from, to })) listed.push(one);
  const details = await readOperationDetails(dynamoDb, table, listed, sleep);
  const wishes = await readWishes(fleet, listed);
  const operations = listed.map((one) => ({ ...one, ...details.get(one.id), ...wishes.get(one.id) }));
  const rejections = await readRejections(dynamoDb, table, from, to);
  const rows = auditRows(operations, rejections, await fleetUpgrades.list(), options);
  printResult(options.output, rows, () => auditTable(rows));
}

/** A text of somebody's, without what would steer a terminal. */
const plain = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');

export function auditTable(rows: readonly AuditRow[]): string {
  if (rows.length === 0) return 'no requests';
  return columns(
    ['AT', 'BY', 'PROVEN', 'WHAT', 'CLUSTER', 'REGION', 'WHY', 'OUTCOME', 'BECAUSE', 'APPROVED BY'],
    rows.map(({ at, by, proven, what, about, region, why, outcome, because, approvedBy }) =>
      [at, by, proven ? 'yes' : 'no', what, about, region, why, outcome, because, approvedBy].map(
        (text) => plain(text) || '-',
      ),
    ),
  );
}
