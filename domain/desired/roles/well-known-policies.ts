import { type Account, awsManagedPolicy } from '../account.ts';
import { loadBalancerControllerPolicy } from './load-balancer-policy.ts';
import { allow, type PolicyDocument, policy } from './policy-document.ts';

/** Permissions to put on a role: AWS's managed policies by ARN, the rest inline. */
export interface Permissions {
  readonly managedPolicyArns: readonly string[];
  readonly policies: readonly { readonly PolicyName: string; readonly PolicyDocument: PolicyDocument }[];
}

type Grant = (account: Account) => { readonly managed: string } | { readonly document: PolicyDocument };

const managed =
  (name: string): Grant =>
  (account) => ({ managed: awsManagedPolicy(account, name) });
const inline =
  (build: (account: Account) => PolicyDocument): Grant =>
  (account) => ({ document: build(account) });

/** https://github.com/kubernetes/autoscaler, cluster-autoscaler/cloudprovider/aws, "Full Cluster Autoscaler Features Policy". */
const autoScaler = inline(() =>
  policy(
    allow([
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeAutoScalingInstances',
      'autoscaling:DescribeLaunchConfigurations',
      'autoscaling:DescribeScalingActivities',
      'autoscaling:DescribeTags',
      'autoscaling:SetDesiredCapacity',
      'autoscaling:TerminateInstanceInAutoScalingGroup',
      'ec2:DescribeImages',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:GetInstanceTypesFromInstanceRequirements',
      'eks:DescribeNodegroup',
    ]),
  ),
);

/** https://cert-manager.io/docs/configuration/acme/dns01/route53 */
const certManager = inline(({ partition }) =>
  policy(
    allow(['route53:GetChange'], `arn:${partition}:route53:::change/*`),
    allow(
      ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets'],
      `arn:${partition}:route53:::hostedzone/*`,
    ),
    allow(['route53:ListHostedZonesByName', 'route53:ListHostedZones']),
  ),
);

/** https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/ */
const externalDNS = inline(({ partition }) =>
  policy(
    allow(['route53:ChangeResourceRecordSets'], `arn:${partition}:route53:::hostedzone/*`),
    allow(['route53:ListHostedZones', 'route53:ListResourceRecordSets', 'route53:ListTagsForResources']),
  ),
);

const fsx = inline(({ partition }) =>
  policy(
    allow(
      ['iam:CreateServiceLinkedRole', 'iam:AttachRolePolicy', 'iam:PutRolePolicy'],
      `arn:${partition}:iam::*:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*`,
    ),
    allow(['fsx:*', 's3:ListBucket']),
  ),
);

const grants: Readonly<Record<string, Grant>> = {
  autoScaler,
  certManager,
  externalDNS,
  fsx,
  albIngress: inline(loadBalancerControllerPolicy),
  awsLoadBalancerController: inline(loadBalancerControllerPolicy),
  ebs: managed('service-role/AmazonEBSCSIDriverPolicy'),
  ebsCSIController: managed('service-role/AmazonEBSCSIDriverPolicy'),
  efs: managed('service-role/AmazonEFSCSIDriverPolicy'),
  efsCSIController: managed('service-role/AmazonEFSCSIDriverPolicy'),
  imageBuilder: managed('AmazonEC2ContainerRegistryPowerUser'),
  cloudWatch: managed('CloudWatchAgentServerPolicy'),
  xRay: managed('AWSXRayDaemonWriteAccess'),
  appMesh: inline(() => policy(allow(['appmesh:*', 'acm:ListCertificates', 'servicediscovery:*']))),
  appMeshPreview: inline(() => policy(allow(['appmesh-preview:*', 'servicediscovery:*']))),
};

/** The permissions of the sets that a document switches on (`wellKnownPolicies`, `withAddonPolicies`). */
export function wellKnownPermissions(
  account: Account,
  chosen: Readonly<Record<string, boolean | undefined>> = {},
): Permissions {
  const granted = Object.entries(grants)
    .filter(([name]) => chosen[name] === true)
    // Both names of the load balancer controller's set stand for one.
    .filter(([name]) => name !== 'albIngress' || chosen.awsLoadBalancerController !== true)
    .map(([name, grant]) => ({ name, ...grant(account) }));
  return {
    managedPolicyArns: [...new Set(granted.flatMap((grant) => ('managed' in grant ? [grant.managed] : [])))],
    policies: granted.flatMap((grant) =>
      'document' in grant ? [{ PolicyName: grant.name, PolicyDocument: grant.document }] : [],
    ),
  };
}
