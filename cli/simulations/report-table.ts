import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { columns, duration } from '../output.ts';

/** How many lines say what did not succeed, before operations are only counted. */
const MOST_LINES = 20;

/** What did not succeed: each with its reason, or where there are many, how many of which outcome. */
function unsuccessful(operations: SimulationReport['operations']): readonly string[] {
  const others = operations.filter(({ outcome }) => outcome !== 'Succeeded');
  if (others.length <= MOST_LINES)
    return others.map(({ cluster, outcome, reason }) => `${cluster} ${outcome}: ${reason ?? ''}`);
  const counts = new Map<string, number>();
  for (const { kind, outcome } of others)
    counts.set(`${kind} ${outcome}`, (counts.get(`${kind} ${outcome}`) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} operations: ${what} (--output json lists them)`);
}

/** `2026-11-24 19:03`. */
const minuteOf = (time: string): string => time.slice(0, 16).replace('T', ' ');

/** What became of clusters after they had come: of many, the summary's number is enough. */
function scalings(operations: SimulationReport['operations']): readonly string[] {
  const scaled = operations.filter(({ action, outcome }) => action !== undefined && outcome === 'Succeeded');
  if (scaled.length === 0 || scaled.length > MOST_LINES) return [];
  const rows = scaled.map(({ cluster, action = '', startedAt, endedAt = startedAt }) => [
    cluster.split('/').at(-1) ?? cluster,
    action,
    minuteOf(startedAt),
    duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000),
  ]);
  return ['', columns(['CLUSTER', 'SCALED', 'AT (UTC)', 'TOOK'], rows), ''];
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
    ({ document, path, reason }) => `${document} refused: ${path}: ${reason}`,
  );
  const { checked, violated: found } = report.invariants;
  const violated =
    found.length > 0 ? found.map((text) => `violated: ${text}`) : [`held: ${checked.join(', ')}`];
  const failures = unsuccessful(report.operations);
  const calls = Object.values(report.awsCalls).reduce((sum, { count }) => sum + count, 0);
  const totals = [
    `virtual time ${duration(report.virtualSeconds)}, real time ${seconds(report.wallMs)} (${seconds(sinceStartMs)} with loading and compiling)`,
    `${report.operations.length} operations, ${calls} AWS calls, ${report.stateTransitions} state transitions, orchestration cost $${report.costUsd.toFixed(4)}`,
    `seed ${report.seed}, trace ${report.traceHash}`,
  ];
  return [
    clusters,
    ...scalings(report.operations),
    ...overrides,
    ...prerequisites,
    ...failures,
    ...refusals,
    ...violated,
    '',
    ...totals,
  ].join('\n');
}
