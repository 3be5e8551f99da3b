import { writtenIn } from './product.ts';
import { ofType, text } from './resources.ts';
import type { Rule } from './rule.ts';

interface Alarm {
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly MetricName?: string;
  readonly Threshold?: number;
  readonly ComparisonOperator?: string;
  readonly AlarmActions?: readonly unknown[];
}

/** A queue in which something lies that nobody takes out is told of. */
export const alarms: Rule = {
  name: 'alarms',
  why: 'what could not be delivered lies there until it is gone, and nobody hears of it',
  check: (product) => {
    const resources = product.templates.regional;
    const watched = ofType(resources, 'AWS::CloudWatch::Alarm').flatMap(({ properties }) => {
      const {
        Dimensions = [],
        MetricName,
        Threshold,
        ComparisonOperator,
        AlarmActions = [],
      } = properties as Alarm;
      const isAtOnce = Threshold === 0 && ComparisonOperator === 'GreaterThanThreshold';
      const tells = AlarmActions.some((action) => text(action, resources).startsWith('{AWS::SNS::Topic '));
      const isOfMessages = MetricName === 'ApproximateNumberOfMessagesVisible';
      return isAtOnce && tells && isOfMessages ? Dimensions.map(({ Value }) => text(Value, resources)) : [];
    });
    return ofType(resources, 'AWS::SQS::Queue')
      .filter(({ logicalId }) => !watched.includes(`{AWS::SQS::Queue ${logicalId}}`))
      .map(({ logicalId }) => ({
        file: writtenIn(product, logicalId),
        place: logicalId,
        found: 'a queue without an alarm',
        allowed: 'an alarm on its first visible message, whose action is a topic of the template',
      }));
  },
};
