const SEGMENTS = 'X-Ray is not simulated; AWS asks it of whoever sends segments';
const CHANGED = 'CloudFormation changes a stack of ours in place so, by a document that no scenario has';
const TAGGED = 'CloudFormation tags what it has made, which the simulated one does in the call that makes it';
const SUSPENDED = 'rolling updates of CloudFormation, which are not simulated, suspend processes';

/** Grants that no scenario uses, by role and action, with the reason why they are given all the same. */
export const UNEXERCISED: ReadonlyMap<string, string> = new Map(
  [
    ['function-logs', 'xray:PutTelemetryRecords', SEGMENTS],
    ['workflows', 'xray:PutTraceSegments', SEGMENTS],
    ['workflows', 'xray:PutTelemetryRecords', SEGMENTS],
    [
      'delete-delete-security-group',
      'ec2:RevokeSecurityGroupEgress',
      'no controller of ours adds egress rules',
    ],
    ['stacks', 'ec2:AssociateSubnetCidrBlock', CHANGED],
    ['stacks', 'ec2:DisassociateSubnetCidrBlock', CHANGED],
    ['stacks', 'ec2:ReplaceRoute', CHANGED],
    ['stacks', 'ec2:ModifyVpcEndpoint', CHANGED],
    ['stacks', 'ec2:AuthorizeSecurityGroupEgress', CHANGED],
    ['stacks', 'ec2:RevokeSecurityGroupEgress', CHANGED],
    ['stacks', 'ec2:UpdateSecurityGroupRuleDescriptionsIngress', CHANGED],
    ['stacks', 'ec2:ModifyLaunchTemplate', CHANGED],
    ['stacks', 'ec2:DeleteTags', CHANGED],
    ['stacks', 'ec2:RunInstances', 'Auto Scaling is asked for the image as well, which is not simulated'],
    ['stacks', 'autoscaling:DeleteTags', CHANGED],
    ['stacks', 'autoscaling:SuspendProcesses', SUSPENDED],
    ['stacks', 'autoscaling:ResumeProcesses', SUSPENDED],
    ['stacks', 'sqs:TagQueue', TAGGED],
    ['stacks', 'sqs:UntagQueue', CHANGED],
    ['stacks', 'events:TagResource', TAGGED],
    ['stacks', 'events:UntagResource', CHANGED],
    ['stacks', 'iam:PutRolePermissionsBoundary', CHANGED],
    ['stacks', 'iam:UpdateRole', CHANGED],
    ['stacks', 'iam:UpdateAssumeRolePolicy', CHANGED],
    ['stacks', 'iam:UntagRole', CHANGED],
    ['stacks', 'iam:TagInstanceProfile', CHANGED],
    ['stacks', 'iam:UntagInstanceProfile', CHANGED],
    ['stacks', 'iam:UpdateOpenIDConnectProviderThumbprint', CHANGED],
    ['stacks', 'iam:AddClientIDToOpenIDConnectProvider', CHANGED],
    ['stacks', 'iam:UntagOpenIDConnectProvider', CHANGED],
  ].map(([role, action, reason]) => [`eks-fleet-prod-${role}: ${action}`, reason as string]),
);

/** Grants whose absence AWS itself tells nobody: a function without them runs, and its lines are lost. */
export const SILENT: ReadonlySet<string> = new Set(['logs:CreateLogStream', 'logs:PutLogEvents']);
