import { readClusterConfigs } from '../documents/cluster-configs.ts';
import { connect, type FleetOptions } from '../fleet.ts';
import { columns, printResult } from '../output.ts';
import { type Difference, differencesOf } from '../plan/differences.ts';
import { observeCluster } from '../plan/observe.ts';
import { refuseDocuments } from '../refuse-documents.ts';
import { outsideFleet } from './apply.ts';

export interface DiffOptions extends FleetOptions {
  readonly file: readonly string[];
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

/** `diff`: what differs between files and clusters. It changes nothing; 2 says that something differs. */
export async function runDiff(options: DiffOptions): Promise<void> {
  const now = new Date().toISOString();
  const { clusters, problems } = await readClusterConfigs(options.file, now.slice(0, 10));
  if (problems.length > 0) return refuseDocuments(problems, options.output);
  const fleet = await connect(options, clusters[0]?.config.metadata.region);
  const outside = outsideFleet(fleet, clusters);
  if (outside.length > 0) return refuseDocuments(outside, options.output);
  const diffs = await Promise.all(
    clusters.map(async ({ source, config }): Promise<ClusterDiff> => {
      const { status, parts } = await observeCluster(fleet, config, now);
      const { name: cluster, region } = config.metadata;
      if (status === undefined) return { document: source, cluster, region, differences: [ABSENT] };
      return { document: source, cluster, region, status, differences: differencesOf(parts) };
    }),
  );
  printResult(options.output, { clusters: diffs }, () => diffTable(diffs));
  if (diffs.some(({ differences }) => differences.length > 0)) process.exitCode = 2;
}

export function diffTable(diffs: readonly ClusterDiff[]): string {
  const rows = diffs.flatMap(({ cluster, region, differences }) =>
    differences.map(({ part, kind, path, text }) => [cluster, region, path || part, kind, text]),
  );
  if (rows.length === 0) return 'no differences';
  return columns(['CLUSTER', 'REGION', 'PART', 'WHAT', 'DIFFERENCE'], rows);
}
