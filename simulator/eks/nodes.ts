import type { Issue, Taint } from '@aws-sdk/client-eks';
import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import type { Span } from '../kernel/trace.ts';
import type { EksAccount } from './account.ts';
import { joinKubernetes, leaveKubernetes } from './in-kubernetes.ts';
import type { ClusterRecord, NodeRecord } from './records.ts';

export interface LaunchRequest {
  readonly count: number;
  readonly instanceTypes: readonly string[];
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly spot: boolean;
  readonly imageId?: string;
  readonly keyName?: string;
  readonly windows: boolean;
  /** The Kubernetes minor of the image, and its system in words. */
  readonly version: string;
  readonly osImage: string;
  /** Labels and taints of its nodes, besides those that every node has. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly roleArn: string;
  /** The resource that launches, for the span. */
  readonly ownerArn: string;
  readonly requires: readonly string[];
  readonly joinTimeoutMs: number;
  /** Whether nobody wants the nodes any more; the wait for them ends then. */
  readonly isAbandoned: () => boolean;
}

type LaunchOutcome =
  | { readonly ready: readonly NodeRecord[] }
  | { readonly issue: Issue; readonly instanceIds: readonly string[] };

/** A CNI runs: the self-managed one that EKS puts into new clusters, or the add-on. */
function hasCni(cluster: ClusterRecord): boolean {
  const status = cluster.addons.get('vpc-cni')?.description.status;
  const addonRuns = status === 'ACTIVE' || status === 'UPDATING' || status === 'UPDATE_FAILED';
  return addonRuns || cluster.selfManagedAddons || cluster.description.computeConfig?.enabled === true;
}

/** A node's role is let in by its access entry, or by aws-auth where that still counts. */
export function mayJoin(cluster: ClusterRecord, roleArn: string): boolean {
  if (cluster.description.accessConfig?.authenticationMode !== 'API') return true;
  const type = cluster.accessEntries.get(roleArn)?.description.type;
  return type !== undefined && type !== 'STANDARD';
}

/**
 * Whether a node's requests arrive at the API server. In the VPC of a private endpoint, the endpoint's name leads to
 * the control plane's interfaces and nowhere else, and their security groups must let the node in (EKS guide,
 * "Cluster API server endpoint", "View Amazon EKS security group requirements for clusters": 443 to the API server).
 */
export function reachesApi(account: EksAccount, cluster: ClusterRecord, instanceId: string): boolean {
  const { network } = account.region;
  const { endpointPrivateAccess, endpointPublicAccess } = cluster.description.resourcesVpcConfig ?? {};
  if (endpointPrivateAccess !== true || !network.resolvesNames(cluster.vpcId))
    return endpointPublicAccess !== false;
  return network.admits(network.interfacesOf(instanceId), cluster.networkInterfaceIds, 443);
}

/** The span of nodes coming up; it may begin before the launch, with AWS's preparations for it. */
export function startNodesSpan(
  account: EksAccount,
  cluster: ClusterRecord,
  ownerArn: string,
  requires: readonly string[],
): NodesSpan {
  const all = [...requires];
  return { span: account.startSpan('ec2/node-ready', ownerArn, 'nodes', cluster.name, all), requires: all };
}

export interface NodesSpan {
  readonly span: Span;
  /** The span's own list: spans that turn out to be required are added to it. */
  readonly requires: string[];
}

