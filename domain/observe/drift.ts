import { contentDrift } from '../contents/kinds.ts';
import { asDrift } from '../contents/stack/stack.ts';
import { controlPlaneDecisions, decideControlPlane } from '../decide/control-plane.ts';
import { keptVersion } from '../decide/kept-version.ts';
import { isComplete } from '../decide/stack.ts';
import { unsaidOfControlPlane } from '../decide/unsaid-control-plane.ts';
import type { DesiredFoundation } from '../desired/foundation.ts';
import type { NetworkFacts } from '../desired/network/facts.ts';
import { type Difference, differencesOf } from '../drift/differences.ts';
import { keptDifferences } from '../drift/kept.ts';
import type { ContentsPort } from '../ports/contents.ts';
import type { DescribedCluster, EksPort } from '../ports/eks.ts';
import type { DatedStack } from '../ports/stacks.ts';
import type { RegisteredCluster } from '../registry/registered-cluster.ts';
import type { ObservePorts } from './cluster-changes.ts';
import { clusterFactsOf, readContents } from './contents.ts';
import { extraDifferences } from './extra-contents.ts';
import { decideDatedStack, foundationOf, foundationStacks, readNetwork } from './foundation.ts';
import { readInventory } from './inventory.ts';
import type { Target } from './target.ts';
import { targetControlPlane } from './target-control-plane.ts';

export interface DriftPorts extends ObservePorts {
  readonly eks: Pick<EksPort, 'describeCluster'>;
  readonly contents: ObservePorts['contents'] & Pick<ContentsPort, 'list'>;
}

export type Comparison =
  | { readonly outcome: 'Compared'; readonly differences: readonly Difference[] }
  /** Something is changing it: differences that are found now would not be true for long. */
  | { readonly outcome: 'Changing'; readonly reason: string };

/** True for a stack that is complete: its template is not worked out in vain. */
const isInOrder = (observed: DatedStack | undefined): boolean =>
  observed !== undefined && isComplete(observed);

type Foundation = ReadonlyMap<string, DatedStack | undefined>;

/** The stacks that the cluster stands on, by name: those of the document, and none where it was only described. */
async function readFoundation(
  { documentIs }: RegisteredCluster,
  desired: DesiredFoundation,
  { stacks }: DriftPorts,
): Promise<Foundation> {
  const wanted = documentIs === 'described' ? [] : foundationStacks(desired);
  const found = wanted.map(async ({ stackName }) => [stackName, await stacks.describe(stackName)] as const);
  return new Map(await Promise.all(found));
}

const foundationDifferences = (
  target: Target,
  desired: DesiredFoundation,
  foundation: Foundation,
): readonly Difference[] =>
  foundationStacks(desired)
    .filter(({ stackName }) => foundation.has(stackName) && !isInOrder(foundation.get(stackName)))
    .flatMap((stack) => {
      const decision = decideDatedStack(stack, foundation.get(stack.stackName), target.startedAt);
      return differencesOf(stack.key, asDrift(decision));
    });

/** A version that differs is no change that applying the document would make, and is told all the same. */
function versionDifference({ config }: RegisteredCluster, { version }: DescribedCluster): Difference[] {
  const kept = keptVersion(config, version);
  if (!kept) return [];
  const { wanted, found, means } = kept;
  return [{ path: 'controlPlane.version', wanted, found, means }];
}

function controlPlaneDifferences(
  registered: RegisteredCluster,
  target: Target,
  network: NetworkFacts,
  observed: DescribedCluster,
): readonly Difference[] {
  const desired = targetControlPlane(target, network);
  const decided = controlPlaneDecisions(desired, observed).flatMap((decision) =>
    differencesOf('controlPlane', decision, observed),
  );
  return [...decided, ...versionDifference(registered, observed), ...unsaidOfControlPlane(desired, observed)];
}

/**
 * Compares a cluster with its document, by the deciders that would act on it. It only reads.
 */
export async function compareWithDocument(
  registered: RegisteredCluster,
  target: Target,
  ports: DriftPorts,
): Promise<Comparison> {
  const { name } = registered.cluster;
  // A cluster that the fleet described was there before it: no stack of ours is a part of it.
  const isDescribed = registered.documentIs === 'described';
  const desired = foundationOf(target);
  const [observed, foundation] = await Promise.all([
    ports.eks.describeCluster(name),
    readFoundation(registered, desired, ports),
  ]);
  const find = async (stackName: string) => foundation.get(stackName);
  const network = await readNetwork(target, isDescribed ? ports.stacks : { find }, desired);
  if (observed?.status !== 'ACTIVE') {
    const decision = decideControlPlane(targetControlPlane(target, network), observed);
    if (decision.do === 'wait') return { outcome: 'Changing', reason: `${name} is ${observed?.status}` };
    return { outcome: 'Compared', differences: differencesOf('controlPlane', decision) };
  }
  const made = { network, cluster: clusterFactsOf(observed, name), outputs: {} };
  const [wanted, inventory] = await Promise.all([
    readContents(target, made, ports, () => !isDescribed),
    readInventory(name, ports.contents),
  ]);
  const resources = wanted.resources.filter(({ kind }) => !(isDescribed && kind === 'stack'));
  const looked = { ...ports, stacks: wanted.stacks };
  const contents = await Promise.all(resources.map((resource) => contentDrift(resource, target, looked)));
  const differences = [
    ...foundationDifferences(target, desired, foundation),
    ...controlPlaneDifferences(registered, target, network, observed),
    ...contents.flat(),
    ...extraDifferences(wanted, inventory, observed, target),
  ];
  return { outcome: 'Compared', differences: keptDifferences(registered, differences) };
}
