import type { ClusterConfig } from '../../cluster-config/config.ts';
import type { Finding } from '../../cluster-config/problem.ts';
import type { ClusterRef } from '../../operation/subject.ts';
import type { ScaleEntry } from '../../policy/entries.ts';
import { resizingsOf } from '../../policy/resizings-of.ts';
import type { ScheduledCluster } from '../../policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../policy/schema.ts';
import { isSelected } from '../../policy/selects.ts';
import { isAutoscaled } from '../../scale/groups/document.ts';
import { documentGroups } from '../../scale/groups/document-groups.ts';
import { resizes } from '../../scale/resize.ts';
import { unscheduled } from '../schedules/schedules.ts';

/** The registry, as far as it tells a cluster's document by the cluster's ARN. */
export interface DocumentReader {
  read(clusterArn: string): Promise<{ readonly config: ClusterConfig } | undefined>;
}

/** So many documents are read at once. */
const AT_ONCE = 50;

/**
 * The reason why a cluster cannot be resized as an entry says, by the groups in its document. The decider is that of
 * the firing.
 */
async function problemOf(
  entry: ScaleEntry,
  cluster: ClusterRef,
  registry: DocumentReader,
): Promise<string | undefined> {
  const registered = await registry.read(cluster.arn);
  if (!registered) return undefined;
  const { config } = registered;
  const groups = documentGroups(config);
  if (groups.length === 0) return 'it has no node groups';
  const { problems } = resizes(resizingsOf(entry), groups, (group) => isAutoscaled(group, config), true);
  return problems[0]?.message;
}

async function findingOf(
  entry: ScaleEntry,
  path: string,
  clusters: readonly ScheduledCluster[],
  registry: DocumentReader,
): Promise<readonly Finding[]> {
  const bad: { readonly cluster: ClusterRef; readonly problem: string }[] = [];
  for (let from = 0; from < clusters.length; from += AT_ONCE) {
    const page = clusters.slice(from, from + AT_ONCE);
    const found = await Promise.all(
      page.map(async ({ cluster }) => {
        const problem = await problemOf(entry, cluster, registry);
        return problem === undefined ? [] : [{ cluster, problem }];
      }),
    );
    bad.push(...found.flat());
  }
  const [first] = bad;
  if (!first) return [];
  const more = bad.length === 1 ? '' : `, and ${bad.length - 1} more cannot either`;
  return [
    {
      path: `${path}.nodeGroups`,
      found: entry.nodeGroups,
      allowed: 'groups and sizes that every cluster has which the entry selects',
      message: `${first.cluster.name} in ${first.cluster.region} cannot be resized so: ${first.problem}${more}`,
      alternative: 'select other clusters, or give those an entry of their own',
    },
  ];
}

/** Entries of `scale` that clusters could not be resized by when the time comes. */
export async function resizingProblems(
  { spec }: FleetDocument,
  clusters: readonly ScheduledCluster[],
  registry: DocumentReader,
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    (spec.scale ?? []).map((entry, index) => {
      const selected = clusters.filter(
        (one) =>
          unscheduled(spec, one) === undefined &&
          isSelected(entry.select, { name: one.cluster.name, tags: one.tags }),
      );
      return findingOf(entry, `spec.scale[${index}]`, selected, registry);
    }),
  );
  return found.flat();
}
