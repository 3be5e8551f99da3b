import { readSavings } from '../../aws/dynamodb/savings.ts';
import { listClusters } from '../../aws/eks/clusters.ts';
import { fleetTable } from '../../aws/fleet.ts';
import { supportOf } from '../../domain/kubernetes-versions.ts';
import { priceSource } from '../../domain/prices.ts';
import { extendedSupportPerMonth, type Saving } from '../../domain/scale/outcome/savings.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, nowOf, regionOf, regionsOf } from '../fleet.ts';
import { columns, printResult } from '../output.ts';

/** A month of a fleet's savings. */
export interface MonthOfSavings {
  readonly month: string;
  readonly operations: number;
  readonly nodeHours: number;
  readonly usd: number;
  /** The part of `nodeHours` for which the price table had no price. */
  readonly nodeHoursWithoutPrice: number;
  /** Days of the price tables that were in use. */
  readonly pricesAsOf: readonly string[];
}

const sum = (savings: readonly Saving[], member: 'nodeHours' | 'usd' | 'nodeHoursWithoutPrice'): number =>
  Math.round(savings.reduce((total, one) => total + one[member], 0) * 100) / 100;

export function monthOf(month: string, savings: readonly Saving[]): MonthOfSavings {
  return {
    month,
    operations: new Set(savings.map(({ operationId }) => operationId)).size,
    nodeHours: sum(savings, 'nodeHours'),
    usd: sum(savings, 'usd'),
    nodeHoursWithoutPrice: sum(savings, 'nodeHoursWithoutPrice'),
    pricesAsOf: [...new Set(savings.map(({ pricesAsOf }) => pricesAsOf))].sort(),
  };
}

/** The month of a day (ISO) and those before it, newest first. */
export function monthsUntil(today: string, count: number): readonly string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  );
}

/** `get savings`: the savings by sleeping and smaller clusters, and the cost of extended support. */
export async function runGetSavings(options: FleetOptions & { readonly months: string }): Promise<void> {
  const count = Number(options.months);
  if (!Number.isInteger(count) || count < 1 || count > 60)
    throw new CommandError(`--months says ${options.months}`, 'give a number from 1 to 60');
  const fleet = await connect(options);
  const today = new Date(nowOf(fleet)).toISOString().slice(0, 10);
  const { dynamoDb } = regionOf(fleet, fleet.readFrom);
  const [months, clusters] = await Promise.all([
    Promise.all(
      monthsUntil(today, count).map(async (month) =>
        monthOf(month, await readSavings(dynamoDb, fleetTable(fleet.stage), month)),
      ),
    ),
    Promise.all(
      regionsOf(fleet).map(async ({ region, eksClient }) =>
        (await listClusters(eksClient)).map(({ name, version }) => ({ name, region, version })),
      ),
    ),
  ]);
  const extendedSupport = clusters
    .flat()
    .filter(({ version }) => supportOf(version, today) === 'extended')
    .map((cluster) => ({ ...cluster, usdPerMonth: extendedSupportPerMonth }));
  const shown = months.filter(({ operations }) => operations > 0);
  printResult(options.output, { months: shown, extendedSupport, prices: priceSource }, () =>
    savingsTable(shown, extendedSupport),
  );
}

export function savingsTable(
  months: readonly MonthOfSavings[],
  extended: readonly { readonly name: string; readonly region: string; readonly version: string }[],
): string {
  const saved =
    months.length === 0
      ? 'nothing saved yet'
      : columns(
          ['MONTH', 'OPERATIONS', 'NODE HOURS', 'USD', 'PRICES OF'],
          months.map(({ month, operations, nodeHours, usd, pricesAsOf }) => [
            month,
            operations,
            nodeHours,
            usd.toFixed(2),
            pricesAsOf.join(', '),
          ]),
        );
  const lines = extended.map(
    ({ name, region, version }) =>
      `${region}/${name}: Kubernetes ${version} is in extended support, which costs ${extendedSupportPerMonth} USD a month more`,
  );
  const unpriced = months
    .filter(({ nodeHoursWithoutPrice }) => nodeHoursWithoutPrice > 0)
    .map(
      ({ month, nodeHoursWithoutPrice }) =>
        `${month}: ${nodeHoursWithoutPrice} of the node hours are of instance types without a price in the table, and are not in the USD`,
    );
  const { source, asOf, region } = priceSource;
  const table = `the table of prices is domain/prices.json: on demand in ${region}, as of ${asOf}, from ${source}`;
  return [saved, ...unpriced, ...lines, table].join('\n');
}
