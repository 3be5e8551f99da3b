import { describeAsConfig } from '../adopt/describe.ts';
import type { ClusterConfig } from '../cluster-config/config.ts';
import { parseClusterConfig } from '../cluster-config/parse.ts';
import type { Account } from '../desired/account.ts';
import { TaskError } from '../errors.ts';
import type { ClusterRef } from '../operation/subject.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import type { Level } from '../registry/level.ts';
import type { NotDescribed, RegisteredCluster } from '../registry/registered-cluster.ts';
import { compareWithDocument, type DriftPorts } from './drift.ts';
import { readSeenCluster, type SeenPorts } from './seen-cluster.ts';
import type { Target } from './target.ts';

export interface Adoption {
  readonly cluster: ClusterRef;
  readonly level: Level;
  readonly operationId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly account: Account;
}

/** The target that an adopted or created cluster is compared with, and applied by. */
export function targetOf(registered: RegisteredCluster, account: Account): Target {
  const { availabilityZones, instanceTypes, subnets } = registered.observed;
  return {
    config: registered.config,
    account: { ...account, availabilityZones, ...(instanceTypes ? { instanceTypes } : {}) },
    subnets,
    startedAt: registered.writtenAt,
  };
}

function parsed(document: unknown, name: string, today: string): ClusterConfig {
  const { config, problems } = parseClusterConfig(document, name, { today });
  if (config) return config;
  throw new TaskError('Unexpected', `the description of ${name} is not valid: ${problems[0]?.message}`);
}

/**
 * Describes a cluster as the fleet is to know it. Differences between the cluster and its description right away are
 * those that a document cannot say: they are named, and never taken for drift. Health is no such difference: a node
 * group that is degraded is degraded.
 */
export async function describeForFleet(
  observed: DescribedCluster,
  { cluster, level, operationId, at, account }: Adoption,
  ports: DriftPorts & SeenPorts,
): Promise<RegisteredCluster> {
  const today = at.slice(0, 10);
  const seen = await readSeenCluster(observed, cluster.region, ports);
  const { document, notDescribed } = describeAsConfig(seen, { today });
  const described: RegisteredCluster = {
    cluster,
    level,
    origin: 'adopted',
    since: at,
    config: parsed(document, cluster.name, today),
    documentIs: 'described',
    writtenBy: operationId,
    writtenAt: at,
    observed: { availabilityZones: [], subnets: seen.subnets },
    notDescribed,
  };
  const comparison = await compareWithDocument(described, targetOf(described, account), ports);
  const differences = comparison.outcome === 'Compared' ? comparison.differences : [];
  const beyond = differences
    .filter(({ path }) => !path.endsWith('.status'))
    .map(
      ({ path, wanted, found }): NotDescribed => ({
        path,
        reason: `what the document says of the whole makes it ${wanted}, and it is ${found}`,
      }),
    );
  return { ...described, notDescribed: [...notDescribed, ...beyond] };
}
