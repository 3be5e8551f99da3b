import type { Issue } from '@aws-sdk/client-eks';
import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import type { EksAccount } from './eks-account.ts';
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
  readonly roleArn: string;
  /** The resource that launches, for the span. */
  readonly ownerArn: string;
  readonly requires: readonly string[];
  readonly joinTimeoutMs: number;
}

export type LaunchOutcome =
  | { readonly ready: readonly NodeRecord[]; readonly readyInstanceIds: readonly string[] }
  | { readonly issue: Issue; readonly instanceIds: readonly string[] };

/** A CNI runs: the self-managed one that EKS puts into new clusters, or the add-on. */
export function hasCni(cluster: ClusterRecord): boolean {
  const status = cluster.addons.get('vpc-cni')?.description.status;
  const addonRuns = status !== undefined && status !== 'DELETING' && status !== 'CREATE_FAILED';
  return addonRuns || cluster.selfManagedAddons || cluster.description.computeConfig?.enabled === true;
}

/** A node's role is let in by its access entry, or by aws-auth where that still counts. */
export function mayJoin(cluster: ClusterRecord, roleArn: string): boolean {
  if (cluster.description.accessConfig?.authenticationMode !== 'API') return true;
  const type = cluster.accessEntries.get(roleArn)?.description.type;
  return type !== undefined && type !== 'STANDARD';
}

/** Starts instances and waits until they are Ready nodes, or tells why not. */
export async function launchNodes(
  account: EksAccount,
  cluster: ClusterRecord,
  request: LaunchRequest,
): Promise<LaunchOutcome> {
  const { kernel, network, settings } = account.region;
  const span = account.startSpan('ec2/node-ready', request.ownerArn, 'nodes', cluster.name, request.requires);
  let instances: Awaited<ReturnType<typeof network.launchInstances>>;
  try {
    instances = await network.launchInstances(request);
  } catch (error) {
    account.endSpan(span);
    if (error instanceof AwsError) return { issue: launchIssue(error, request), instanceIds: [] };
    throw error;
  }
  const instanceIds = instances.map(({ instanceId }) => instanceId);
  const joins = () => mayJoin(cluster, request.roleArn);
  const ready = request.windows ? 'ec2/windows-node-ready' : 'ec2/node-ready';
  const waits = instances.map(() => sampleDurationMs(kernel, ready, settings.durationScale));
  await kernel.sleep(Math.max(0, ...waits));
  const issue = (message: string): LaunchOutcome => {
    account.endSpan(span);
    return { issue: { code: 'NodeCreationFailure', message, resourceIds: [...instanceIds] }, instanceIds };
  };
  if (!(await account.until(cluster, joins, request.joinTimeoutMs))) {
    return issue('Instances failed to join the kubernetes cluster');
  }
  if (!(await account.until(cluster, () => hasCni(cluster), request.joinTimeoutMs))) {
    return issue('Unhealthy nodes in the kubernetes cluster');
  }
  account.endSpan(span);
  const nodes = instances.map(({ instanceId, subnetId, privateDnsName }) => ({
    instanceId,
    subnetId,
    name: privateDnsName ?? nodeName(account, subnetId),
    readySpanId: span.id,
  }));
  return { ready: nodes, readyInstanceIds: instanceIds };
}

/** Nodes are named after their private address; we make one up where the network does not tell it. */
function nodeName(account: EksAccount, subnetId: string): string {
  const [a = '10', b = '0', c = '0'] = account.region.network.subnet(subnetId)?.cidrBlock.split('.') ?? [];
  const { name } = account.region;
  const domain = name === 'us-east-1' ? 'ec2.internal' : `${name}.compute.internal`;
  return `ip-${a}-${b}-${c}-${account.ids.integer(4, 254)}.${domain}`;
}

/** What EC2 refused, as a node group's health says it (observed: containers-roadmap#2204, autoscaler#4811). */
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
  if (instanceIds.length > 0) await account.region.network.terminateInstances(instanceIds);
}
