import type { ObservedDisruptionBudget } from '../../ports/kubernetes.ts';
import type { ScalingPlan } from '../plan.ts';
import { isReached, type SeenInside } from './inside.ts';
import { limitsInWords } from './provisioning.ts';
import { BUILT_IN_KEY, PROVISIONED_KEY, provisioningItems } from './provisioning-items.ts';

/** As many as a fact names. */
const MOST_NAMED = 5;

const blocksDrain = ({
  disruptionsAllowed,
  expectedPods,
  currentHealthy,
}: ObservedDisruptionBudget): boolean => expectedPods > 0 && currentHealthy > 0 && disruptionsAllowed === 0;

/** The budgets that let no pod of theirs be evicted: nodes that run one are not drained. */
export function blockingBudgets({ budgets }: SeenInside): readonly string[] {
  if (!budgets || !isReached(budgets)) return [];
  return budgets
    .filter(blocksDrain)
    .map(
      ({ namespace, name, currentHealthy, desiredHealthy }) =>
        `PodDisruptionBudget ${namespace}/${name} lets no pod be evicted: it needs ${desiredHealthy} healthy and has ${currentHealthy}`,
    );
}

function claimsLeft({ nodeClaims, instances = 0 }: SeenInside): readonly string[] {
  const claims = nodeClaims && isReached(nodeClaims) ? nodeClaims : [];
  const unseen = nodeClaims && !isReached(nodeClaims) ? [nodeClaims.why] : [];
  const some = claims.slice(0, MOST_NAMED).map(({ name }) => name);
  const more = claims.length > some.length ? ` and ${claims.length - some.length} more` : '';
  return [
    ...unseen,
    ...(claims.length > 0 ? [`NodeClaims that are still there: ${some.join(', ')}${more}`] : []),
    ...(instances > 0 ? [`instances that EC2 still has: ${instances}`] : []),
  ];
}

function poolReasons({ nodePools }: SeenInside, doing: 'stop' | 'start'): readonly string[] {
  if (nodePools && !isReached(nodePools)) return [nodePools.why];
  return [doing === 'stop' ? 'it may still start nodes' : 'its limits have not been restored'];
}

/** The nodes that no group has and that are not as they were to be, with the reason. */
export function missingInside(
  plan: ScalingPlan,
  seen: SeenInside,
  clusterName: string,
): readonly { readonly name: string; readonly reasons: string[] }[] {
  const { provisioning: change } = plan;
  if (!change) return [];
  return provisioningItems(plan, seen, clusterName, []).flatMap(({ key, decision }) => {
    if (decision.do === 'nothing' || key.startsWith('nodeClaim/')) return [];
    const failed = decision.do === 'fail' ? [decision.reason] : undefined;
    if (key === PROVISIONED_KEY)
      return [
        { name: 'nodes that no group has', reasons: [...claimsLeft(seen), ...blockingBudgets(seen)] },
      ].filter(({ reasons }) => reasons.length > 0);
    if (key === BUILT_IN_KEY)
      return [
        { name: "Auto Mode's own node pools", reasons: [...(failed ?? ['EKS has not changed them yet'])] },
      ];
    const name = key.replace('nodePool/', 'NodePool ');
    return [{ name, reasons: [...(failed ?? poolReasons(seen, change.do))] }];
  });
}

/** Notes for a person about those nodes, beside the missing ones. */
export function notesInside(
  { provisioning: change, targets }: ScalingPlan,
  { nodes }: SeenInside,
  clusterName: string,
): readonly string[] {
  const unseen =
    nodes && !isReached(nodes) && targets.length > 0
      ? [`unverified inside of ${clusterName}: the Kubernetes API did not answer: ${nodes.why}`]
      : [];
  if (!change) return unseen;
  const { builtIn, nodePools } = change.provisioning;
  const own = builtIn ? [`Auto Mode's own node pools (${builtIn.nodePools.join(', ')})`] : [];
  const others = nodePools.map(({ name, limits }) => `NodePool ${name} (${limitsInWords(limits)})`);
  const all = [...own, ...others];
  if (all.length === 0) return unseen;
  const [start, they] = builtIn || all.length > 1 ? ['start', 'they'] : ['starts', 'it'];
  const what =
    change.do === 'stop'
      ? `${start} no nodes until the cluster wakes`
      : `${start} nodes again as ${they} did before`;
  return [...unseen, `${all.join(', ')} ${what}`];
}
