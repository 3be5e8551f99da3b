import { EKS_QUOTAS } from '../eks/settings.ts';

/** A quota as Service Quotas has it, and the region's setting by which the account has another value. */
export interface SimulatedQuota {
  readonly service: string;
  readonly serviceName: string;
  readonly code: string;
  readonly title: string;
  /** The name in `region.settings.quotas`, which the service itself goes by. */
  readonly setting: string;
  readonly awsDefault: number;
  /** The value that every account has in place of the default. */
  readonly applied?: number;
}

const EKS = { service: 'eks', serviceName: 'Amazon Elastic Kubernetes Service (Amazon EKS)' };
const VPC = { service: 'vpc', serviceName: 'Amazon Virtual Private Cloud (Amazon VPC)' };
const EC2 = { service: 'ec2', serviceName: 'Amazon Elastic Compute Cloud (Amazon EC2)' };

const eks = (code: string, title: string, setting: keyof typeof EKS_QUOTAS): SimulatedQuota => ({
  ...EKS,
  code,
  title,
  setting,
  awsDefault: EKS_QUOTAS[setting],
});

/**
 * AWS General Reference: "Amazon EKS endpoints and quotas", and the VPC user guide's and EC2's. On-demand vCPUs begin
 * at 5, and EC2 raises them by itself with an account's use: the simulated account has been used for a while.
 */
export const SIMULATED_QUOTAS: readonly SimulatedQuota[] = [
  eks('L-1194D53C', 'Clusters', 'eks/clusters'),
  eks('L-6D54EA21', 'Managed node groups per cluster', 'eks/nodegroups-per-cluster'),
  eks('L-BD136A63', 'Nodes per managed node group', 'eks/nodes-per-nodegroup'),
  eks('L-33415657', 'Fargate profiles per cluster', 'eks/fargate-profiles-per-cluster'),
  { ...VPC, code: 'L-F678F1CE', title: 'VPCs per Region', setting: 'ec2/vpcs', awsDefault: 5 },
  { ...EC2, code: 'L-0263D0A3', title: 'EC2-VPC Elastic IPs', setting: 'ec2/addresses', awsDefault: 5 },
  {
    ...EC2,
    code: 'L-1216C47A',
    title: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
    setting: 'ec2/on-demand-standard-vcpus',
    awsDefault: 5,
    applied: 1152,
  },
];
