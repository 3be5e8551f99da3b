import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { columns, duration } from '../output.ts';
import { failoversTable } from './failovers-table.ts';

/** The most lines about operations that did not succeed, before they are only counted. */
const MOST_LINES = 20;

/** `2026-11-24 19:03`. */
const minuteOf = (time: string): string => time.slice(0, 16).replace('T', ' ');

/** `us-west-2/web` of the identity of a cluster or a fleet. */
function placeOf(arn: string): string {
  const { 3: region, 5: resource = arn } = arn.split(':');
  return `${region}/${resource.slice(resource.indexOf('/') + 1)}`;
}

/**
 * Lines for the operations that did not succeed: one each with its reason, or, if there are many, a count by outcome.
 */
function unsuccessful(operations: SimulationReport['operations']): readonly string[] {
  const others = operations.filter(({ outcome }) => outcome !== 'Succeeded');
  if (others.length <= MOST_LINES)
    return others.map(
      ({ cluster, kind, action = kind, startedAt, outcome, reason }) =>
        `${placeOf(cluster)} ${action} ${minuteOf(startedAt)} ${outcome}${reason === undefined ? '' : `: ${reason}`}`,
    );
  const counts = new Map<string, number>();
  for (const { kind, outcome } of others)
    counts.set(`${kind} ${outcome}`, (counts.get(`${kind} ${outcome}`) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} operations: ${what} (--output json lists them)`);
}

/**
 * The number of scalings of each cluster, if there are too many for a line each; nothing if the clusters are too many
 * as well.
 */
function counted(scaled: SimulationReport['operations']): readonly string[] {
  const counts = new Map<string, number>();
  for (const { cluster, action = '' } of scaled) {
    const what = `${placeOf(cluster)} ${action}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  if (counts.size > MOST_LINES) return [];
  const rows = [...counts].sort().map(([what, count]) => [...what.split(' '), String(count)]);
  return ['', columns(['CLUSTER', 'SCALED', 'TIMES'], rows), ''];
}

/** Lines for the scalings that succeeded: one each, or, if there are many, counts. */
function scalings(operations: SimulationReport['operations']): readonly string[] {
  const scaled = operations.filter(({ kind, outcome }) => kind === 'scale' && outcome === 'Succeeded');
  if (scaled.length === 0) return [];
  if (scaled.length > MOST_LINES) return counted(scaled);
  const rows = scaled.map(({ cluster, action = '', startedAt, endedAt = startedAt }) => [
    cluster.split('/').at(-1) ?? cluster,
    action,
    minuteOf(startedAt),
    duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000),
  ]);
  return ['', columns(['CLUSTER', 'SCALED', 'AT (UTC)', 'TOOK'], rows), ''];
}

/** Lines for the upgrades and rollbacks that have a plan: what each came to, and why it turned back. */
function upgrades(operations: SimulationReport['operations']): readonly string[] {
  const upgraded = operations.filter(({ upgrade }) => upgrade !== undefined);
  if (upgraded.length === 0) return [];
  if (upgraded.length > MOST_LINES) return [`${upgraded.length} upgrades (--output json lists them)`];
  const rows = upgraded.map(({ cluster, upgrade, outcome, startedAt, endedAt = startedAt }) => [
    placeOf(cluster),
    upgrade?.from === upgrade?.to ? `${upgrade?.from}` : `${upgrade?.from} → ${upgrade?.to}`,
    minuteOf(startedAt),
    duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000),
    upgrade?.turnedBack === undefined ? outcome : `turned back: ${upgrade.turnedBack}`,
  ]);
  return [columns(['CLUSTER', 'UPGRADED', 'AT (UTC)', 'TOOK', 'OUTCOME'], rows), ''];
}

/** A line on the faults that came to pass: `went wrong: 3 × throttle, 1 × lose-reply`. */
function faultsOf(faults: SimulationReport['faults']): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of faults) counts.set(name, (counts.get(name) ?? 0) + 1);
  const said = [...counts].map(([name, count]) => `${count} × ${name}`);
  return said.length === 0 ? [] : [`went wrong: ${said.join(', ')}`];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)}s`;

/** A report as a person reads it; `sinceStartMs` is what the whole command has taken, in milliseconds. */
export function reportTable(report: SimulationReport, sinceStartMs: number): string {
  const clusters =
    report.clusters.length === 0
      ? 'no cluster is left'
      : columns(
          ['CLUSTER', 'REGION', 'STATUS', 'VERSION', 'NODE GROUPS', 'TOOK', 'CRITICAL PATH', 'OVERHEAD'],
          report.clusters.map(
            ({
              name,
              region,
              status,
              version,
              nodeGroups,
              tookSeconds,
              criticalPathSeconds,
              overheadPercent,
            }) => [
              name,
              region,
              status,
              version,
              nodeGroups.join(',') || '-',
              duration(tookSeconds),
              duration(criticalPathSeconds),
              `${overheadPercent} %`,
            ],
          ),
        );
  const overrides = report.overrides.map(({ path, value }) => `set ${path}=${value}`);
  const prerequisites = report.prerequisites.map((text) => `there beforehand: ${text}`);
  const refusals = report.refused.map(
    ({ document, path, reason }) => `${document} refused: ${path === '' ? '' : `${path}: `}${reason}`,
  );
  const { checked, violated: found } = report.invariants;
  const violated =
    found.length > 0 ? found.map((text) => `violated: ${text}`) : [`held: ${checked.join(', ')}`];
  const faults = faultsOf(report.faults);
  const failures = unsuccessful(report.operations);
  const calls = Object.values(report.awsCalls).reduce((sum, { count }) => sum + count, 0);
  const { length: count } = report.operations;
  const totals = [
    `virtual time ${duration(report.virtualSeconds)}, real time ${seconds(report.wallMs)} (${seconds(sinceStartMs)} with loading and compiling)`,
    `${count} ${count === 1 ? 'operation' : 'operations'}, ${calls} AWS calls, ${report.stateTransitions} state transitions, orchestration cost $${report.costUsd.toFixed(4)}`,
    `seed ${report.seed}, trace ${report.traceHash}`,
  ];
  return [
    clusters,
    ...scalings(report.operations),
    ...upgrades(report.operations),
    ...failoversTable(report.failovers),
    ...overrides,
    ...prerequisites,
    ...faults,
    ...failures,
    ...refusals,
    ...violated,
    '',
    ...totals,
  ].join('\n');
}