/** Starts instances and waits until they are Ready nodes, or tells why not. */
export async function launchNodes(
  account: EksAccount,
  cluster: ClusterRecord,
  request: LaunchRequest,
  { span, requires }: NodesSpan = startNodesSpan(account, cluster, request.ownerArn, request.requires),
): Promise<LaunchOutcome> {
  const { kernel, network, settings } = account.region;
  let instances: Awaited<ReturnType<typeof network.launchInstances>>;
  try {
    instances = await network.launchInstances(request);
  } catch (error) {
    account.endSpan(span);
    if (error instanceof AwsError) return { issue: launchIssue(error, request), instanceIds: [] };
    throw error;
  }
  const instanceIds = instances.map(({ instanceId }) => instanceId);
  const kind = request.windows ? 'ec2/windows-node-ready' : 'ec2/node-ready';
  const waits = instances.map(() => sampleDurationMs(kernel, kind, settings.durationScale));
  await kernel.sleep(Math.max(0, ...waits));
  const problem = await joinProblem(account, cluster, request, { requires, instanceIds });
  account.endSpan(span);
  if (problem !== undefined) {
    return {
      issue: { code: 'NodeCreationFailure', message: problem, resourceIds: instanceIds },
      instanceIds,
    };
  }
  const ready = instances.map(({ instanceId, subnetId, privateDnsName }) => ({
    instanceId,
    subnetId,
    name: privateDnsName ?? nodeName(account, subnetId),
    readySpanId: span.id,
    version: request.version,
  }));
  for (const [index, node] of ready.entries()) {
    const instanceType = instances[index]?.instanceType ?? request.instanceTypes[0] ?? '';
    joinKubernetes(account, cluster, { ...request, ...node, instanceType });
  }
  return { ready };
}

/** Waits until running instances are Ready nodes; the reason (EKS's own words) where they are not in time. */
async function joinProblem(
  account: EksAccount,
  cluster: ClusterRecord,
  { roleArn, isAbandoned, joinTimeoutMs }: LaunchRequest,
  { requires, instanceIds }: { readonly requires: string[]; readonly instanceIds: readonly string[] },
): Promise<string | undefined> {
  const deadline = account.region.kernel.now() + joinTimeoutMs;
  const reaches = () => instanceIds.every((id) => reachesApi(account, cluster, id));
  const joins = () => isAbandoned() || (mayJoin(cluster, roleArn) && reaches());
  if (!(await account.until(cluster, joins, joinTimeoutMs))) {
    return 'Instances failed to join the kubernetes cluster';
  }
  if (hasCni(cluster)) return undefined;
  const left = Math.max(0, deadline - account.region.kernel.now());
  if (!(await account.until(cluster, () => isAbandoned() || hasCni(cluster), left))) {
    return 'Unhealthy nodes in the kubernetes cluster';
  }
  const cni = cluster.addons.get('vpc-cni')?.createSpanId;
  if (cni !== undefined) requires.push(cni);
  return undefined;
}

/** Nodes are named after their private address; we make one up where the network does not tell it. */
function nodeName(account: EksAccount, subnetId: string): string {
  const [a = '10', b = '0', c = '0'] = account.region.network.subnet(subnetId)?.cidrBlock.split('.') ?? [];
  const { name } = account.region;
  const domain = name === 'us-east-1' ? 'ec2.internal' : `${name}.compute.internal`;
  return `ip-${a}-${b}-${c}-${account.ids.integer(4, 254)}.${domain}`;
}

/** A node group's issue for EC2's refusal of a launch (observed: containers-roadmap#2204, autoscaler#4811). */
function launchIssue(error: AwsError, request: LaunchRequest): Issue {
  if (error.code.startsWith('InsufficientFreeAddresses')) {
    return {
      code: 'InsufficientFreeAddresses',
      message:
        'Amazon Autoscaling was unable to launch instances because there are not enough free addresses in the subnet associated with your AutoScaling group(s).',
      resourceIds: [...request.subnetIds],
    };
  }
  if (error.code.startsWith('InvalidAMIID')) {
    return { code: 'AmiIdNotFound', message: error.message, resourceIds: [request.imageId ?? ''] };
  }
  if (error.code === 'InvalidParameterValue' && error.message.includes('InstanceType')) {
    return {
      code: 'Ec2InstanceTypeDoesNotExist',
      message: error.message,
      resourceIds: [...request.instanceTypes],
    };
  }
  const kind = request.spot ? 'Spot' : 'On-Demand';
  const message = error.message.replace(/\.$/, '');
  return {
    code: 'AsgInstanceLaunchFailures',
    message: `Could not launch ${kind} Instances. ${error.code} - ${message}. Launching EC2 instance failed.`,
  };
}

/** Ends instances; nothing to end takes no time. */
export async function terminateNodes(account: EksAccount, instanceIds: readonly string[]): Promise<void> {
  if (instanceIds.length === 0) return;
  leaveKubernetes(account, instanceIds);
  await account.region.network.terminateInstances(instanceIds);
}
