import type { PlantedBug } from '../bug.ts';

const STATEMENTS = 'infrastructure/global/statements';
const EVENTS = 'infrastructure/regional/events.yml';
const ALARMS = 'infrastructure/regional/alarms.yml';

/** Bugs of roles and templates. */
export const infrastructure: readonly PlantedBug[] = [
  {
    name: 'the deletion of stacks is not held to the stacks of clusters',
    hurts: 'one wrong name, and the fleet deletes its own deployment or another stage’s',
    edits: [
      {
        file: `${STATEMENTS}/delete.yml`,
        from: "      # The deployment's own stacks, of whatever stage, have no such tag.\n      'Null':\n        aws:ResourceTag/eks-fleet.dev/cluster: 'false'\n",
        to: '',
      },
    ],
  },
  {
    name: 'instances without the tag of a node may be terminated',
    hurts: 'a database in the VPC of a cluster goes with it',
    edits: [
      {
        file: `${STATEMENTS}/delete.yml`,
        from: "        aws:ResourceTag/karpenter.sh/provisioner-name: 'true'\n",
        to: "        aws:ResourceTag/karpenter.sh/provisioner-name: 'true'\n        aws:ResourceTag/Name: 'true'\n",
      },
    ],
  },
  {
    name: 'the fleet may let anyone into a cluster in any group',
    hurts: 'whoever takes the function over is system:masters in all clusters',
    edits: [
      {
        file: `${STATEMENTS}/access.yml`,
        from: '      ForAllValues:StringEquals:\n        eks:kubernetesGroups: eks-fleet-operators\n',
        to: '',
      },
    ],
  },
  {
    name: 'access entries of anybody may be taken away',
    hurts: 'a wrong ARN locks the people of a cluster out of it',
    edits: [
      {
        file: `${STATEMENTS}/access.yml`,
        from: '      - !Sub arn:${AWS::Partition}:eks:*:${AWS::AccountId}:access-entry/*/role/${AWS::AccountId}/*eks-fleet-${sls:stage}-clusters/*\n',
        to: '      - !Sub arn:${AWS::Partition}:eks:*:${AWS::AccountId}:access-entry/*/role/${AWS::AccountId}/*\n',
      },
    ],
  },
  {
    name: 'the rollback may put any event',
    hurts: 'one function can ask for everything under the fleet’s own name',
    edits: [
      {
        file: `${STATEMENTS}/create.yml`,
        from: '    Condition:\n      ForAllValues:StringEquals:\n        events:detail-type: ClusterDeletionRequested\n',
        to: '',
      },
    ],
  },
  {
    name: 'schedules of any group may be deleted',
    hurts: 'a wrong name takes the schedules of another team',
    edits: [
      {
        file: `${STATEMENTS}/fleet.yml`,
        from: '    Action: [scheduler:DeleteSchedule]\n    Resource: !Sub arn:${AWS::Partition}:scheduler:*:${AWS::AccountId}:schedule/eks-fleet-${sls:stage}-*/*\n',
        to: '    Action: [scheduler:DeleteSchedule]\n    Resource: !Sub arn:${AWS::Partition}:scheduler:*:${AWS::AccountId}:schedule/*\n',
      },
    ],
  },
  {
    name: 'any role may be handed to the schedules',
    hurts: 'a schedule acts as an administrator of the account',
    edits: [
      {
        file: `${STATEMENTS}/scale.yml`,
        from: 'Resource: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/eks-fleet/eks-fleet-${sls:stage}-schedules\n',
        to: 'Resource: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*\n',
      },
    ],
  },
  {
    name: 'stacks may change the fleet’s own roles',
    hurts: 'a document’s stack makes a function of the fleet an administrator',
    edits: [
      {
        file: 'infrastructure/global/service-roles.yml',
        from: '          - Effect: Deny\n            Action: iam:*\n            Resource: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/eks-fleet/eks-fleet-*\n',
        to: '',
      },
    ],
  },
  {
    name: 'a function may hand the fleet’s own roles to nodes and pods',
    hurts: 'a document that names one gives its nodes the rights of the fleet',
    edits: [
      {
        file: 'infrastructure/global/service-roles.yml',
        from: '                iam:PassedToService: [cloudformation.amazonaws.com, scheduler.amazonaws.com]\n',
        to: '                iam:PassedToService: [cloudformation.amazonaws.com, scheduler.amazonaws.com, eks.amazonaws.com, ec2.amazonaws.com]\n',
      },
    ],
  },
  {
    name: 'anyone of the account may put facts on the home bus',
    hurts: 'who builds on ClusterDeleted acts on an event that somebody made up',
    edits: [
      {
        file: 'infrastructure/global/home.yml',
        from: '            events:source: eks-fleet\n          ArnNotEquals:\n            aws:PrincipalArn: !GetAtt RuleRole.Arn\n',
        to: '            events:source: eks-fleet\n          StringNotEquals:\n            aws:PrincipalAccount: !Ref AWS::AccountId\n',
      },
    ],
  },
  {
    name: 'an event that another bus sends as root is a request',
    hurts: 'a rule without a role asks for deletions in the name of the account',
    edits: [
      {
        file: EVENTS,
        from: "          Bool:\n            events:eventBusInvocation: 'true'\n",
        to: "          Bool:\n            events:eventBusInvocation: 'false'\n",
      },
    ],
  },
  {
    name: 'what is not delivered to the home bus is lost',
    hurts: 'facts of a region are gone after a bad day, and nobody knows',
    edits: [
      {
        file: EVENTS,
        from: 'event-bus/eks-fleet-${sls:stage}-home\n          RoleArn: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/eks-fleet/eks-fleet-${sls:stage}-rules\n          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 }\n          DeadLetterConfig: { Arn: !GetAtt DeadLetterQueue.Arn }\n',
        to: 'event-bus/eks-fleet-${sls:stage}-home\n          RoleArn: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/eks-fleet/eks-fleet-${sls:stage}-rules\n          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 }\n',
      },
    ],
  },
  {
    name: 'the queue of dead letters takes none',
    hurts: 'what cannot be delivered is lost without an alarm',
    edits: [
      {
        file: EVENTS,
        from: '            Resource: !GetAtt DeadLetterQueue.Arn\n            Condition:\n              ArnLike:\n                aws:SourceArn: !Sub arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/*\n',
        to: '            Resource: !GetAtt DeadLetterQueue.Arn\n            Condition:\n              ArnLike:\n                aws:SourceArn: !Sub arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/eks-fleet-${sls:stage}/*/*\n',
      },
    ],
  },
  {
    name: 'rejects are kept for an hour',
    hurts: 'on Monday nobody can see what was refused on Saturday',
    edits: [
      {
        file: EVENTS,
        from: 'QueueName: eks-fleet-${sls:stage}-rejects\n      MessageRetentionPeriod: 1209600\n',
        to: 'QueueName: eks-fleet-${sls:stage}-rejects\n      MessageRetentionPeriod: 3600\n',
      },
    ],
  },
  {
    name: 'the reaper sweeps once a day',
    hurts: 'a cluster whose event was lost is locked for a day',
    edits: [
      {
        file: EVENTS,
        from: '-hourly-to-reap-operations\n      ScheduleExpression: rate(1 hour)\n',
        to: '-hourly-to-reap-operations\n      ScheduleExpression: rate(1 day)\n',
      },
    ],
  },
  {
    name: 'drift is looked for once a month',
    hurts: 'a hole that somebody has opened by hand is told four weeks later',
    edits: [
      {
        file: EVENTS,
        from: '-daily-to-detect-drift\n      ScheduleExpression: rate(1 day)\n',
        to: '-daily-to-detect-drift\n      ScheduleExpression: rate(30 days)\n',
      },
    ],
  },
  {
    name: 'the alarm over rejects waits for ten',
    hurts: 'the one request that was refused is seen by nobody',
    edits: [
      {
        file: ALARMS,
        from: 'Value: !GetAtt RejectsQueue.QueueName }]\n      Statistic: Maximum\n      Period: 60\n      EvaluationPeriods: 1\n      Threshold: 0\n',
        to: 'Value: !GetAtt RejectsQueue.QueueName }]\n      Statistic: Maximum\n      Period: 60\n      EvaluationPeriods: 1\n      Threshold: 10\n',
      },
    ],
  },
  {
    name: 'the reaper’s alarm watches what is never counted',
    hurts: 'leases stay held, and the alarm stays green',
    edits: [
      {
        file: ALARMS,
        from: 'MetricName: ExecutionsFailed\n      Dimensions: [{ Name: StateMachineArn, Value: !Ref ReapOperationsStateMachine }]\n',
        to: 'MetricName: ExecutionFailures\n      Dimensions: [{ Name: StateMachineArn, Value: !Ref ReapOperationsStateMachine }]\n',
      },
    ],
  },
  {
    name: 'the alarm over lost firings tells nobody',
    hurts: 'clusters no longer sleep, and the alarm is red where nobody looks',
    edits: [
      {
        file: ALARMS,
        from: 'MetricName: InvocationsFailedToBeSentToDeadLetterCount\n      Statistic: Sum\n      Period: 300\n      EvaluationPeriods: 1\n      Threshold: 0\n      ComparisonOperator: GreaterThanThreshold\n      TreatMissingData: notBreaching\n      AlarmActions: [!Ref AlarmTopic]\n',
        to: 'MetricName: InvocationsFailedToBeSentToDeadLetterCount\n      Statistic: Sum\n      Period: 300\n      EvaluationPeriods: 1\n      Threshold: 0\n      ComparisonOperator: GreaterThanThreshold\n      TreatMissingData: notBreaching\n',
      },
    ],
  },
  {
    name: 'claims never expire',
    hurts: 'the table of leases grows for ever, and its sweeps with it',
    edits: [
      {
        file: 'infrastructure/regional/leases.yml',
        from: 'AttributeName: expiresAt, Enabled: true',
        to: 'AttributeName: expires, Enabled: true',
      },
    ],
  },
  {
    name: 'the index of leases has their keys alone',
    hurts: 'the reaper reads a lease without its holder, and frees none',
    edits: [
      {
        file: 'infrastructure/regional/leases.yml',
        from: 'Projection: { ProjectionType: ALL }',
        to: 'Projection: { ProjectionType: KEYS_ONLY }',
      },
    ],
  },
  {
    name: 'the list of operations lacks their failures',
    hurts: '`get operations` shows that one failed, and not why',
    edits: [
      {
        file: 'infrastructure/global/table.yml',
        from: 'status, endedAt, failure]',
        to: 'status, endedAt]',
      },
    ],
  },
  {
    name: 'an uninstall takes the documents and the history',
    hurts: 'what clusters are to be, and what was done to them, is gone',
    edits: [
      {
        file: 'infrastructure/global/table.yml',
        from: '    DeletionPolicy: Retain\n',
        to: '    DeletionPolicy: Delete\n',
      },
    ],
  },
  {
    name: 'a stream of keys alone',
    hurts: 'a global table takes no replica without both images, and the deployment ends there',
    edits: [
      {
        file: 'infrastructure/global/table.yml',
        from: 'StreamViewType: NEW_AND_OLD_IMAGES',
        to: 'StreamViewType: KEYS_ONLY',
      },
    ],
  },
];
