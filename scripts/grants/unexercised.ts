const SEGMENTS = 'X-Ray is not simulated; AWS asks it of whoever sends segments';
const UNTAGGED =
  'CloudFormation takes tags of a stack away from what is in it, which the simulated one does of roles and groups only';
const TAGGED = 'CloudFormation tags what it has made, which the simulated one does in the call that makes it';
const SUSPENDED = 'rolling updates of CloudFormation, which are not simulated, suspend processes';
const READS_BACK =
  "CloudFormation's handlers read back what they made (its resource types' schemas, `handlers`), the simulated ones without asking IAM";
const OF_AUTO_MODE =
  'the schema of AWS::EKS::Cluster names it: EKS makes the profile of Auto Mode as its caller, which the simulated one does not';

const OF_ASSOCIATIONS =
  'EKS does it as the caller who changes, or makes anew, an add-on with associations, which no scenario has';

const HYBRID = 'for the way to hybrid nodes, whose resource types are not simulated';

const OF_BUCKETS =
  "CloudFormation's handler of AWS::S3::Bucket asks for each part of it, the simulated one for the bucket alone";
const OF_FAILED_STACKS = 'a stack of preparation that fails, of which no scenario has one';
const TAKEN_BACK = 'a table whose making fails halfway is taken back, which no scenario has';

