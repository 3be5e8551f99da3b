import { type Product, writtenIn } from './product.ts';
import { type Found, ofType, type Resources, text } from './resources.ts';
import type { Finding, Rule } from './rule.ts';

interface Alarm {
  readonly Namespace?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly MetricName?: string;
  readonly Threshold?: number;
  readonly ComparisonOperator?: string;
  readonly AlarmActions?: readonly unknown[];
}

/**
 * Metrics of AWS's that alarms may be on, with their dimensions (SQS guide, "Available CloudWatch metrics"; Scheduler guide,
 * "Monitoring with CloudWatch"; Step Functions guide, "Monitoring metrics"). One that is not counted never rises.
 */
const METRICS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'AWS/SQS': { ApproximateNumberOfMessagesVisible: ['QueueName'] },
  'AWS/Scheduler': { InvocationsFailedToBeSentToDeadLetterCount: [] },
  'AWS/States': { ExecutionsFailed: ['StateMachineArn'], ExecutionsStarted: ['StateMachineArn'] },
};

const telling = ({ AlarmActions = [] }: Alarm, resources: Resources): boolean =>
  AlarmActions.some((action) => text(action, resources).startsWith('{AWS::SNS::Topic '));

/** An alarm that nothing raises, or that tells nobody. */
function findingsOf(product: Product, { logicalId, properties }: Found): readonly Finding[] {
  const alarm = properties as Alarm;
  const { Namespace = '', MetricName = '', Dimensions = [] } = alarm;
  const at = { file: writtenIn(product, logicalId) };
  const by = METRICS[Namespace]?.[MetricName];
  const names = Dimensions.map(({ Name }) => Name).join();
  return [
    ...(by?.join() === names
      ? []
      : [
          {
            ...at,
            place: `${logicalId}.MetricName`,
            found: `${Namespace} ${MetricName} by ${names || 'nothing'}`,
            allowed: 'a metric that AWS counts, of the list in scripts/rules/alarms.ts',
          },
        ]),
    ...(telling(alarm, product.templates.regional)
      ? []
      : [
          {
            ...at,
            place: logicalId,
            found: 'an alarm that tells nobody',
            allowed: 'a topic as AlarmActions',
          },
        ]),
  ];
}

/** A queue in which something lies that nobody takes out is told of, and no alarm is in vain. */
export const alarms: Rule = {
  name: 'alarms',
  why: 'what could not be delivered lies there until it is gone, and nobody hears of it',
  check: (product) => {
    const resources = product.templates.regional;
    const all = ofType(resources, 'AWS::CloudWatch::Alarm');
    const watched = all.flatMap(({ properties }) => {
      const alarm = properties as Alarm;
      const { Dimensions = [], MetricName, Threshold, ComparisonOperator } = alarm;
      const isAtOnce = Threshold === 0 && ComparisonOperator === 'GreaterThanThreshold';
      const isOfMessages = MetricName === 'ApproximateNumberOfMessagesVisible';
      return isAtOnce && telling(alarm, resources) && isOfMessages
        ? Dimensions.map(({ Value }) => text(Value, resources))
        : [];
    });
    const unwatched = ofType(resources, 'AWS::SQS::Queue')
      .filter(({ logicalId }) => !watched.includes(`{AWS::SQS::Queue ${logicalId}}`))
      .map(({ logicalId }) => ({
        file: writtenIn(product, logicalId),
        place: logicalId,
        found: 'a queue without an alarm',
        allowed: 'an alarm on its first visible message, whose action is a topic of the template',
      }));
    return [...all.flatMap((alarm) => findingsOf(product, alarm)), ...unwatched];
  },
};
