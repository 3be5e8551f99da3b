import { type ClusterConfig, hasGivenNetwork } from '../cluster-config/config.ts';
import { stackNameOf } from '../desired/names.ts';
import { placedGroups } from './groups.ts';

/** A quota by Service Quotas' codes, and how it is named there. */
export interface Quota {
  readonly service: string;
  readonly code: string;
  readonly title: string;
}

/** AWS General Reference, "Amazon EKS endpoints and quotas", and those of Amazon VPC and EC2. */
export const QUOTAS = {
  clusters: { service: 'eks', code: 'L-1194D53C', title: 'Clusters' },
  managedNodeGroups: { service: 'eks', code: 'L-6D54EA21', title: 'Managed node groups per cluster' },
  nodesOfGroup: { service: 'eks', code: 'L-BD136A63', title: 'Nodes per managed node group' },
  fargateProfiles: { service: 'eks', code: 'L-33415657', title: 'Fargate profiles per cluster' },
  vpcs: { service: 'vpc', code: 'L-F678F1CE', title: 'VPCs per Region' },
  addresses: { service: 'ec2', code: 'L-0263D0A3', title: 'EC2-VPC Elastic IPs' },
  onDemandVcpus: {
    service: 'ec2',
    code: 'L-1216C47A',
    title: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
  },
} as const satisfies Readonly<Record<string, Quota>>;

/** True of a type of the standard families, whose vCPUs have one quota (EC2 guide, "On-Demand Instance quotas"); `inf`, `hpc`, `trn`, `dl` and `mac` have others. */
export const isStandardType = (type: string): boolean => /^(a|c|d|h|i|im|is|m|r|t|z)\d/.test(type);

export type QuotaName = keyof typeof QUOTAS;

/** The counts that must be read for quotas of the whole account, before one more is made. */
export interface CountsWanted {
  readonly clusters: boolean;
  /** The stack whose VPC and addresses are not counted: an earlier try may have made them already. */
  readonly networkStack?: string;
}

/** The counts that a document needs: none for a cluster that is there, since it has made its part already. */
export function countsWanted(config: ClusterConfig, isNew: boolean): CountsWanted {
  const makesNetwork = isNew && !hasGivenNetwork(config);
  return {
    clusters: isNew,
    ...(makesNetwork ? { networkStack: stackNameOf(config.metadata.name, 'network') } : {}),
  };
}

/** True where the VPC that we make has NAT gateways, each with an address. */
export const hasNatGateways = ({ vpc, privateCluster }: ClusterConfig): boolean =>
  vpc?.nat?.gateway !== 'Disable' && privateCluster?.enabled !== true;

/** The quotas that a document could exceed: the others are not asked for. */
export function quotasWanted(config: ClusterConfig, isNew: boolean): readonly QuotaName[] {
  const makesNetwork = isNew && !hasGivenNetwork(config);
  const isWanted: Readonly<Record<QuotaName, boolean>> = {
    clusters: isNew,
    managedNodeGroups: config.managedNodeGroups.length > 0,
    nodesOfGroup: config.managedNodeGroups.length > 0,
    fargateProfiles: (config.fargateProfiles ?? []).length > 0,
    vpcs: makesNetwork,
    addresses: makesNetwork && hasNatGateways(config),
    onDemandVcpus: placedGroups(config).length > 0,
  };
  return (Object.keys(QUOTAS) as QuotaName[]).filter((name) => isWanted[name]);
}
