import type { ReadPorts } from '../contents/kind.ts';
import { contentChanges } from '../contents/kinds.ts';
import { controlPlaneDecisions, decideControlPlane } from '../decide/control-plane.ts';
import { type Decision, refuse } from '../decide/decision.ts';
import { stackOutputs } from '../decide/stack.ts';
import { networkShapeOutput } from '../desired/network/template.ts';
import type { DesiredStack } from '../desired/template.ts';
import type { Difference } from '../drift/differences.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import { type Contents, type ContentsPorts, clusterFactsOf, readContents } from './contents.ts';
import { foundationOf, readNetwork } from './foundation.ts';
import type { Target } from './target.ts';
import { targetControlPlane } from './target-control-plane.ts';

export type ObservePorts = ContentsPorts & ReadPorts;

/** One thing that is to be done about a part of a cluster, by the part's key: `controlPlane`, `addon/vpc-cni`. */
export interface PartDecision {
  readonly key: string;
  readonly decision: Decision;
  /** The stack among the contents that it is about. */
  readonly stack?: DesiredStack;
}

/** A VPC is made once: another address range or other zones would replace it under the cluster. */
async function networkDecisions(target: Target, { stacks }: ObservePorts): Promise<readonly PartDecision[]> {
  const { network } = foundationOf(target);
  const observed = network && (await stacks.find(network.stackName));
  const found = observed && stackOutputs(observed)[networkShapeOutput];
  const wanted = network?.template.Outputs[networkShapeOutput]?.Value;
  if (!network || found === undefined || wanted === undefined || found === wanted) return [];
  const reason = `found ${String(wanted)}, allowed ${found}: the network of a cluster cannot be changed`;
  return [{ key: network.key, decision: refuse('vpc', reason, 'create another cluster beside it') }];
}

export interface ClusterChanges {
  readonly changes: readonly PartDecision[];
  /** The contents that the cluster is to have; absent before its control plane is ACTIVE. */
  readonly contents?: Contents;
  /** Versions of contents that have risen beyond the document. */
  readonly behind: readonly Difference[];
}

/**
 * All changes to a control plane that is there, its contents and its network, and not only the first of them. So a
 * refusal further on comes before anything is changed, and a plan names everything. The deciders are those that later
 * act.
 */
export async function clusterChanges(
  target: Target,
  cluster: DescribedCluster,
  ports: ObservePorts,
): Promise<ClusterChanges> {
  const network = await readNetwork(target, ports.stacks);
  const desired = targetControlPlane(target, network);
  const decided =
    cluster.status === 'ACTIVE'
      ? controlPlaneDecisions(desired, cluster)
      : [decideControlPlane(desired, cluster)];
  const controlPlane = decided.map((decision) => ({ key: 'controlPlane', decision }));
  const own = [...(await networkDecisions(target, ports)), ...controlPlane];
  // Before it is ACTIVE, a control plane has no contents to look at.
  if (!['ACTIVE', 'UPDATING'].includes(cluster.status)) return { changes: own, behind: [] };
  const facts = clusterFactsOf(cluster, target.config.metadata.name);
  const contents = await readContents(target, { network, cluster: facts, outputs: {} }, ports);
  const looked = await Promise.all(
    contents.resources.map(async (resource) => {
      const { decisions, behind } = await contentChanges(resource, target, {
        ...ports,
        stacks: contents.stacks,
      });
      const stack = resource.kind === 'stack' ? { stack: resource.stack } : {};
      return { behind, parts: decisions.map((decision) => ({ key: resource.key, decision, ...stack })) };
    }),
  );
  const changes = [...own, ...looked.flatMap(({ parts }) => parts)];
  return { changes, contents, behind: looked.flatMap(({ behind }) => behind) };
}
