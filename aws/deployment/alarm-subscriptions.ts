import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { paginateListSubscriptionsByTopic, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { named } from '../errors.ts';
import { protocolOf } from './alarm-protocols.ts';
import { regionalStack } from './deploy.ts';
import { findStack } from './find-stack.ts';

/** A subscriber to a region's alarms. */
export interface AlarmSubscription {
  readonly region: string;
  readonly endpoint: string;
  /** True where the endpoint's owner has yet to confirm it, by the message that came there. */
  readonly isPending: boolean;
}

async function alarmTopic(region: string, stage: string): Promise<string> {
  const stack = await findStack(new CloudFormationClient({ region }), regionalStack(stage));
  const topic = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'AlarmTopicArn')?.OutputValue;
  if (topic === undefined)
    throw new Error(`stack ${regionalStack(stage)} in ${region} has no output AlarmTopicArn`);
  return topic;
}

/**
 * Lets endpoints hear of a region's alarms, and answers all that do. What if this runs twice? An endpoint that is
 * subscribed stays so, once (SNS, Subscribe: it answers the ARN of the one that is there).
 */
export async function subscribeToAlarms(
  region: string,
  stage: string,
  endpoints: readonly string[],
): Promise<readonly AlarmSubscription[]> {
  const TopicArn = await alarmTopic(region, stage);
  const client = new SNSClient({ region });
  for (const Endpoint of endpoints)
    await named(client.send(new SubscribeCommand({ TopicArn, Protocol: protocolOf(Endpoint), Endpoint })));
  const all: AlarmSubscription[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn }))
    for (const { Endpoint: endpoint = '', SubscriptionArn } of Subscriptions)
      all.push({ region, endpoint, isPending: SubscriptionArn === 'PendingConfirmation' });
  return all;
}
