/**
 * Services whose control plane is in one region, for all regions. Source: "AWS Fault Isolation Boundaries", global services
 * and its appendices A and B, as of 2026-12-02, of the partition `aws`. Their data planes are in each region or at the edge:
 * roles are good and names are answered without them.
 */
export const SINGLE_REGION: Readonly<Record<string, string>> = {
  iam: 'us-east-1',
  organizations: 'us-east-1',
  account: 'us-east-1',
  route53: 'us-east-1',
  cloudfront: 'us-east-1',
  shield: 'us-east-1',
  waf: 'us-east-1',
  'acm-for-cloudfront': 'us-east-1',
  globalaccelerator: 'us-west-2',
  'route53-recovery-control-config': 'us-west-2',
  networkmanager: 'us-west-2',
};
