import { DISRUPTION_BUDGETS, NODE_POOLS, NODES, PODS } from '../../kubernetes/api/resources.ts';
import { DO_NOT_DISRUPT } from '../../kubernetes/controllers/nodes.ts';
import type { ClusterRecord } from '../records.ts';
import { type Finding, passing, resourceAt, worst } from './check.ts';

/** Controls that hold Auto Mode's nodes up on their way back (guide, "Roll back EKS Auto Mode clusters"). */
const isZero = (value: unknown): boolean => /^0%?$/.test(String(value));

/** "A budget of nodes: 0 for drift blocks rollback indefinitely. This triggers an ERROR insight." */
export function zeroBudgets({ kubernetes }: ClusterRecord): Finding {
  const resources = kubernetes.store
    .list(NODE_POOLS)
    .filter(({ spec }) =>
      spec.disruption?.budgets?.some(
        ({ nodes, reasons }) => isZero(nodes) && (reasons === undefined || reasons.includes('Drifted')),
      ),
    )
    .map(({ metadata }) =>
      resourceAt(
        `/apis/karpenter.sh/v1/nodepools/${metadata.name}`,
        'ERROR',
        'A disruption budget of the NodePool allows no node to be disrupted for drift.',
      ),
    );
  if (resources.length === 0) return passing('No NodePool disruption budget blocks drift.');
  return { status: 'ERROR', reason: 'NodePool disruption budgets block drift.', resources };
}

/** On nodes an error, on pods a warning. */
export function doNotDisrupt({ kubernetes }: ClusterRecord): Finding {
  const isHeld = ({ metadata }: { metadata: { annotations?: Record<string, string> } }) =>
    metadata.annotations?.[DO_NOT_DISRUPT] === 'true';
  const { store } = kubernetes;
  const resources = [
    ...store
      .list(NODES)
      .filter(isHeld)
      .map(({ metadata }) =>
        resourceAt(`/api/v1/nodes/${metadata.name}`, 'ERROR', 'The node may not be disrupted.'),
      ),
    ...store
      .list(PODS)
      .filter(isHeld)
      .map(({ metadata: { namespace, name } }) =>
        resourceAt(
          `/api/v1/namespaces/${namespace}/pods/${name}`,
          'WARNING',
          'The pod may not be disrupted.',
        ),
      ),
  ];
  if (resources.length === 0) return passing('No do-not-disrupt annotations detected.');
  return { status: worst(resources), reason: 'Do-not-disrupt annotations detected.', resources };
}

/** "PDBs with maxUnavailable: 0 delay node disruption. This triggers a WARNING insight." */
export function blockingBudgets({ kubernetes }: ClusterRecord): Finding {
  const resources = kubernetes.store
    .list(DISRUPTION_BUDGETS)
    .filter(({ spec }) => spec.maxUnavailable !== undefined && isZero(spec.maxUnavailable))
    .map(({ metadata: { namespace, name } }) =>
      resourceAt(
        `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/${name}`,
        'WARNING',
        'The PodDisruptionBudget allows no disruption.',
      ),
    );
  if (resources.length === 0) return passing('No PodDisruptionBudget blocks evictions.');
  return { status: 'WARNING', reason: 'PodDisruptionBudgets allow no disruption.', resources };
}
