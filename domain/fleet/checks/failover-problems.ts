import { nearestName } from '../../cluster-config/nearest.ts';
import type { Finding } from '../../cluster-config/problem.ts';
import { KINDS } from '../../operation/kinds.ts';
import { placeOf } from '../../policy/hook-arn.ts';
import { arnOf, eachPlan, hooksOf, type PlacedPlan } from '../../policy/rules/failover/each-plan.ts';
import { movedTwice } from '../../policy/rules/failover/moves.ts';
import type { ScheduledCluster } from '../../policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../policy/schema.ts';
import type { StoredFleet } from '../../ports/fleets.ts';
import { LEVELS } from '../../registry/level.ts';
import { documentGroups } from '../../scale/groups/document-groups.ts';
import type { DocumentReader } from './resizing-problems.ts';

const LEVEL = KINDS.failover.level;

const clusterOf = (
  side: { readonly cluster: string; readonly region: string },
  clusters: readonly ScheduledCluster[],
) => clusters.find(({ cluster }) => cluster.name === side.cluster && cluster.region === side.region);

/** A failover changes the standby, and a way back the primary: both have to be the fleet's to change. */
const levelProblems = ({ path, plan }: PlacedPlan, clusters: readonly ScheduledCluster[]) =>
  (['from', 'to'] as const).flatMap((member): readonly Finding[] => {
    const known = clusterOf(plan[member], clusters);
    if (!known || LEVELS.indexOf(known.level) >= LEVELS.indexOf(LEVEL)) return [];
    return [
      {
        path: `${path}.${member}.cluster`,
        found: plan[member].cluster,
        allowed: `a cluster at level ${LEVEL}`,
        message: `${plan[member].cluster} in ${plan[member].region} is at level ${known.level}: a failover may not change it`,
        alternative: `eks-fleet adopt ${plan[member].cluster} --level ${LEVEL}`,
      },
    ];
  });

/** Hooks of another account: the roles of the fleet may start none there. */
const accountProblems = (plan: PlacedPlan, account: string) =>
  hooksOf(plan).flatMap(({ path, hook }): readonly Finding[] => {
    const { member, arn } = arnOf(hook);
    if (placeOf(arn).account === account) return [];
    const message = "hooks are of the fleet's own account";
    return [{ path: `${path}.${member}`, found: arn, allowed: `of account ${account}`, message }];
  });

/** Groups that the standby's document does not have. */
async function groupProblems(
  { path, plan }: PlacedPlan,
  clusters: readonly ScheduledCluster[],
  registry: DocumentReader,
): Promise<readonly Finding[]> {
  const named = Object.keys(plan.capacity?.nodeGroups ?? {});
  const known = clusterOf(plan.to, clusters);
  if (named.length === 0 || !known) return [];
  const registered = await registry.read(known.cluster.arn);
  if (!registered) return [];
  const groups = documentGroups(registered.config).map(({ name }) => name);
  return named
    .filter((name) => !groups.includes(name))
    .map((name) => {
      const near = nearestName(name, groups);
      return {
        path: `${path}.capacity.nodeGroups.${name}`,
        found: name,
        allowed: groups.join(', ') || 'none',
        message: `${plan.to.cluster} has no such node group`,
        ...(near === undefined ? {} : { alternative: `did you mean ${near}?` }),
      };
    });
}

/** Failover plans against the fleet as it is: its clusters, its account, and the plans of its other documents. */
export async function failoverProblems(
  document: FleetDocument,
  clusters: readonly ScheduledCluster[],
  stored: readonly StoredFleet[],
  { account, registry }: { readonly account: string; readonly registry: DocumentReader },
): Promise<readonly Finding[]> {
  const others = stored.flatMap(({ name, document: other }) =>
    other && name !== document.metadata.name
      ? (other.spec.failover ?? []).map((plan) => ({ plan, called: `plan ${plan.name} of fleet ${name}` }))
      : [],
  );
  const found = eachPlan(document.spec).map(async (placed) => {
    const { plan, path } = placed;
    const namesake = others.find((other) => other.plan.name === plan.name);
    const message = namesake && `${namesake.called} has this name, and Guard would have one item of both`;
    return [
      ...(message === undefined
        ? []
        : [{ path: `${path}.name`, found: plan.name, allowed: 'a name of its own', message }]),
      ...movedTwice(plan, path, others),
      ...levelProblems(placed, clusters),
      ...accountProblems(placed, account),
      ...(await groupProblems(placed, clusters, registry)),
    ];
  });
  return (await Promise.all(found)).flat();
}
