import { type Note, type SeenCluster, userTags } from '../../adopt/observed.ts';
import { present } from '../../desired/template.ts';
import type { ObservedNodegroup } from './observed.ts';

/** eksctl's family of an EKS AMIType; the rest of the type follows from the instance type. */
function amiFamily(amiType: string): string | undefined {
  if (amiType.startsWith('AL2023')) return 'AmazonLinux2023';
  if (amiType.startsWith('AL2')) return 'AmazonLinux2';
  if (amiType.startsWith('BOTTLEROCKET'))
    return amiType.endsWith('_FIPS') ? 'BottlerocketFips' : 'Bottlerocket';
  const [, edition, year] = /^WINDOWS_(CORE|FULL)_(\d{4})_x86_64$/.exec(amiType) ?? [];
  return year && `WindowsServer${year}${edition === 'CORE' ? 'Core' : 'Full'}Container`;
}

/** The members about machines of a group without a launch template. */
function machine(group: ObservedNodegroup, note: Note) {
  const path = `managedNodeGroups.${group.nodegroupName}`;
  const family = amiFamily(group.amiType ?? '');
  if (!family) note(`${path}.amiFamily`, `its image type is ${group.amiType ?? 'unknown'}`);
  note(
    `${path}.launchTemplate`,
    'it has none, and EKS gives one to a new group only: what eksctl writes into launch templates cannot be set for it',
  );
  const { ec2SshKey, sourceSecurityGroups } = group.remoteAccess ?? {};
  return {
    amiFamily: family,
    volumeSize: group.diskSize,
    ssh: ec2SshKey
      ? present({
          allow: true,
          publicKeyName: ec2SshKey,
          sourceSecurityGroupIds: sourceSecurityGroups?.length ? sourceSecurityGroups : undefined,
        })
      : undefined,
  };
}

const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: 'NoSchedule',
  NO_EXECUTE: 'NoExecute',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
};

function without(labels: Readonly<Record<string, string>> = {}): Record<string, string> | undefined {
  // eksctl's own two, which every group of a document gets by itself.
  const own = ['alpha.eksctl.io/cluster-name', 'alpha.eksctl.io/nodegroup-name'];
  const others = Object.entries(labels).filter(([key]) => !own.includes(key));
  return others.length > 0 ? Object.fromEntries(others) : undefined;
}

/** The way in which its capacity is bought: EKS is asked for that beside a launch template, and a capacity block wants one. */
function capacity({ capacityType }: ObservedNodegroup) {
  if (capacityType === 'CAPACITY_BLOCK') return { instanceMarketOptions: { marketType: 'capacity-block' } };
  return { spot: capacityType === 'SPOT' ? true : undefined };
}

function nodeGroup(group: ObservedNodegroup, clusterVersion: string, note: Note) {
  const { launchTemplate, updateConfig, scalingConfig, taints } = group;
  const path = `managedNodeGroups.${group.nodegroupName}`;
  if (group.version !== undefined && group.version !== clusterVersion)
    note(`${path}.version`, `its nodes are at ${group.version}, and a document has one version for all`);
  const { maxUnavailable, maxUnavailablePercentage, ...strategy } = updateConfig ?? {};
  for (const [name, value] of Object.entries(strategy)) {
    // DEFAULT is how EKS updates where nothing is said.
    if (value !== 'DEFAULT') note(`${path}.updateConfig.${name}`, `eksctl has no field for it (${value})`);
  }
  return present({
    name: group.nodegroupName,
    iam: { instanceRoleARN: group.nodeRole },
    subnets: [...group.subnets],
    minSize: scalingConfig.minSize,
    maxSize: scalingConfig.maxSize,
    desiredCapacity: scalingConfig.desiredSize,
    instanceTypes: group.instanceTypes?.length ? [...group.instanceTypes] : undefined,
    labels: without(group.labels),
    taints: taints?.length
      ? taints.map(({ key, value, effect }) => present({ key, value, effect: EFFECTS[effect] }))
      : undefined,
    tags: userTags(group.tags),
    updateConfig: updateConfig ? present({ maxUnavailable, maxUnavailablePercentage }) : undefined,
    nodeRepairConfig: group.nodeRepairConfig,
    ...(launchTemplate
      ? { launchTemplate: present({ id: launchTemplate.id, version: launchTemplate.version }) }
      : machine(group, note)),
    ...capacity(group),
  });
}

export function managedNodeGroups({ contents, cluster }: SeenCluster, note: Note) {
  return contents.nodeGroup.map((group) => nodeGroup(group, cluster.version, note));
}
