import { readForFleet } from '../documents/read-for-fleet.ts';
import type { ReadClusterConfig } from '../documents/user-documents.ts';
import { type FleetOptions, nowOf } from '../fleet.ts';
import { planFleets } from '../fleets/apply-fleets.ts';
import { type FleetDiff, fleetDiff } from '../fleets/diff.ts';
import { columns, printResult } from '../output.ts';
import { type Difference, differencesOf } from '../plan/differences.ts';
import { documentPatch } from '../plan/document-patch.ts';
import { observeCluster } from '../plan/observe.ts';
import { refuseDocuments } from '../refuse-documents.ts';
import { outsideFleet } from './apply.ts';

export interface DiffOptions extends FleetOptions {
  readonly file: readonly string[];
  /** True where a patch is printed that brings documents up to their clusters' versions. */
  readonly patch?: boolean;
}

interface ClusterDiff {
  readonly document: string;
  readonly cluster: string;
  readonly region: string;
  /** EKS's status; absent where the cluster does not exist. */
  readonly status?: string;
  readonly differences: readonly Difference[];
}

const ABSENT: Difference = { part: 'controlPlane', kind: 'create', text: 'there is no such cluster' };

/**
 * `diff`: the differences between files and clusters. It changes nothing; with differences, the command ends with 2.
 */
export async function runDiff(options: DiffOptions): Promise<void> {
  const read = await readForFleet(options);
  if (!read.fleet || read.problems.length > 0) return refuseDocuments(read.problems, options.output);
  const { clusters, fleets, fleet } = read;
  const outside = await outsideFleet(fleet, clusters);
  if (outside.length > 0) return refuseDocuments(outside, options.output);
  const planned = await planFleets(fleet, fleets, clusters);
  if (planned.problems.length > 0) return refuseDocuments(planned.problems, options.output);
  const now = new Date(nowOf(fleet)).toISOString();
  const diffs = await Promise.all(
    clusters.map(async ({ source, config }): Promise<ClusterDiff> => {
      const { status, parts, kept } = await observeCluster(fleet, config, now);
      const { name: cluster, region } = config.metadata;
      if (status === undefined) return { document: source, cluster, region, differences: [ABSENT] };
      return { document: source, cluster, region, status, differences: [...differencesOf(parts), ...kept] };
    }),
  );
  const fleetDiffs = planned.fleets.map(fleetDiff);
  if (options.patch) return printPatch(clusters, diffs);
  printResult(options.output, { clusters: diffs, fleets: fleetDiffs }, () => diffTable(diffs, fleetDiffs));
  if ([...diffs, ...fleetDiffs].some(({ differences }) => differences.length > 0)) process.exitCode = 2;
}

/** Prints the patch as it is, so that it can be piped into `git apply`; with one, the command ends with 2. */
async function printPatch(
  clusters: readonly ReadClusterConfig[],
  diffs: readonly ClusterDiff[],
): Promise<void> {
  const patch = await documentPatch(
    clusters.map(({ source, document }, index) => ({
      source,
      document,
      differences: diffs[index]?.differences ?? [],
    })),
  );
  process.stdout.write(patch);
  if (patch !== '') process.exitCode = 2;
}

export function diffTable(diffs: readonly ClusterDiff[], fleets: readonly FleetDiff[] = []): string {
  const rows = diffs.flatMap(({ cluster, region, differences }) =>
    differences.map(({ part, kind, path, text }) => [cluster, region, path || part, kind, text]),
  );
  const ofFleets = fleets.flatMap(({ fleet, home, differences }) =>
    differences.map(({ part, kind, region = home, text }) => [fleet, region, part, kind, text]),
  );
  const notes = fleets.flatMap((one) => one.notes);
  if (rows.length + ofFleets.length === 0) return ['no differences', ...notes].join('\n');
  const head = fleets.length > 0 ? 'CLUSTER OR FLEET' : 'CLUSTER';
  const table = columns([head, 'REGION', 'PART', 'WHAT', 'DIFFERENCE'], [...rows, ...ofFleets]);
  return [table, ...notes].join('\n');
}
