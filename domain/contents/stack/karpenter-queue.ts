import type { Account } from '../../desired/account.ts';
import { allow, policy } from '../../desired/roles/policy-document.ts';
import { getAtt, type Resources, ref } from '../../desired/template.ts';

/** Events of EventBridge about instances that will not last: karpenter.sh, "Interruption". */
const rules = [
  { id: 'ScheduledChangeRule', suffix: 'health', source: 'aws.health', detailType: 'AWS Health Event' },
  {
    id: 'SpotInterruptionRule',
    suffix: 'spot',
    source: 'aws.ec2',
    detailType: 'EC2 Spot Instance Interruption Warning',
  },
  {
    id: 'RebalanceRule',
    suffix: 'rebalance',
    source: 'aws.ec2',
    detailType: 'EC2 Instance Rebalance Recommendation',
  },
  {
    id: 'InstanceStateChangeRule',
    suffix: 'state',
    source: 'aws.ec2',
    detailType: 'EC2 Instance State-change Notification',
  },
] as const;

const queueId = 'KarpenterInterruptionQueue';

/** The queue of Karpenter's interruptions, who may send to it, and the rules that do (karpenter.sh, "CloudFormation"). */
export function interruptionQueue(name: string, { partition, region, accountId }: Account): Resources {
  const arn = getAtt(queueId, 'Arn');
  const ruleArns = `arn:${partition}:events:${region}:${accountId}:rule/${name}-*`;
  const send = {
    ...(allow(['sqs:SendMessage'], arn, { ArnLike: { 'aws:SourceArn': ruleArns } }) as object),
    Principal: { Service: ['events.amazonaws.com'] },
  };
  const queue: Resources = {
    [queueId]: {
      Type: 'AWS::SQS::Queue',
      // A warning of two minutes is of no use after five.
      Properties: { QueueName: name, MessageRetentionPeriod: 300, SqsManagedSseEnabled: true },
    },
    KarpenterInterruptionQueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [ref(queueId)], PolicyDocument: policy(send) },
    },
  };
  const events = rules.map(({ id, suffix, source, detailType }) => [
    id,
    {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: `${name}-${suffix}`,
        EventPattern: { source: [source], 'detail-type': [detailType] },
        Targets: [{ Id: `${queueId}Target`, Arn: arn }],
      },
    },
  ]);
  return { ...queue, ...Object.fromEntries(events) };
}
