import type { ScheduledCluster } from '../../policy/scheduled-cluster.ts';
import type { RegistryPort } from '../../ports/registry.ts';

/** As many as DynamoDB gives in about one page of 1 MB. */
const PAGE = 1000;

/** Every cluster that the fleet has in some regions. */
export async function listAll(
  registry: Pick<RegistryPort, 'listScheduled'>,
  regions: readonly string[],
): Promise<readonly ScheduledCluster[]> {
  const clusters: ScheduledCluster[] = [];
  for (const region of regions) {
    let from = '';
    do {
      const page = await registry.listScheduled(region, from, PAGE);
      clusters.push(...page.clusters);
      from = page.next;
    } while (from !== '');
  }
  return clusters;
}
