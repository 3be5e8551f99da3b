import type { KubernetesApi } from '../../domain/ports/kubernetes.ts';
import type { SeenFargate } from '../../domain/upgrade/nodes/fargate.ts';
import { type NodesAsked, type NodesPorts, stepBegan } from './nodes-asked.ts';

/** The pods that Fargate has, and what they run on (Kubernetes, "Field Selectors"; EKS's webhook names the scheduler). */
export async function seeFargate(
  asked: NodesAsked,
  api: KubernetesApi,
  kubernetes: NodesPorts['kubernetes'],
): Promise<SeenFargate> {
  const [nodes, pods, budgets] = await Promise.all([
    kubernetes.nodes(api),
    kubernetes.pods(api, { fieldSelector: 'spec.schedulerName=fargate-scheduler' }),
    kubernetes.disruptionBudgets(api),
  ]);
  return { nodes, pods, budgets, since: stepBegan(asked), at: asked.at };
}
