import type { Account } from '../account.ts';
import { allow, type PolicyDocument, policy } from './policy-document.ts';

const describeActions = [
  'ec2:DescribeAccountAttributes',
  'ec2:DescribeAddresses',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeCoipPools',
  'ec2:DescribeInstances',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeIpamPools',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeTags',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeVpcs',
  'ec2:GetCoipPoolUsage',
  'ec2:GetSecurityGroupsForVpc',
  'elasticloadbalancing:DescribeCapacityReservation',
  'elasticloadbalancing:DescribeListenerAttributes',
  'elasticloadbalancing:DescribeListenerCertificates',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeLoadBalancerAttributes',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeSSLPolicies',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'elasticloadbalancing:DescribeTrustStores',
];

const integrationActions = [
  'acm:DescribeCertificate',
  'acm:ListCertificates',
  'cognito-idp:DescribeUserPoolClient',
  'iam:GetServerCertificate',
  'iam:ListServerCertificates',
  'shield:CreateProtection',
  'shield:DeleteProtection',
  'shield:DescribeProtection',
  'shield:GetSubscriptionState',
  'waf-regional:AssociateWebACL',
  'waf-regional:DisassociateWebACL',
  'waf-regional:GetWebACL',
  'waf-regional:GetWebACLForResource',
  'wafv2:AssociateWebACL',
  'wafv2:DisassociateWebACL',
  'wafv2:GetWebACL',
  'wafv2:GetWebACLForResource',
];

const ownedActions = [
  'elasticloadbalancing:DeleteLoadBalancer',
  'elasticloadbalancing:DeleteTargetGroup',
  'elasticloadbalancing:ModifyCapacityReservation',
  'elasticloadbalancing:ModifyIpPools',
  'elasticloadbalancing:ModifyListenerAttributes',
  'elasticloadbalancing:ModifyLoadBalancerAttributes',
  'elasticloadbalancing:ModifyTargetGroup',
  'elasticloadbalancing:ModifyTargetGroupAttributes',
  'elasticloadbalancing:SetIpAddressType',
  'elasticloadbalancing:SetSecurityGroups',
  'elasticloadbalancing:SetSubnets',
];

/**
 * The policy of the AWS Load Balancer Controller: the permissions of its own installation guide
 * (kubernetes-sigs.github.io/aws-load-balancer-controller, `iam_policy.json`), regrouped.
 */
export function loadBalancerControllerPolicy({ partition }: Account): PolicyDocument {
  const balancing = (kind: string) => `arn:${partition}:elasticloadbalancing:*:*:${kind}`;
  const securityGroup = `arn:${partition}:ec2:*:*:security-group/*`;
  const owned = { Null: { 'aws:ResourceTag/elbv2.k8s.aws/cluster': 'false' } };
  const toBeOwned = { Null: { 'aws:RequestTag/elbv2.k8s.aws/cluster': 'false' } };
  const tagging = ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'];
  return policy(
    allow(['iam:CreateServiceLinkedRole'], '*', {
      StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' },
    }),
    allow(describeActions),
    allow(integrationActions),
    allow(['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress', 'ec2:CreateSecurityGroup']),
    allow(['ec2:CreateTags'], securityGroup, {
      StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' },
      ...toBeOwned,
    }),
    allow(['ec2:CreateTags', 'ec2:DeleteTags'], securityGroup, {
      Null: {
        'aws:RequestTag/elbv2.k8s.aws/cluster': 'true',
        'aws:ResourceTag/elbv2.k8s.aws/cluster': 'false',
      },
    }),
    allow(['ec2:DeleteSecurityGroup'], '*', owned),
    allow(
      ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:CreateTargetGroup'],
      '*',
      toBeOwned,
    ),
    allow([
      'elasticloadbalancing:CreateListener',
      'elasticloadbalancing:CreateRule',
      'elasticloadbalancing:DeleteListener',
      'elasticloadbalancing:DeleteRule',
      'elasticloadbalancing:AddListenerCertificates',
      'elasticloadbalancing:ModifyListener',
      'elasticloadbalancing:ModifyRule',
      'elasticloadbalancing:RemoveListenerCertificates',
      'elasticloadbalancing:SetRulePriorities',
      'elasticloadbalancing:SetWebAcl',
    ]),
    allow(
      tagging,
      [balancing('targetgroup/*/*'), balancing('loadbalancer/net/*/*'), balancing('loadbalancer/app/*/*')],
      {
        Null: {
          'aws:RequestTag/elbv2.k8s.aws/cluster': 'true',
          'aws:ResourceTag/elbv2.k8s.aws/cluster': 'false',
        },
      },
    ),
    allow(tagging, [
      balancing('listener/net/*/*/*'),
      balancing('listener/app/*/*/*'),
      balancing('listener-rule/net/*/*/*'),
      balancing('listener-rule/app/*/*/*'),
    ]),
    allow(ownedActions, '*', owned),
    allow(
      ['elasticloadbalancing:AddTags'],
      [balancing('targetgroup/*/*'), balancing('loadbalancer/net/*/*'), balancing('loadbalancer/app/*/*')],
      {
        StringEquals: { 'elasticloadbalancing:CreateAction': ['CreateTargetGroup', 'CreateLoadBalancer'] },
        ...toBeOwned,
      },
    ),
    allow(
      ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      balancing('targetgroup/*/*'),
    ),
  );
}
