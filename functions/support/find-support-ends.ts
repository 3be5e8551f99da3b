import type { ClusterRef } from '../../domain/operation/subject.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { RegistryPort } from '../../domain/ports/registry.ts';
import { decideSupportEnd, type SupportEnd } from '../../domain/support/support-end.ts';
import { invocation } from '../runtime/invocation.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { supportTasks } from './contracts.ts';

/** A look that is begun with less time than this is left for the next invocation. */
const LOOK_MS = 10_000;

async function endOf(
  cluster: ClusterRef,
  today: string,
  ports: { readonly eks: EksPort; readonly registry: RegistryPort },
): Promise<SupportEnd | undefined> {
  const [observed, told] = await Promise.all([
    ports.eks.describeCluster(cluster.name),
    ports.registry.toldSupport(cluster.arn),
  ]);
  if (!observed) return undefined;
  const supportType = observed.upgradePolicy?.supportType ?? 'EXTENDED';
  return decideSupportEnd({ cluster, version: observed.version, supportType, today }, told);
}

/**
 * Looks which clusters come to the end of their version's support, one after the other, for as long as there is time. It
 * changes nothing, so it may run as often as it likes.
 */
export const handler = task(
  supportTasks.findSupportEnds,
  { eks, invocation, registry },
  async ({ clusters, at }, ports) => {
    const ends: SupportEnd[] = [];
    let looked = 0;
    for (const cluster of clusters) {
      if (looked > 0 && ports.invocation.remainingMs() < LOOK_MS) break;
      const end = await endOf(cluster, at.slice(0, 10), ports);
      if (end) ends.push(end);
      looked += 1;
    }
    return { outcome: 'Found' as const, ends, looked };
  },
);
