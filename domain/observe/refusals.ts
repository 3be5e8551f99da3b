import { controlPlaneDecisions } from '../decide/control-plane.ts';
import type { Decision } from '../decide/decision.ts';
import { stackOutputs } from '../decide/stack.ts';
import { networkShapeOutput } from '../desired/network-template.ts';
import type { RequestProblem } from '../operation/request.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import { clusterFactsOf, readContents } from './contents.ts';
import { decideContent, type ObservePorts } from './decide-content.ts';
import { foundationOf, readNetwork } from './foundation.ts';
import type { Target } from './target.ts';
import { targetControlPlane } from './target-control-plane.ts';

function problemOf(decision: Decision): readonly RequestProblem[] {
  if (decision.do !== 'refuse') return [];
  return [{ path: decision.path, message: `${decision.reason}; ${decision.alternative}` }];
}

/** A VPC is made once: another address range or other zones would replace it under the cluster. */
async function networkProblems(target: Target, { stacks }: ObservePorts): Promise<readonly RequestProblem[]> {
  const { network } = foundationOf(target);
  const observed = network && (await stacks.find(network.stackName));
  const found = observed && stackOutputs(observed)[networkShapeOutput];
  const wanted = network?.template.Outputs[networkShapeOutput]?.Value;
  if (found === undefined || wanted === undefined || found === wanted) return [];
  const message = `found ${String(wanted)}, allowed ${found}: the network of a cluster cannot be changed; create another cluster beside it`;
  return [{ path: 'vpc', message }];
}

/**
 * Every part of a document that cannot be changed in place in a cluster that exists, by path. The deciders are
 * those that later act, so that what is planned here cannot be refused halfway.
 */
export async function refusalsOf(
  target: Target,
  cluster: DescribedCluster,
  ports: ObservePorts,
): Promise<readonly RequestProblem[]> {
  const network = await readNetwork(target, ports.stacks);
  const desired = targetControlPlane(target, network);
  // All of them, not the next: what may be changed first would hide what cannot be changed after it.
  const controlPlane = controlPlaneDecisions(desired, cluster).flatMap(problemOf);
  const own = [...controlPlane, ...(await networkProblems(target, ports))];
  const facts = clusterFactsOf(cluster, target.config.metadata.name);
  const contents = await readContents(target, { network, cluster: facts, outputs: {} }, ports);
  const decisions = await Promise.all(
    contents.resources.map((resource) => decideContent(resource, contents, target, ports)),
  );
  return [...own, ...decisions.flatMap(problemOf)];
}
