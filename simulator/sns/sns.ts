import { operationsOf } from '../modelled-members.ts';
import type { Region, TopicPort } from '../region.ts';
import type { Authorization, Service } from '../service.ts';
import { publish } from './publish.ts';
import { snsResourceTypes } from './resource-types.ts';
import { SnsState, type Topic } from './state.ts';
import { subscriptionOperations } from './subscription-operations.ts';
import { topicOperations } from './topic-operations.ts';

export type SnsService = Service & TopicPort;

/**
 * Amazon SNS of one region: standard topics with queues, and addresses that stay unconfirmed, as
 * subscribers. Other protocols, filter policies, message structures and FIFO topics are not simulated.
 */
export function createSns(region: Region): SnsService {
  const state = new SnsState(region);
  return {
    signingName: 'sns',
    operations: operationsOf(region.kernel, 'sns', {
      ...topicOperations(state),
      ...subscriptionOperations(state),
    }),
    authorize: (operation, input) => authorizations(state, operation, input),
    resourceTypes: snsResourceTypes(state),
    publish: (topicArn, subject, message, caller) => {
      const topic = state.topic(topicArn);
      region.authorize(caller, question('sns:Publish', topicArn, topic));
      publish(state, topic, { subject: subject === '' ? undefined : subject, message, attributes: {} });
    },
  };
}

/** The question to IAM, with the topic's own policy (service authorization reference of Amazon SNS). */
function question(action: string, resource: string, topic: Topic | undefined): Authorization {
  return { action, resource, ...(topic ? { resourcePolicy: JSON.parse(topic.policy) as unknown } : {}) };
}

function authorizations(
  state: SnsState,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): readonly Authorization[] {
  const action = `sns:${operation}`;
  if (operation === 'ListTopics' || operation === 'ListSubscriptions') return [{ action, resource: '*' }];
  if (operation === 'CreateTopic') {
    return [{ action, resource: state.region.arn('sns', String(input.Name)) }];
  }
  const subscription = state.subscriptions.get(String(input.SubscriptionArn));
  const arn = subscription?.topic.arn ?? input.TopicArn ?? input.TargetArn ?? '*';
  return [question(action, String(arn), state.topics.get(String(arn)))];
}
