import type { EksAccount } from './account.ts';
import type { AddonDefinition } from './addons/catalogue.ts';
import { parseConfiguration } from './addons/configuration.ts';
import { profileOf } from './fargate-selectors.ts';
import { AUTO_NODE_IMAGE, targetOf } from './in-kubernetes.ts';
import { isWindows } from './nodegroups/ami-types.ts';
import { launchNodes, terminateNodes } from './nodes.ts';
import type { AddonRecord, ClusterRecord, NodegroupRecord } from './records.ts';

/** The span that gave an add-on's pods a place to run; undefined while they cannot run anywhere. */
export function capacityFor(
  cluster: ClusterRecord,
  addon: AddonDefinition,
  record: AddonRecord,
): string | undefined {
  const values = parseConfiguration(addon.name, record.description.configurationValues, {});
  const onNodes = [...cluster.nodegroups.values()]
    .filter((group) => runsOn(group, record))
    .map((group) => group.nodes[0]?.readySpanId);
  const auto = cluster.autoNodes[0]?.readySpanId;
  const others = [...cluster.otherNodes.values()].find((group) => group.count > 0);
  return (
    onNodes[0] ??
    auto ??
    (others && (others.spanId ?? cluster.createSpanId)) ??
    onFargate(cluster, addon, values)
  );
}

/** Add-ons run on Linux, and on tainted nodes only where their configuration tolerates it. */
function tolerates(group: NodegroupRecord, values: Readonly<Record<string, unknown>>): boolean {
  if (isWindows(group.description.amiType)) return false;
  const repelling = (group.description.taints ?? []).filter(
    ({ key, effect }) => effect !== 'PREFER_NO_SCHEDULE' && key !== 'CriticalAddonsOnly',
  );
  return repelling.length === 0 || Array.isArray(values.tolerations);
}

/** Whether an add-on's pods may be on nodes of a group: there are some, and their taints let them. */
export function runsOn(group: NodegroupRecord, { description }: AddonRecord): boolean {
  const values = parseConfiguration(description.addonName ?? '', description.configurationValues, {});
  return group.nodes.length > 0 && tolerates(group, values);
}

/** A profile must select the pods; CoreDNS asks for Fargate by its computeType (guide, "Fargate: update CoreDNS"). */
function onFargate(
  cluster: ClusterRecord,
  addon: AddonDefinition,
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  if (!addon.computeTypes.includes('fargate')) return undefined;
  if (addon.name === 'coredns' && String(values.computeType).toLowerCase() !== 'fargate') return undefined;
  const { namespace, podLabels: labels } = addon;
  const profile = profileOf(cluster.fargateProfiles.values(), { namespace, labels });
  return profile && cluster.spans.get(`fargateprofile/${profile.fargateProfileName}`);
}

/**
 * Auto Mode starts a node for pods that wait, where it has a node pool to start it from. `podsSpanId` is the span that
 * put the pods there.
 */
export function askAutoMode(account: EksAccount, cluster: ClusterRecord, podsSpanId?: string): void {
  const { computeConfig, resourcesVpcConfig } = cluster.description;
  const pool = computeConfig?.enabled === true ? computeConfig.nodePools?.[0] : undefined;
  if (pool === undefined || cluster.autoNodes.length > 0 || cluster.spans.has('auto-mode/launching')) return;
  cluster.spans.set('auto-mode/launching', cluster.createSpanId);
  account.inBackground(async () => {
    const outcome = await launchNodes(account, cluster, {
      count: 1,
      instanceTypes: ['c6g.large', 'm6a.large'],
      subnetIds: resourcesVpcConfig?.subnetIds ?? [],
      groupIds: [resourcesVpcConfig?.clusterSecurityGroupId ?? ''],
      tags: { 'eks:eks-cluster-name': cluster.name },
      spot: false,
      windows: false,
      version: targetOf(cluster),
      osImage: AUTO_NODE_IMAGE,
      labels: { 'karpenter.sh/nodepool': pool },
      taints: pool === 'system' ? [{ key: 'CriticalAddonsOnly', effect: 'NO_SCHEDULE' }] : [],
      roleArn: computeConfig?.nodeRoleArn ?? '',
      ownerArn: cluster.arn,
      requires: [podsSpanId ?? cluster.createSpanId],
      joinTimeoutMs: account.settings.nodeJoinTimeoutMs,
      isAbandoned: () => cluster.description.status === 'DELETING',
    });
    cluster.spans.delete('auto-mode/launching');
    if ('issue' in outcome) {
      await terminateNodes(account, outcome.instanceIds);
      return;
    }
    if (!account.exists(cluster)) {
      await terminateNodes(
        account,
        outcome.ready.map((node) => node.instanceId),
      );
      return;
    }
    for (const node of outcome.ready) cluster.kubernetes.karpenter.adopt(pool, node);
    cluster.autoNodes.push(...outcome.ready);
    account.changed(cluster);
  });
}
