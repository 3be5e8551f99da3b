import type { Issue, Nodegroup } from '@aws-sdk/client-eks';
import type { Span } from '../../kernel/trace.ts';
import type { EksAccount } from '../account.ts';
import { drainNodes } from '../in-kubernetes.ts';
import { launchNodes, type NodesSpan, startNodesSpan, terminateNodes } from '../nodes.ts';
import type { ClusterRecord, NodegroupRecord } from '../records.ts';
import { isWindows, systemOf } from './ami-types.ts';
import { desiredSizeOf, noteLaunch } from './scaling-groups.ts';

/**
 * An Auto Scaling group tries again after a launch that failed: after about a minute, then ever later, until a day
 * without success ("Administrative suspension", Auto Scaling user guide).
 */
const RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 15 * 60_000;
const GIVEN_UP_AFTER_MS = 24 * 3_600_000;

/** The issue of a group whose nodes never became Ready (EKS guide, "Troubleshoot problems", NodeCreationFailure). */
const NOT_JOINED: Issue = {
  code: 'NodeCreationFailure',
  message: 'Instances failed to join the kubernetes cluster',
  resourceIds: [],
};

const isGone = (record: NodegroupRecord): boolean => record.description.status === 'DELETING';

/** Brings the group's first nodes up, then makes it ACTIVE, or CREATE_FAILED with the issue. */
export async function provisionNodegroup(
  account: EksAccount,
  cluster: ClusterRecord,
  record: NodegroupRecord,
  span: Span,
): Promise<void> {
  const { description } = record;
  const { kernel } = account.region;
  const deadline = kernel.now() + account.settings.nodeJoinTimeoutMs;
  const desired = description.scalingConfig?.desiredSize ?? 0;
  const first =
    desired > 0
      ? startNodesSpan(account, cluster, description.nodegroupArn ?? '', [cluster.createSpanId])
      : undefined;
  const work = {
    kind: 'create-node-group',
    cluster: cluster.name,
    name: description.nodegroupName ?? '',
  } as const;
  const isWell = await account.carryOut('eks/node-group-create', work, () => !isGone(record));
  let issue = isWell ? subnetIssue(account, cluster, description) : NOT_JOINED;
  while (!issue && !isGone(record) && record.nodes.length < desired) {
    const found = await launch(account, cluster, record, desired - record.nodes.length, deadline, first);
    if (!found) continue;
    const isOver = record.strayInstanceIds.length > 0 || kernel.now() + RETRY_MS > deadline;
    if (isOver) issue = found;
    else await kernel.sleep(RETRY_MS);
  }
  account.endSpan(span);
  if (first && first.span.endedAt === undefined) account.endSpan(first.span);
  if (isGone(record)) return;
  description.status = issue ? 'CREATE_FAILED' : 'ACTIVE';
  if (issue) description.health = { issues: [issue] };
  description.modifiedAt = account.now();
  account.changed(cluster);
}

/** Subnets in which nodes could not work (observed: eksctl#4701; SDK typing of Ec2SubnetInvalidConfiguration). */
function subnetIssue(account: EksAccount, cluster: ClusterRecord, description: Nodegroup): Issue | undefined {
  const subnetIds = description.subnets ?? [];
  const facts = subnetIds.map((subnetId) => account.region.network.subnet(subnetId));
  const lost = subnetIds.filter((_, index) => facts[index] === undefined);
  if (lost.length > 0) {
    return { code: 'Ec2SubnetNotFound', message: "We couldn't find one or more subnets.", resourceIds: lost };
  }
  const guide =
    'See IP addressing in VPC guide: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html#subnet-public-ip';
  const named = (ids: readonly (string | undefined)[]) =>
    `[${ids.join(', ')}] for node group ${description.nodegroupName}`;
  const ipv6 = cluster.description.kubernetesNetworkConfig?.ipFamily === 'ipv6';
  const without6 = facts.filter((subnet) => ipv6 && subnet?.assignIpv6AddressOnCreation === false);
  if (without6.length > 0) {
    const resourceIds = without6.map((subnet) => subnet?.subnetId ?? '');
    const message = `One or more Amazon EC2 Subnets of ${named(resourceIds)} does not automatically assign IPv6 addresses to instances launched into it. ${guide}`;
    return { code: 'Ec2SubnetMissingIpv6Assignment', message, resourceIds };
  }
  const unaddressed = facts.filter(
    (subnet) => subnet?.routesToInternetGateway && !subnet.mapPublicIpOnLaunch,
  );
  if (unaddressed.length === 0) return undefined;
  const resourceIds = unaddressed.map((subnet) => subnet?.subnetId ?? '');
  const message = `One or more Amazon EC2 Subnets of ${named(resourceIds)} does not automatically assign public IP addresses to instances launched into it. If you want your instances to be assigned a public IP address, then you need to enable auto-assign public IP address for the subnet. ${guide}`;
  return { code: 'Ec2SubnetInvalidConfiguration', message, resourceIds };
}