/** Grants that no scenario uses, by role and action, with the reason why they are given all the same. */
export const UNEXERCISED: ReadonlyMap<string, string> = new Map(
  [
    ['function-logs', 'xray:PutTelemetryRecords', SEGMENTS],
    ['workflows', 'xray:PutTraceSegments', SEGMENTS],
    ['workflows', 'xray:PutTelemetryRecords', SEGMENTS],
    ['workflows', 'xray:GetSamplingRules', SEGMENTS],
    ['workflows', 'xray:GetSamplingTargets', SEGMENTS],
    [
      'delete-delete-security-group',
      'ec2:RevokeSecurityGroupEgress',
      'no controller of ours adds egress rules',
    ],
    ...['upgrade-plan-upgrade', 'failover-readiness-measure-room'].map((role) => [
      role,
      'servicequotas:GetAWSDefaultServiceQuota',
      "the simulated account has a value of its own for the quota of vCPUs, and AWS's default is not asked for",
    ]),
    [
      'failover-readiness-compare-sides',
      'dynamodb:GetItem',
      'what was known of a region that is silent is asked of Guard, and no scenario has one silent while plans are prepared',
    ],
    ['stacks', 'ec2:DeleteTags', UNTAGGED],
    ['stacks', 'dynamodb:DeleteTable', TAKEN_BACK],
    ['stacks', 'dynamodb:DeleteTableReplica', TAKEN_BACK],
    ...[
      'PutBucketPublicAccessBlock',
      'PutBucketOwnershipControls',
      'PutBucketTagging',
      'GetBucketPolicy',
    ].map((action) => ['stacks', `s3:${action}`, OF_BUCKETS]),
    ['stacks', 'route53:GetHealthCheck', READS_BACK],
    ['stacks', 'route53:UpdateHealthCheck', 'of a plan with another witness, which no scenario has'],
    ...['apply-words', 'apply-guard', 'apply-checks'].map((task) => [
      `failover-readiness-${task}`,
      'cloudformation:DescribeStackEvents',
      OF_FAILED_STACKS,
    ]),
    ['failover-readiness-apply-guard', 'cloudformation:DeleteStack', OF_FAILED_STACKS],
    [
      'failover-readiness-apply-words',
      'cloudformation:UpdateStack',
      'AWS publishes new ranges of checkers, which the simulated one never does',
    ],
    [
      'failover-readiness-keep-schedules',
      'scheduler:UpdateSchedule',
      'a later release has other schedules, which no scenario has',
    ],
    [
      'failover-readiness-attach-checks',
      'dynamodb:GetItem',
      'what was known of records is asked for while Route 53 is silent, which no scenario has',
    ],
    ...[
      'readiness-record-sizes',
      'readiness-judge-readiness',
      'observe-capacity',
      'raise-deployment',
      'drill-plan-drill',
      'drill-observe-put-back',
      'drill-lower-deployment',
    ].map((task) => [
      `failover-${task}`,
      'lambda:InvokeFunction',
      'to private APIs of clusters with a plan, of which no scenario has one',
    ]),
    ...['readiness-attach-checks', 'say-word'].map((task) => [
      `failover-${task}`,
      's3:ListBucket',
      'without it a word that is not there reads as one that is denied; preparation has said all of them before',
    ]),
    ...[
      'ec2:CreateTransitGatewayVpcAttachment',
      'ec2:ModifyTransitGatewayVpcAttachment',
      'ec2:DeleteTransitGatewayVpcAttachment',
      'ec2:AttachVpnGateway',
      'ec2:DetachVpnGateway',
      'ec2:EnableVgwRoutePropagation',
      'ec2:DisableVgwRoutePropagation',
      'rolesanywhere:CreateTrustAnchor',
      'rolesanywhere:GetTrustAnchor',
      'rolesanywhere:UpdateTrustAnchor',
      'rolesanywhere:DeleteTrustAnchor',
      'rolesanywhere:CreateProfile',
      'rolesanywhere:GetProfile',
      'rolesanywhere:UpdateProfile',
      'rolesanywhere:DeleteProfile',
      'rolesanywhere:ListTagsForResource',
      'rolesanywhere:TagResource',
      'rolesanywhere:UntagResource',
      'iam:PassRole',
      'iam:CreateServiceLinkedRole',
    ].map((action) => ['stacks', action, HYBRID]),
    ['stacks', 'elasticloadbalancing:Describe*', READS_BACK],
    ['stacks', 'autoscaling:SuspendProcesses', SUSPENDED],
    ['stacks', 'autoscaling:ResumeProcesses', SUSPENDED],
    ['stacks', 'lambda:TagResource', TAGGED],
    ['stacks', 'lambda:UntagResource', UNTAGGED],
    ['stacks', 'logs:TagResource', TAGGED],
    ['stacks', 'logs:UntagResource', UNTAGGED],
    ['stacks', 'sqs:TagQueue', TAGGED],
    ['stacks', 'sqs:UntagQueue', UNTAGGED],
    ['stacks', 'events:TagResource', TAGGED],
    ['stacks', 'events:UntagResource', UNTAGGED],
    ['stacks', 'iam:UntagOpenIDConnectProvider', UNTAGGED],
    [
      'stacks',
      'ssm:GetParameters',
      'CloudFormation resolves `resolve:ssm` by this action or by GetParameter; the simulated one by the latter',
    ],
    ...[
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListRolePolicies',
      'iam:ListAttachedRolePolicies',
      'iam:GetInstanceProfile',
      'iam:GetOpenIDConnectProvider',
      'lambda:GetFunction',
      'lambda:GetFunctionCodeSigningConfig',
      'lambda:GetFunctionRecursionConfig',
      'lambda:GetFunctionScalingConfig',
      'lambda:GetRuntimeManagementConfig',
      'lambda:ListTags',
      'logs:DescribeLogGroups',
      'logs:DescribeIndexPolicies',
      'logs:GetDataProtectionPolicy',
      'logs:ListTagsForResource',
    ].map((action) => ['stacks', action, READS_BACK]),
    ['create-apply-addon', 'eks:UpdatePodIdentityAssociation', OF_ASSOCIATIONS],
    ['create-apply-addon', 'eks:DeletePodIdentityAssociation', OF_ASSOCIATIONS],
    ...[
      'iam:CreateInstanceProfile',
      'iam:TagInstanceProfile',
      'iam:AddRoleToInstanceProfile',
      'iam:GetInstanceProfile',
      'iam:RemoveRoleFromInstanceProfile',
      'iam:DeleteInstanceProfile',
    ].map((action) => ['create-apply-control-plane', action, OF_AUTO_MODE]),
    [
      'adopt-register-cluster',
      'eks:DescribeAddonVersions',
      'only for an add-on whose version is none of an EKS build; the simulated catalogue has none of those',
    ],
    [
      'fleet-apply-group',
      'scheduler:DeleteSchedule',
      'AWS may ask it of whoever deletes a group that has schedules, which the simulated one does not',
    ],
    [
      'scale-schedule-return',
      'scheduler:UpdateSchedule',
      'the schedule is there already only where Scheduler has forgotten the token that it was made under',
    ],
  ].map(([role, action, reason]) => [`eks-fleet-prod-${role}: ${action}`, reason as string]),
);
