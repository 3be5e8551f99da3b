import { controlPlane as describedControlPlane } from '../adopt/control-plane.ts';
import { controlPlaneDecisions, decideControlPlane } from '../decide/control-plane.ts';
import { type Decision, fail, nothing } from '../decide/decision.ts';
import { nodeGroupDecisions } from '../decide/node-group.ts';
import { isComplete } from '../decide/stack.ts';
import type { DesiredFoundation } from '../desired/foundation.ts';
import type { NetworkFacts } from '../desired/network-facts.ts';
import type { DesiredResource } from '../desired/resource.ts';
import { type Difference, differencesOf, inWords } from '../drift/differences.ts';
import { keptDifferences } from '../drift/kept.ts';
import type { Unseen } from '../phase.ts';
import type { DescribedCluster, EksPort } from '../ports/eks.ts';
import type { InventoryPort } from '../ports/inventory.ts';
import type { DatedStack } from '../ports/stacks.ts';
import type { RegisteredCluster } from '../registry/registered-cluster.ts';
import { type Contents, clusterFactsOf, readContents } from './contents.ts';
import { decideContent, type ObservePorts } from './decide-content.ts';
import { extraDifferences } from './extra-contents.ts';
import { decideDatedStack, foundationOf, foundationStacks, readNetwork } from './foundation.ts';
import type { Target } from './target.ts';
import { targetControlPlane } from './target-control-plane.ts';

export interface DriftPorts extends ObservePorts {
  readonly eks: Pick<EksPort, 'describeCluster'>;
  readonly inventory: InventoryPort;
}

export type Comparison =
  | { readonly outcome: 'Compared'; readonly differences: readonly Difference[] }
  /** It is being changed by something: what is found now would not be true for long. */
  | { readonly outcome: 'Changing'; readonly reason: string };

/** Our stacks change with releases of eks-fleet: only one that is gone or broken is a difference. */
function asStack(decision: Decision): Decision {
  if (decision.do !== 'update') return decision;
  const { change, summary } = decision;
  return change.operation === 'DeleteStack' ? fail(summary) : nothing;
}

/** So that what a stack that is complete was made of is not worked out in vain. */
const isInOrder = (observed: DatedStack | Unseen | undefined): boolean =>
  observed !== undefined && 'StackStatus' in observed && isComplete(observed);

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
      const decision = decideDatedStack(stack, foundation.get(stack.stackName), target);
      return differencesOf(stack.key, asStack(decision));
    });

/** A version that the document names and that has risen since is no change that applying it would make. */
function versionDifference(registered: RegisteredCluster, { version }: DescribedCluster): Difference[] {
  const wanted = registered.config.metadata.version;
  return wanted === undefined || wanted === version
    ? []
    : [{ path: 'controlPlane.version', wanted, found: version }];
}

/** What the control plane has by now of which the document that it was described into has nothing. */
function unsaid(registered: RegisteredCluster, cluster: DescribedCluster, region: string): Difference[] {
  if (registered.documentIs === 'applied') return [];
  const nothing = {
    subnets: [],
    nodeGroups: [],
    fargateProfiles: [],
    addons: [],
    accessEntries: [],
    podIdentityAssociations: [],
    identityProviders: [],
    capabilities: [],
  };
  const now = describedControlPlane({ cluster, region, ...nothing });
  return Object.entries(now)
    .filter(([member]) => !(member in registered.config))
    .map(([path, value]) => ({ path, wanted: 'nothing', found: inWords(value) }));
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
  return [
    ...decided.filter(({ path }) => path !== 'controlPlane.version'),
    ...versionDifference(registered, observed),
    ...unsaid(registered, observed, registered.cluster.region),
  ];
}

async function contentDifferences(
  resource: DesiredResource,
  wanted: Contents,
  target: Target,
  ports: DriftPorts,
): Promise<readonly Difference[]> {
  const { name } = target.config.metadata;
  if (resource.kind === 'nodeGroup') {
    const observed = await ports.contents.nodeGroup(name, resource.request.nodegroupName);
    if (observed?.status === 'ACTIVE')
      // How many nodes there are between the bounds is for autoscalers and people to say.
      return nodeGroupDecisions(resource, observed, { keepDesiredSize: true }).flatMap((decision) =>
        differencesOf(resource.key, decision, observed),
      );
  }
  if (resource.kind === 'stack' && isInOrder(wanted.stacks.get(resource.key))) return [];
  const decision = await decideContent(resource, wanted, target, ports);
  if (resource.kind === 'stack') return differencesOf(resource.key, asStack(decision));
  const observed = decision.do === 'update' ? await observedOf(resource, name, ports) : undefined;
  return differencesOf(resource.key, decision, observed);
}

/** The resource once more, for what was found in place of what is wanted. */
async function observedOf(
  resource: DesiredResource,
  name: string,
  { contents, logGroups, pullThroughCache }: DriftPorts,
): Promise<object | undefined> {
  switch (resource.kind) {
    case 'accessEntry':
      return contents.accessEntry(name, resource.request.principalArn);
    case 'addon':
      return contents.addon(name, resource.request.addonName);
    case 'nodeGroup':
      return contents.nodeGroup(name, resource.request.nodegroupName);
    case 'fargateProfile':
      return contents.fargateProfile(name, resource.request.fargateProfileName);
    case 'podIdentityAssociation':
      return contents.podIdentityAssociation(
        name,
        resource.request.namespace,
        resource.request.serviceAccount,
      );
    case 'identityProviderConfig':
      return contents.identityProvider(name, resource.request.oidc.identityProviderConfigName);
    case 'capability':
      return contents.capability(name, resource.request.capabilityName);
    case 'logRetention':
      return logGroups.logGroup(resource.request.logGroupName);
    case 'pullThroughCacheRule':
      return pullThroughCache.rule(resource.request.ecrRepositoryPrefix);
    case 'stack':
      return undefined;
  }
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
  // What is described was there before the fleet: no stack of ours is a part of it.
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
    ports.inventory.list(name),
  ]);
  const resources = wanted.resources.filter(({ kind }) => !(isDescribed && kind === 'stack'));
  const contents = await Promise.all(
    resources.map((resource) => contentDifferences(resource, wanted, target, ports)),
  );
  const differences = [
    ...foundationDifferences(target, desired, foundation),
    ...controlPlaneDifferences(registered, target, network, observed),
    ...contents.flat(),
    ...extraDifferences(wanted, inventory, observed, target),
  ];
  return { outcome: 'Compared', differences: keptDifferences(registered, differences) };
}
