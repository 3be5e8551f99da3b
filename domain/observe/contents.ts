import { stackOutputs } from '../decide/stack.ts';
import { addonsToLookUp } from '../desired/addons.ts';
import type { ClusterFacts, ContentFacts } from '../desired/cluster-facts.ts';
import { desiredContents } from '../desired/contents.ts';
import type { DesiredResource } from '../desired/resource.ts';
import { TaskError } from '../errors.ts';
import type { ContentsPort } from '../ports/contents.ts';
import type { DescribedCluster, EksPort } from '../ports/eks.ts';
import type { DatedStack, StackPort } from '../ports/stacks.ts';
import { asleepDocument } from '../scale/memory.ts';
import { readNetwork } from './foundation.ts';
import type { Target } from './target.ts';

export interface ContentsPorts {
  readonly contents: ContentsPort;
  readonly eks: EksPort;
  readonly stacks: StackPort;
}

/** What a cluster is to contain, and the stacks among it as they are. */
export interface Contents {
  readonly resources: readonly DesiredResource[];
  readonly stacks: ReadonlyMap<string, DatedStack>;
}

function factsOf(cluster: DescribedCluster | undefined, name: string): ClusterFacts {
  const { endpoint, certificateAuthority, oidcIssuer, resourcesVpcConfig, kubernetesNetworkConfig, version } =
    cluster ?? {};
  const serviceCidr = kubernetesNetworkConfig?.serviceIpv4Cidr ?? kubernetesNetworkConfig?.serviceIpv6Cidr;
  const clusterSecurityGroupId = resourcesVpcConfig?.clusterSecurityGroupId;
  if (
    !endpoint ||
    !certificateAuthority ||
    !oidcIssuer ||
    !serviceCidr ||
    !clusterSecurityGroupId ||
    !version
  ) {
    throw new TaskError('NotFound', `cluster ${name} is not ACTIVE any more`);
  }
  return { endpoint, certificateAuthority, oidcIssuer, serviceCidr, clusterSecurityGroupId, version };
}

async function lookUpAddons(target: Target, kubernetesVersion: string, contents: ContentsPort) {
  const names = addonsToLookUp(target.config);
  const found = await Promise.all(
    names.map(async (name) => [name, await contents.addonVersions(name, kubernetesVersion)] as const),
  );
  return Object.fromEntries(found);
}

/**
 * Reads what the contents are planned from: the cluster, the network, add-on versions, and the outputs of the
 * stacks among the contents, which later resources are made of.
 */
export async function readContents(target: Target, ports: ContentsPorts): Promise<Contents> {
  const { name } = target.config.metadata;
  const [network, described] = await Promise.all([
    readNetwork(target, ports.stacks),
    ports.eks.describeCluster(name),
  ]);
  const cluster = factsOf(described, name);
  const addonVersions = await lookUpAddons(target, cluster.version, ports.contents);
  const { asleep } = target;
  const config = asleep ? asleepDocument(target.config, asleep) : target.config;
  const isAsleep = asleep !== undefined;
  const facts: ContentFacts = { account: target.account, network, cluster, addonVersions, isAsleep };
  const stacks = new Map<string, DatedStack>();
  for (const resource of desiredContents(config, facts)) {
    if (resource.kind !== 'stack') continue;
    const observed = await ports.stacks.describe(resource.stack.stackName);
    if (observed) stacks.set(resource.key, observed);
  }
  const outputs = Object.fromEntries([...stacks].map(([key, stack]) => [key, stackOutputs(stack)]));
  return { resources: desiredContents(config, { ...facts, stackOutputs: outputs }), stacks };
}

/** The one resource that an applying task is for. */
export function resourceOf<Kind extends DesiredResource['kind']>(
  { resources }: Contents,
  kind: Kind,
  key: string,
): Extract<DesiredResource, { kind: Kind }> {
  const found = resources.find((resource) => resource.kind === kind && resource.key === key);
  if (!found) throw new TaskError('InvalidInput', `the document calls for no ${kind} ${key}`);
  return found as Extract<DesiredResource, { kind: Kind }>;
}
