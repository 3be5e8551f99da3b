import { addonsToLookUp } from '../contents/addon/desired.ts';
import type { ContentKind, ContentPort } from '../contents/kind.ts';
import { type DesiredContent, desiredContents, kindOf } from '../contents/kinds.ts';
import { stackOutputs } from '../decide/stack.ts';
import type { ClusterFacts, ContentFacts } from '../desired/cluster-facts.ts';
import { type NetworkFacts, networkCidrs } from '../desired/network/facts.ts';
import { TaskError } from '../errors.ts';
import { lookInTurn, type Unseen } from '../phase.ts';
import type { ContentsPort } from '../ports/contents.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import type { DatedStack, StackPort } from '../ports/stacks.ts';
import { asleepDocument } from '../scale/memory/memory.ts';
import type { Target } from './target.ts';

export interface ContentsPorts {
  readonly contents: Pick<ContentsPort, 'addonVersions'>;
  readonly stacks: Pick<StackPort, 'describe' | 'find'>;
}

/** The facts that the contents are made of besides their document. */
export interface Found {
  readonly network: NetworkFacts;
  readonly cluster: ClusterFacts;
  /** The outputs of complete stacks among the contents, by key. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The contents that a cluster is to have, and the stacks among them as they are. */
export interface Contents {
  readonly resources: readonly DesiredContent[];
  /** Those among them as they were seen. Throws `Throttled` where AWS throttled the look. */
  readonly stacks: Pick<StackPort, 'describe'>;
  /** The outputs of those that are there, and of those that were known before, by key. */
  readonly stackOutputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The facts of a cluster that later steps go by. Throws `NotFound` for a cluster that is not ACTIVE. */
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

async function lookUpAddons(
  target: Target,
  kubernetesVersion: string,
  contents: Pick<ContentsPort, 'addonVersions'>,
) {
  const names = addonsToLookUp(target.config);
  const found = await Promise.all(
    names.map(async (name) => [name, await contents.addonVersions(name, kubernetesVersion)] as const),
  );
  return Object.fromEntries(found);
}

/** The stacks among the contents that are to be looked at, and all outputs that are known with them. */
async function describeStacks(
  resources: readonly DesiredContent[],
  known: Found['outputs'],
  port: ContentsPorts['stacks'],
  looksAt: (stackKey: string) => boolean,
): Promise<Pick<Contents, 'stacks' | 'stackOutputs'>> {
  const seen = new Map<string, DatedStack | Unseen>();
  const outputs = { ...known };
  const wanted = resources.filter((resource) => resource.kind === 'stack').filter(({ key }) => looksAt(key));
  for (const [resource, observed] of await lookInTurn(wanted, ({ stack }) =>
    port.describe(stack.stackName),
  )) {
    if (!observed) continue;
    seen.set(resource.stack.stackName, observed);
    if (!('do' in observed)) outputs[resource.key] = stackOutputs(observed);
  }
  const describe = async (stackName: string): Promise<DatedStack | undefined> => {
    const found = seen.get(stackName);
    if (found && 'do' in found) throw new TaskError('Throttled', `AWS throttled the look at ${stackName}`);
    return found;
  };
  return { stacks: { describe }, stackOutputs: outputs };
}

/** The document as it is to be while the cluster sleeps or is awake, and all that its contents are made of. */
async function planOf(target: Target, { network, cluster }: Found, contents: ContentsPorts['contents']) {
  const addonVersions = await lookUpAddons(target, cluster.version, contents);
  const { asleep } = target;
  const config = asleep ? asleepDocument(target.config, asleep) : target.config;
  const isAsleep = asleep !== undefined;
  const facts: ContentFacts = {
    account: target.account,
    network,
    networkCidrs: networkCidrs(config, target.subnets),
    cluster,
    addonVersions,
    isAsleep,
    ...(target.images ? { images: target.images } : {}),
  };
  return { config, facts };
}

/**
 * The contents that a cluster is to have, by the findings of earlier steps. Only versions of add-ons are looked up.
 */
export async function desiredOf(
  target: Target,
  found: Found,
  contents: ContentsPorts['contents'],
): Promise<readonly DesiredContent[]> {
  const { config, facts } = await planOf(target, found, contents);
  return desiredContents(config, { ...facts, stackOutputs: found.outputs });
}

/**
 * The same, with the stacks among the contents as they are now, which later resources are made of: those that
 * `looksAt` says, all of them by default.
 */
export async function readContents(
  target: Target,
  found: Found,
  ports: ContentsPorts,
  looksAt: (stackKey: string) => boolean = () => true,
): Promise<Contents> {
  const { config, facts } = await planOf(target, found, ports.contents);
  const seen = await describeStacks(desiredContents(config, facts), found.outputs, ports.stacks, looksAt);
  return { resources: desiredContents(config, { ...facts, stackOutputs: seen.stackOutputs }), ...seen };
}

/** The one content that an applying task is for. */
export function contentOf<Desired extends DesiredContent, Observed extends object, Port extends ContentPort>(
  contents: readonly DesiredContent[],
  kind: ContentKind<Desired, Observed, Port>,
  key: string,
): Desired {
  const found = contents.find((content) => content.key === key && Object.is(kindOf(content), kind));
  if (!found) throw new TaskError('InvalidInput', `the document calls for no ${key}`);
  return found as Desired;
}
