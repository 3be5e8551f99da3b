/** Grants of one role that take something away without saying that it is ours. */
interface Row {
  readonly role: string;
  readonly service: string;
  readonly actions: readonly string[];
  /** As the grant has them, from the service on: a wider one is another. */
  readonly on: string;
  /** The reason why it cannot reach things that are not ours. */
  readonly because: string;
}

const EC2 = 'ec2:*:ACCOUNT:';
const NAMED_BY_CLUSTER =
  'EKS has no such thing without its cluster, whose lease is held and whose documents and records say what goes';
const KUBERNETES_MADE =
  'Kubernetes makes them, with tags whose keys hold the name of the cluster or with none; the decider goes by those tags, and by the VPC that our stack made';
const IN_STACKS =
  'CloudFormation alone is given this role, for the stacks of clusters, and deletes what it has made for them; EC2 gives no names, and parts have no tags';

/** Grants that were looked at, and why each may stand. */
export const REVIEWED_DELETIONS: readonly Row[] = [
  {
    role: 'WorkflowRole',
    service: 'logs',
    actions: ['DeleteLogDelivery', 'PutResourcePolicy'],
    on: '*',
    because:
      'Step Functions asks for them to write logs, and Logs takes no resource (Step Functions guide, "Logging")',
  },
  {
    role: 'StacksRole',
    service: 'ec2',
    actions: [
      'DeleteEgressOnlyInternetGateway',
      'DeleteInternetGateway',
      'DeleteKeyPair',
      'DeleteLaunchTemplate',
      'DeleteNatGateway',
      'DeleteRoute',
      'DeleteRouteTable',
      'DeleteSecurityGroup',
      'DeleteSubnet',
      'DeleteTags',
      'DeleteVpc',
      'DeleteVpcEndpoints',
      'DetachInternetGateway',
      'DisassociateRouteTable',
      'DisassociateVpcCidrBlock',
      'ReleaseAddress',
      'RevokeSecurityGroupEgress',
      'RevokeSecurityGroupIngress',
    ],
    on: `${EC2}*/*`,
    because: IN_STACKS,
  },
  {
    role: 'StacksRole',
    service: 'ec2',
    actions: ['DeleteTransitGatewayVpcAttachment', 'DetachVpnGateway', 'DisableVgwRoutePropagation'],
    on: `${EC2}*/*, ec2:*:*:transit-gateway/*`,
    because: IN_STACKS,
  },
  {
    role: 'StacksRole',
    service: 'rolesanywhere',
    actions: ['DeleteProfile', 'DeleteTrustAnchor', 'UntagResource'],
    on: 'rolesanywhere:*:ACCOUNT:trust-anchor/*, rolesanywhere:*:ACCOUNT:profile/*',
    because: `${IN_STACKS}; IAM Roles Anywhere gives ids`,
  },
  {
    role: 'StacksRole',
    service: 'ssm',
    actions: ['DeleteParameter'],
    on: 'ssm:*:ACCOUNT:parameter/ec2/keypair/*',
    because: 'EC2 keeps the key pairs that CloudFormation makes under this path, by ids of its own',
  },
  {
    role: 'StacksRole',
    service: 'route53',
    actions: ['DeleteHealthCheck'],
    on: 'route53:::healthcheck/*',
    because:
      'CloudFormation alone is given this role, and deletes the health checks that it has made for failover plans; Route 53 gives ids',
  },
  {
    role: 'AccessForwardRequestRole',
    service: 'ec2',
    actions: ['UnassignPrivateIpAddresses'],
    on: `${EC2}network-interface/*`,
    because: 'Lambda does it as this role for a function in a VPC; the code of the function is denied it',
  },
  {
    role: 'AccessForwardRequestRole',
    service: 'ec2',
    actions: ['DeleteNetworkInterface'],
    on: `${EC2}*/*`,
    because: 'Lambda does it as this role for a function in a VPC; the code of the function is denied it',
  },
  {
    role: 'CreateApplyControlPlaneRole',
    service: 'iam',
    actions: ['DeleteInstanceProfile', 'RemoveRoleFromInstanceProfile'],
    on: 'iam::ACCOUNT:instance-profile/eks*',
    because: 'EKS does it as its caller, and names the profiles of Auto Mode so',
  },
  {
    role: 'CreateApplyAccessEntryRole',
    service: 'eks',
    actions: ['DisassociateAccessPolicy'],
    on: 'eks:*:ACCOUNT:access-entry/*/*/*/*/*',
    because: NAMED_BY_CLUSTER,
  },
  {
    role: 'CreateApplyAddonRole',
    service: 'eks',
    actions: ['DeleteAddon'],
    on: 'eks:*:ACCOUNT:addon/*/*/*',
    because: `${NAMED_BY_CLUSTER}: one that failed to be made`,
  },
  {
    role: 'CreateApplyAddonRole',
    service: 'eks',
    actions: ['DeletePodIdentityAssociation'],
    on: 'eks:*:ACCOUNT:podidentityassociation/*/*',
    because: 'EKS does it as its caller, with the associations of an add-on',
  },
  {
    role: 'CreateApplyNodeGroupRole',
    service: 'eks',
    actions: ['DeleteNodegroup'],
    on: 'eks:*:ACCOUNT:nodegroup/*/*/*',
    because: `${NAMED_BY_CLUSTER}: one that failed to be made`,
  },
  {
    role: 'CreateApplyLogRetentionRole',
    service: 'logs',
    actions: ['PutRetentionPolicy'],
    on: 'logs:*:ACCOUNT:log-group:/aws/eks/*',
    because: "The logs of clusters, by EKS's own names; how long is the document's to say",
  },
  ...(
    [
      ['NodeGroup', 'DeleteNodegroup', 'nodegroup/*/*/*'],
      ['FargateProfile', 'DeleteFargateProfile', 'fargateprofile/*/*/*'],
      ['Capability', 'DeleteCapability', 'capability/*/*/*/*'],
      ['ControlPlane', 'DeleteCluster', 'cluster/*'],
    ] as const
  ).map(([what, action, resource]) => ({
    role: `DeleteDelete${what}Role`,
    service: 'eks',
    actions: [action],
    on: `eks:*:ACCOUNT:${resource}`,
    because: NAMED_BY_CLUSTER,
  })),
  {
    role: 'DeleteDeleteLoadBalancerRole',
    service: 'elasticloadbalancing',
    actions: ['DeleteLoadBalancer'],
    on: 'elasticloadbalancing:*:ACCOUNT:loadbalancer/*',
    because: KUBERNETES_MADE,
  },
  {
    role: 'DeleteDeleteLoadBalancerRole',
    service: 'elasticloadbalancing',
    actions: ['DeleteTargetGroup'],
    on: 'elasticloadbalancing:*:ACCOUNT:targetgroup/*/*',
    because: KUBERNETES_MADE,
  },
  {
    role: 'DeleteDeleteNetworkInterfaceRole',
    service: 'ec2',
    actions: ['DeleteNetworkInterface'],
    on: `${EC2}network-interface/*`,
    because: KUBERNETES_MADE,
  },
  {
    role: 'DeleteDeleteSecurityGroupRole',
    service: 'ec2',
    actions: ['DeleteSecurityGroup', 'RevokeSecurityGroupEgress', 'RevokeSecurityGroupIngress'],
    on: `${EC2}security-group/*`,
    because: KUBERNETES_MADE,
  },
];
