import type {
  AccessPolicy,
  ListAccessPoliciesRequest,
  ListAccessPoliciesResponse,
} from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { page } from '../pagination.ts';

/** EKS guide, "Review access policy permissions". */
const NAMES = [
  'AmazonAIOpsAssistantPolicy',
  'AmazonARCRegionSwitchScalingPolicy',
  'AmazonEKSACKPolicy',
  'AmazonEKSAdminPolicy',
  'AmazonEKSAdminViewPolicy',
  'AmazonEKSArgoCDClusterPolicy',
  'AmazonEKSArgoCDPolicy',
  'AmazonEKSAutoNodePolicy',
  'AmazonEKSBlockStorageClusterPolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSClusterAdminPolicy',
  'AmazonEKSClusterInsightsPolicy',
  'AmazonEKSComputeClusterPolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSEditPolicy',
  'AmazonEKSHybridPolicy',
  'AmazonEKSKROPolicy',
  'AmazonEKSLoadBalancingClusterPolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingClusterPolicy',
  'AmazonEKSNetworkingPolicy',
  'AmazonEKSSecretReaderPolicy',
  'AmazonEKSViewPolicy',
] as const;

export const accessPolicyArn = (account: EksAccount, name: string): string =>
  `arn:${account.region.partition}:eks::aws:cluster-access-policy/${name}`;

export function accessPolicies(account: EksAccount): readonly Required<AccessPolicy>[] {
  return NAMES.map((name) => ({ name, arn: accessPolicyArn(account, name) }));
}

export function listAccessPolicies(
  account: EksAccount,
  input: ListAccessPoliciesRequest,
): ListAccessPoliciesResponse {
  const { items, ...rest } = page(accessPolicies(account), ({ name }) => name ?? '', input);
  return { accessPolicies: items, ...rest };
}
