import type { Decision } from '../../domain/decide/decision.ts';
import { TaskError } from '../../domain/errors.ts';
import type { KubernetesApi } from '../../domain/ports/kubernetes.ts';
import type { NodeGroupPin } from '../../domain/upgrade/hop.ts';
import { type FailedNodeUpdate, failuresSince } from '../../domain/upgrade/nodes/failures.ts';
import { heldPods } from '../../domain/upgrade/nodes/held-pods.ts';
import {
  decideNodeGroupUpgrade,
  type NodeGroupUpgrade,
  type SeenNodeGroup,
} from '../../domain/upgrade/nodes/node-group.ts';
import { upgradingOf } from '../../domain/upgrade/nodes/upgrading.ts';
import { type NodesAsked, type NodesPorts, stepBegan } from './nodes-asked.ts';

const NO_ANSWER = /^Kubernetes(Unreachable|Unauthorized|Forbidden)$/;

/** The pods that kept EKS from draining nodes; a cluster that cannot be asked is no reason to say nothing at all. */
async function heldOn(
  [newest]: readonly FailedNodeUpdate[],
  api: KubernetesApi | undefined,
  kubernetes: NodesPorts['kubernetes'],
): Promise<readonly string[]> {
  if (!newest || newest.heldNodes.length === 0 || !api) return [];
  try {
    const pods = newest.heldNodes.map((name) =>
      kubernetes.pods(api, { fieldSelector: `spec.nodeName=${name}` }),
    );
    return heldPods((await Promise.all(pods)).flat(), await kubernetes.disruptionBudgets(api));
  } catch (error) {
    if (error instanceof TaskError && NO_ANSWER.test(error.name))
      return [`which pods and budgets these are, its Kubernetes API does not say: ${error.message}`];
    throw error;
  }
}

interface SeenAndDecided {
  readonly seen: SeenNodeGroup;
  readonly decision: Decision<NodeGroupUpgrade>;
}

/** A group as it is. Its failed updates are asked for only where the next one could be begun. */
export async function seeNodeGroup(
  pin: NodeGroupPin,
  asked: Omit<NodesAsked, 'at'>,
  ports: Pick<NodesPorts, 'contents' | 'eks'>,
): Promise<SeenAndDecided> {
  const { name } = asked.operation.cluster;
  const upgrading = upgradingOf(pin, asked);
  const observed = await ports.contents.read('nodeGroup', name, pin.name);
  const untried: SeenNodeGroup = { observed, failures: [], held: [] };
  const decision = decideNodeGroupUpgrade(pin, untried, upgrading);
  const isDegraded = decision.do === 'fail' && observed?.status === 'DEGRADED';
  if (decision.do !== 'update' && !isDegraded) return { seen: untried, decision };
  const updates = await ports.eks.updates(name, { nodegroupName: pin.name });
  const seen = { ...untried, failures: failuresSince(updates, stepBegan(asked)) };
  return { seen, decision: decideNodeGroupUpgrade(pin, seen, upgrading) };
}

/** The same; where it has failed, with the pods that are to blame. */
export async function seeNodeGroupWithPods(
  pin: NodeGroupPin,
  asked: NodesAsked,
  ports: NodesPorts,
): Promise<SeenAndDecided> {
  const { seen, decision } = await seeNodeGroup(pin, asked, ports);
  if (decision.do !== 'fail') return { seen, decision };
  const told = { ...seen, held: await heldOn(seen.failures, asked.plan.api, ports.kubernetes) };
  return { seen: told, decision: decideNodeGroupUpgrade(pin, told, upgradingOf(pin, asked)) };
}
