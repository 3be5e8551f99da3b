import { stackOutputs } from '../decide/stack.ts';
import { addonsToLookUp } from '../desired/addons.ts';
import type { ClusterFacts, ContentFacts } from '../desired/cluster-facts.ts';
import { desiredContents } from '../desired/contents.ts';
import type { DesiredResource } from '../desired/resource.ts';
import { TaskError } from '../errors.ts';
import { lookInTurn, type Unseen } from '../phase.ts';
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
  /** `unseen` where AWS throttled the look. */
  readonly stacks: ReadonlyMap<string, DatedStack | Unseen>;
  /** Of those that are there, and of those that were known before, by key. */
  readonly stackOutputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What later steps are made of. Throws `NotFound` for a cluster that is not ACTIVE. */
export function clusterFactsOf(cluster: DescribedCluster | undefined, name: string): ClusterFacts {
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

/** The stacks among the contents that are to be looked at, and all outputs that are known with them. */
async function describeStacks(
  resources: readonly DesiredResource[],
  known: Target['stackOutputs'],
  port: StackPort,
  looksAt: (stackKey: string) => boolean,
): Promise<Pick<Contents, 'stacks' | 'stackOutputs'>> {
  const stacks = new Map<string, DatedStack | Unseen>();
  const outputs = { ...known };
  const wanted = resources.filter((resource) => resource.kind === 'stack').filter(({ key }) => looksAt(key));
  for (const [resource, observed] of await lookInTurn(wanted, ({ stack }) =>
    port.describe(stack.stackName),
  )) {
    if (!observed) continue;
    stacks.set(resource.key, observed);
    if (!('do' in observed)) outputs[resource.key] = stackOutputs(observed);
  }
  return { stacks, stackOutputs: outputs };
}

/**
 * Reads what the contents are planned from: the cluster, the network, add-on versions, and the outputs of the
 * stacks among the contents, which later resources are made of. What the target knows already is not asked for
 * again; of the stacks those are described that `looksAt` says, which is all of them where no outputs are known.
 */
export async function readContents(
  target: Target,
  ports: ContentsPorts,
  looksAt: (stackKey: string) => boolean = () => target.stackOutputs === undefined,
): Promise<Contents> {
  const { name } = target.config.metadata;
  const [network, cluster] = await Promise.all([
    readNetwork(target, ports.stacks),
    target.cluster ?? ports.eks.describeCluster(name).then((described) => clusterFactsOf(described, name)),
  ]);
  const addonVersions = await lookUpAddons(target, cluster.version, ports.contents);
  const { asleep } = target;
  const config = asleep ? asleepDocument(target.config, asleep) : target.config;
  const isAsleep = asleep !== undefined;
  const facts: ContentFacts = { account: target.account, network, cluster, addonVersions, isAsleep };
  const seen = await describeStacks(
    desiredContents(config, facts),
    target.stackOutputs,
    ports.stacks,
    looksAt,
  );
  return { resources: desiredContents(config, { ...facts, stackOutputs: seen.stackOutputs }), ...seen };
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
