import { isStandardType } from '../../account-facts/quotas.ts';
import type { ObservedNodegroup } from '../../contents/node-group/observed.ts';
import type { Finding } from '../finding.ts';
import { surgeOf } from '../surge.ts';
import { controlPlaneHops, finding, type Judge, type Judged, movingGroups } from './judged.ts';

/** "Up to five" (EKS guide, "Subnet requirements and considerations", updating). */
const FOR_CONTROL_PLANE = 5;
/** A node takes its own address, and the VPC CNI some for its pods beforehand (WARM_ENI_TARGET): at the least so many. */
const FOR_NODE = 10;

/** Addresses in the cluster's subnets, for the network interfaces of the new control plane. */
const ofCluster: Judge = (judged) => {
  if (controlPlaneHops(judged).length === 0) return [];
  const { cluster, freeAddresses } = judged.facts;
  return (cluster.resourcesVpcConfig.subnetIds ?? []).flatMap((id) => {
    const free = freeAddresses[id];
    if (free === undefined) return [finding('free-addresses', 'there is no such subnet any more', id)];
    return free < FOR_CONTROL_PLANE ? [finding('free-addresses', `it has ${free}`, id)] : [];
  });
};

const moving = (judged: Judged): readonly ObservedNodegroup[] => {
  const names = movingGroups(judged);
  return judged.facts.nodeGroups.filter(({ nodegroupName }) => names.has(nodegroupName));
};

/** Addresses in the subnets of a group, for the nodes that come before the old ones go. */
const ofGroups: Judge = (judged) =>
  moving(judged).flatMap((group): readonly Finding[] => {
    const surge = surgeOf(group);
    const known = group.subnets.flatMap((id) => judged.facts.freeAddresses[id] ?? []);
    const free = known.reduce((sum, one) => sum + one, 0);
    if (surge === 0 || known.length === 0 || free >= surge * FOR_NODE) return [];
    return [
      finding(
        'surge-addresses',
        `${free} free addresses for ${surge} more nodes and their pods`,
        group.nodegroupName,
      ),
    ];
  });

/** vCPUs of the surge of as many groups as are updated side by side, the largest of them. */
const quotas: Judge = (judged) => {
  const { allowed, running } = judged.facts.vcpus;
  if (allowed === undefined) return [];
  const ofType = (type: string): number => judged.facts.instanceTypes[type]?.vcpus ?? 0;
  const surges = moving(judged)
    .filter(
      ({ capacityType, instanceTypes = [] }) =>
        capacityType !== 'SPOT' && instanceTypes.every(isStandardType),
    )
    .map((group) => surgeOf(group) * Math.min(...(group.instanceTypes ?? []).map(ofType)))
    .filter(Number.isFinite)
    .sort((left, right) => right - left)
    .slice(0, judged.request.parallelNodeGroups);
  const wanted = surges.reduce((sum, one) => sum + one, 0);
  if (wanted === 0 || running + wanted <= allowed) return [];
  return [
    finding(
      'quota-instances',
      `${allowed} vCPUs on demand are allowed, ${running} run, and the surge takes ${wanted}`,
    ),
  ];
};

export const roomJudges: readonly Judge[] = [ofCluster, ofGroups, quotas];