/** Launches nodes with the group's settings and adds them to it, or answers the issue. */
export async function launch(
  account: EksAccount,
  cluster: ClusterRecord,
  record: NodegroupRecord,
  count: number,
  deadline: number,
  span?: NodesSpan,
): Promise<Issue | undefined> {
  const { description } = record;
  const ownerArn = description.nodegroupArn ?? '';
  const outcome = await launchNodes(
    account,
    cluster,
    {
      ...record.machine,
      count,
      subnetIds: description.subnets ?? [],
      tags: {
        'eks:cluster-name': cluster.name,
        'eks:nodegroup-name': description.nodegroupName ?? '',
        [`kubernetes.io/cluster/${cluster.name}`]: 'owned',
        'aws:autoscaling:groupName': description.resources?.autoScalingGroups?.[0]?.name ?? '',
      },
      spot: description.capacityType === 'SPOT',
      windows: isWindows(description.amiType),
      osImage: systemOf(description.amiType),
      labels: { ...description.labels, ...groupLabels(description), ...record.machine.labels },
      taints: description.taints ?? [],
      roleArn: description.nodeRole ?? '',
      ownerArn,
      requires: [record.createSpanId],
      joinTimeoutMs: Math.max(0, deadline - account.region.kernel.now()),
      isAbandoned: () => isGone(record),
    },
    span,
  );
  noteLaunch(account, record, count, 'issue' in outcome ? outcome.issue : undefined);
  if (!('issue' in outcome)) {
    record.nodes.push(...outcome.ready);
    return undefined;
  }
  record.strayInstanceIds.push(...outcome.instanceIds);
  return outcome.issue;
}

/** Labels that EKS gives the nodes of a group (EKS guide, "Managed node groups concepts"). */
const groupLabels = ({ nodegroupName = '', capacityType = 'ON_DEMAND', amiType }: Nodegroup) => ({
  'eks.amazonaws.com/nodegroup': nodegroupName,
  'eks.amazonaws.com/capacityType': capacityType,
  'kubernetes.io/arch': amiType?.includes('ARM_64') ? 'arm64' : 'amd64',
});

/** Ends the instances that did not become nodes. */
export async function endStrays(account: EksAccount, record: NodegroupRecord): Promise<void> {
  const strays = record.strayInstanceIds;
  record.strayInstanceIds = [];
  await terminateNodes(account, strays);
}

/** Follows the desired size; runs after the scaling that is under way. */
export function followDesiredSize(
  account: EksAccount,
  cluster: ClusterRecord,
  record: NodegroupRecord,
): void {
  record.scaling = record.scaling.then(() => scale(account, cluster, record));
  account.inBackground(() => record.scaling);
}

/** A group that could not grow is DEGRADED, and stays so until a scale-out succeeds (containers-roadmap#2204). */
async function scale(account: EksAccount, cluster: ClusterRecord, record: NodegroupRecord): Promise<void> {
  const { description } = record;
  const wanted = () => desiredSizeOf(record);
  const surplus = record.nodes.slice(wanted());
  if (surplus.length > 0) {
    record.nodes = record.nodes.slice(0, wanted());
    record.drainingIds = new Set(surplus.map((node) => node.instanceId));
    // "These actions try to evict Pods on the node. But if it takes more than 15 minutes, the node is terminated" (EKS guide).
    await drainNodes(account, cluster, surplus);
    await terminateNodes(
      account,
      surplus.map((node) => node.instanceId),
    );
  }
  const missing = wanted() - record.nodes.length - record.autoScaling.growing;
  if (missing > 0 && !isGone(record)) {
    const deadline = account.region.kernel.now() + account.settings.nodeUpdateTimeoutMs;
    const issue = await launch(account, cluster, record, missing, deadline);
    if (issue && !isGone(record)) {
      degrade(description, issue);
      await endStrays(account, record);
      retryLater(account, cluster, record);
    } else if (!issue) {
      record.failing = undefined;
      recover(description);
    }
  }
  account.changed(cluster);
}

/** Tries again unless a day is over; a change of sizes meanwhile is followed at once, and takes the retry over. */
function retryLater(account: EksAccount, cluster: ClusterRecord, record: NodegroupRecord): void {
  const { kernel } = account.region;
  const { since, waitMs } = record.failing ?? { since: kernel.now(), waitMs: RETRY_MS };
  record.failing?.retry.cancel();
  if (kernel.now() - since >= GIVEN_UP_AFTER_MS) return;
  const retry = kernel.after(waitMs, () => {
    if (!isGone(record)) followDesiredSize(account, cluster, record);
  });
  record.failing = { since, waitMs: Math.min(LONGEST_RETRY_MS, waitMs * 2), retry };
}

function degrade(description: Nodegroup, issue: Issue): void {
  description.health = { issues: [issue] };
  if (description.status === 'ACTIVE') description.status = 'DEGRADED';
}

function recover(description: Nodegroup): void {
  description.health = { issues: [] };
  if (description.status === 'DEGRADED') description.status = 'ACTIVE';
}
