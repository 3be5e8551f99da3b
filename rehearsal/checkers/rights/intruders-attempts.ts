/** A call that no role of the fleet's ever needs, as the service authorization reference asks IAM about it. */
export interface Attempt {
  /** Completes "a role may …". */
  readonly what: string;
  readonly actions: readonly string[];
  /** An ARN, with REGION and ACCOUNT in their places. */
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[] | boolean>>;
  /** Roles that have to, each of which stands beside its reason. */
  readonly except?: RegExp;
}

/** The tags of something that somebody runs in the same account: as all things have, and none of a cluster's. */
const THEIRS = {
  'aws:ResourceTag/Name': 'payroll',
  'aws:ResourceTag/env': 'prod',
  'aws:ResourceTag/team': 'finance',
};
const passedTo = (service: string): Attempt => ({
  what: `hand a role of others to ${service}`,
  actions: ['iam:PassRole'],
  resource: 'arn:aws:iam::ACCOUNT:role/administrator',
  context: { 'iam:PassedToService': `${service}.amazonaws.com` },
});

/** One row an attempt. */
export const ATTEMPTS: readonly Attempt[] = [
  {
    what: 'end instances that are no nodes',
    actions: ['ec2:TerminateInstances', 'ec2:StopInstances', 'ec2:ModifyInstanceAttribute'],
    resource: 'arn:aws:ec2:REGION:ACCOUNT:instance/i-0123456789abcdef0',
    context: THEIRS,
  },
  ...['scheduler', 'lambda', 'states', 'cloudformation', 'events', 'ecs-tasks', 'glue', 'ssm'].map(passedTo),
  {
    what: 'take on a role of others',
    actions: ['sts:AssumeRole'],
    resource: 'arn:aws:iam::ACCOUNT:role/administrator',
  },
  {
    what: 'change roles of others',
    actions: [
      ...['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:DeleteRole'],
      ...[
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:DeleteRolePermissionsBoundary',
        'iam:CreateRole',
      ],
    ],
    resource: 'arn:aws:iam::ACCOUNT:role/administrator',
    context: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' },
  },
  {
    what: 'change users',
    actions: ['iam:CreateUser', 'iam:CreateAccessKey', 'iam:AttachUserPolicy', 'iam:PutUserPolicy'],
    resource: 'arn:aws:iam::ACCOUNT:user/ann',
  },
  {
    what: 'change policies of others',
    actions: ['iam:CreatePolicy', 'iam:CreatePolicyVersion', 'iam:DeletePolicy'],
    resource: 'arn:aws:iam::ACCOUNT:policy/boundary',
  },
  {
    what: 'start or stop workflows of others',
    actions: ['states:StartExecution', 'states:UpdateStateMachine', 'states:DeleteStateMachine'],
    resource: 'arn:aws:states:REGION:ACCOUNT:stateMachine:payroll',
  },
  {
    what: 'stop executions of others',
    actions: ['states:StopExecution', 'states:DescribeExecution', 'states:GetExecutionHistory'],
    resource: 'arn:aws:states:REGION:ACCOUNT:execution:payroll:monthly',
  },
  {
    what: 'call or change functions of others',
    actions: [
      'lambda:InvokeFunction',
      'lambda:UpdateFunctionCode',
      'lambda:AddPermission',
      'lambda:DeleteFunction',
    ],
    resource: 'arn:aws:lambda:REGION:ACCOUNT:function:payroll',
  },
  {
    what: 'read or write tables of others',
    actions: [
      ...['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      ...['dynamodb:DeleteItem', 'dynamodb:DeleteTable', 'dynamodb:UpdateTable'],
    ],
    resource: 'arn:aws:dynamodb:REGION:ACCOUNT:table/payroll',
  },
  {
    what: 'delete the fleet’s own tables',
    actions: ['dynamodb:DeleteTable', 'dynamodb:UpdateTable', 'dynamodb:UpdateTimeToLive'],
    resource: 'arn:aws:dynamodb:REGION:ACCOUNT:table/eks-fleet-prod',
  },
  {
    what: 'change schedules of others',
    actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
    resource: 'arn:aws:scheduler:REGION:ACCOUNT:schedule/payroll/monthly',
  },
  {
    what: 'delete groups of schedules of others',
    actions: ['scheduler:DeleteScheduleGroup', 'scheduler:CreateScheduleGroup'],
    resource: 'arn:aws:scheduler:REGION:ACCOUNT:schedule-group/payroll',
  },
  {
    what: 'change stacks of others',
    actions: ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DeleteStack'],
    resource: 'arn:aws:cloudformation:REGION:ACCOUNT:stack/payroll/0',
    context: {
      ...THEIRS,
      'cloudformation:RoleArn': 'arn:aws:iam::ACCOUNT:role/eks-fleet/eks-fleet-prod-stacks',
    },
  },
  {
    what: 'delete the deployment itself',
    actions: ['cloudformation:UpdateStack', 'cloudformation:DeleteStack'],
    resource: 'arn:aws:cloudformation:REGION:ACCOUNT:stack/eks-fleet-prod/0',
    context: {
      ...THEIRS,
      'cloudformation:RoleArn': 'arn:aws:iam::ACCOUNT:role/eks-fleet/eks-fleet-prod-stacks',
    },
  },
  {
    what: 'resize groups of others',
    actions: [
      ...['autoscaling:UpdateAutoScalingGroup', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      ...['autoscaling:DeleteAutoScalingGroup', 'autoscaling:SetDesiredCapacity'],
    ],
    resource: 'arn:aws:autoscaling:REGION:ACCOUNT:autoScalingGroup:0:autoScalingGroupName/payroll',
    context: THEIRS,
    // The tag of a group that the fleet did not make has the cluster’s name in its key, which no condition can ask for.
    except: /-(scale-resize-auto-scaling-group|failover-raise-node-group|failover-drill-lower-node-group)$/,
  },
  {
    what: 'put events on buses of others',
    actions: ['events:PutEvents', 'events:DeleteEventBus'],
    resource: 'arn:aws:events:REGION:ACCOUNT:event-bus/payroll',
    context: { 'events:source': 'payroll', 'events:detail-type': 'Paid' },
  },
  {
    what: 'change rules',
    actions: [
      'events:PutRule',
      'events:PutTargets',
      'events:DeleteRule',
      'events:RemoveTargets',
      'events:DisableRule',
    ],
    resource: 'arn:aws:events:REGION:ACCOUNT:rule/payroll/monthly',
  },
  {
    what: 'reach queues of others',
    actions: [
      'sqs:SendMessage',
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:PurgeQueue',
      'sqs:DeleteQueue',
    ],
    resource: 'arn:aws:sqs:REGION:ACCOUNT:payroll',
  },
  {
    what: 'reach topics of others',
    actions: ['sns:Publish', 'sns:DeleteTopic', 'sns:SetTopicAttributes', 'sns:Subscribe'],
    resource: 'arn:aws:sns:REGION:ACCOUNT:payroll',
  },
  {
    what: 'read secrets',
    actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
    resource: 'arn:aws:secretsmanager:REGION:ACCOUNT:secret:payroll-AbCdEf',
  },
  {
    what: 'use keys of others',
    actions: ['kms:Decrypt', 'kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy', 'kms:CreateGrant'],
    resource: 'arn:aws:kms:REGION:ACCOUNT:key/payroll',
  },
  {
    what: 'reach buckets of others',
    actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    resource: 'arn:aws:s3:::payroll/monthly',
  },
  {
    what: 'delete logs of others',
    actions: ['logs:DeleteLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteLogStream'],
    resource: 'arn:aws:logs:REGION:ACCOUNT:log-group:payroll:*',
    context: THEIRS,
  },
  {
    what: 'write parameters',
    actions: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:SendCommand'],
    resource: 'arn:aws:ssm:REGION:ACCOUNT:parameter/payroll',
  },
  {
    what: 'delete networks of others',
    actions: ['ec2:DeleteVpc', 'ec2:DeleteSubnet', 'ec2:DeleteRouteTable', 'ec2:DeleteNatGateway'],
    resource: 'arn:aws:ec2:REGION:ACCOUNT:vpc/vpc-0123456789abcdef0',
    context: THEIRS,
    // CloudFormation's own: it is handed on with the fleet's stacks alone, and deletes what these have made.
    except: /-stacks$/,
  },
  {
    what: 'delete volumes and snapshots',
    actions: ['ec2:DeleteVolume', 'ec2:DetachVolume', 'ec2:DeleteSnapshot'],
    resource: 'arn:aws:ec2:REGION:ACCOUNT:volume/vol-0123456789abcdef0',
    context: THEIRS,
  },
  {
    what: 'silence alarms',
    actions: ['cloudwatch:DeleteAlarms', 'cloudwatch:DisableAlarmActions', 'cloudwatch:SetAlarmState'],
    resource: 'arn:aws:cloudwatch:REGION:ACCOUNT:alarm:payroll',
  },
  {
    what: 'move traffic',
    actions: ['route53:ChangeResourceRecordSets', 'route53:DeleteHostedZone'],
    resource: 'arn:aws:route53:::hostedzone/payroll',
    // Route 53 gives both with every change of records ("Using IAM policy conditions for fine-grained access control").
    context: {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['payroll.example.com'],
      'route53:ChangeResourceRecordSetsRecordTypes': ['CNAME'],
    },
    // A Fleet document names the records whose primary gets a health check of its plan.
    except: /-failover-readiness-(attach|detach)-checks$/,
  },
  ...['ec2', 'eks', 'lambda', 'scheduler'].map((service) => ({
    ...passedTo(service),
    what: `hand the fleet’s own roles to ${service}`,
    resource: 'arn:aws:iam::ACCOUNT:role/eks-fleet/eks-fleet-prod-access-ensure-access',
  })),
  {
    what: 'start hooks of users',
    actions: ['states:StartExecution'],
    resource: 'arn:aws:states:REGION:ACCOUNT:stateMachine:eks-hook-smoke',
    // Who may put a request names them; the names are for that.
    except: /-(upgrade|failover)-run-hook$/,
  },
  {
    what: 'delete clusters',
    actions: ['eks:DeleteCluster'],
    resource: 'arn:aws:eks:REGION:ACCOUNT:cluster/shop',
    except: /-delete-delete-control-plane$/,
  },
  {
    what: 'delete node groups',
    actions: ['eks:DeleteNodegroup'],
    resource: 'arn:aws:eks:REGION:ACCOUNT:nodegroup/shop/web/0',
    // One that could not be created is made again.
    except: /-(delete-delete|create-apply)-node-group$/,
  },
  {
    what: 'delete contents of clusters',
    actions: [
      'eks:DeleteAddon',
      'eks:DeletePodIdentityAssociation',
      'eks:DeleteFargateProfile',
      'eks:DeleteCapability',
    ],
    resource: 'arn:aws:eks:REGION:ACCOUNT:addon/shop/web/0',
    // One that could not be created is made again.
    except: /-create-apply-addon$/,
  },
  {
    what: 'change versions',
    actions: ['eks:UpdateClusterVersion'],
    resource: 'arn:aws:eks:REGION:ACCOUNT:cluster/shop',
    except: /-upgrade-upgrade-control-plane$/,
  },
  {
    what: 'let others into clusters',
    actions: [
      'eks:CreateAccessEntry',
      'eks:AssociateAccessPolicy',
      'eks:UpdateAccessEntry',
      'eks:DeleteAccessEntry',
    ],
    resource: 'arn:aws:eks:REGION:ACCOUNT:access-entry/shop/role/ACCOUNT/administrator/0',
    context: {
      'eks:principalArn': 'arn:aws:iam::111122223333:role/administrator',
      'eks:policyArn': 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      'eks:accessEntryType': 'STANDARD',
    },
    // A document says who is let in.
    except: /-create-apply-access-entry$/,
  },
  {
    what: 'read configuration and keys of nodes',
    actions: [
      'ec2:GetPasswordData',
      'ec2:GetConsoleOutput',
      'ec2-instance-connect:SendSSHPublicKey',
      'ssm:StartSession',
    ],
    resource: 'arn:aws:ec2:REGION:ACCOUNT:instance/i-0123456789abcdef0',
    context: THEIRS,
  },
];
