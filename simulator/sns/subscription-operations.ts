import type {
  ListSubscriptionsByTopicInput,
  ListSubscriptionsInput,
  SetSubscriptionAttributesInput,
  SubscribeInput,
} from '@aws-sdk/client-sns';
import { type ModelledOperation, refuseUnmodelled, refuseUnmodelledMembers } from '../modelled-members.ts';
import { page } from './pagination.ts';
import type { SnsState, Subscription } from './state.ts';

/** Protocols of AWS that are not modelled; any other text is invalid. */
const OTHER_PROTOCOLS = ['http', 'email-json', 'sms', 'application', 'lambda', 'firehose'];
const SETTABLE = ['RawMessageDelivery'];

export function subscribe(state: SnsState, input: SubscribeInput): Subscription {
  const { kernel } = state.region;
  const protocol = input.Protocol as string;
  if (OTHER_PROTOCOLS.includes(protocol)) refuseUnmodelled(kernel, `sns:Subscribe with protocol ${protocol}`);
  refuseUnmodelledMembers(kernel, 'the attributes of an SNS subscription', input.Attributes ?? {}, SETTABLE);
  const isRaw = input.Attributes?.RawMessageDelivery === 'true';
  return state.subscribe(state.topic(input.TopicArn), protocol, input.Endpoint ?? '', isRaw);
}

function listed(subscription: Subscription, owner: string): Record<string, string> {
  return {
    SubscriptionArn: subscription.isPending ? 'PendingConfirmation' : subscription.arn,
    Owner: owner,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: subscription.topic.arn,
  };
}

function attributesOf(subscription: Subscription, owner: string): Record<string, string> {
  return {
    SubscriptionArn: subscription.arn,
    TopicArn: subscription.topic.arn,
    Owner: owner,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    PendingConfirmation: String(subscription.isPending),
    RawMessageDelivery: String(subscription.isRaw),
    ConfirmationWasAuthenticated: String(!subscription.isPending),
  };
}

export function subscriptionOperations(state: SnsState): Record<string, ModelledOperation> {
  const { kernel, accountId } = state.region;
  const list = (
    subscriptions: readonly Subscription[],
    token: string | undefined,
  ): Record<string, unknown> => {
    const { items, NextToken } = page(subscriptions, token);
    return { Subscriptions: items.map((one) => listed(one, accountId)), NextToken };
  };
  return {
    Subscribe: {
      members: ['TopicArn', 'Protocol', 'Endpoint', 'Attributes', 'ReturnSubscriptionArn'],
      run: (input: SubscribeInput) => {
        const subscription = subscribe(state, input);
        const isHidden = subscription.isPending && !input.ReturnSubscriptionArn;
        return { SubscriptionArn: isHidden ? 'pending confirmation' : subscription.arn };
      },
    },
    Unsubscribe: {
      members: ['SubscriptionArn'],
      run: (input: { SubscriptionArn: string }) => state.unsubscribe(input.SubscriptionArn),
    },
    ListSubscriptions: {
      members: ['NextToken'],
      run: (input: ListSubscriptionsInput) => list([...state.subscriptions.values()], input.NextToken),
    },
    ListSubscriptionsByTopic: {
      members: ['TopicArn', 'NextToken'],
      run: (input: ListSubscriptionsByTopicInput) =>
        list(state.subscriptionsOf(state.topic(input.TopicArn)), input.NextToken),
    },
    GetSubscriptionAttributes: {
      members: ['SubscriptionArn'],
      run: (input: { SubscriptionArn: string }) => ({
        Attributes: attributesOf(state.subscription(input.SubscriptionArn), accountId),
      }),
    },
    SetSubscriptionAttributes: {
      members: ['SubscriptionArn', 'AttributeName', 'AttributeValue'],
      run: (input: SetSubscriptionAttributesInput) => {
        const change = { [`${input.AttributeName}`]: input.AttributeValue ?? '' };
        refuseUnmodelledMembers(kernel, 'the attributes of an SNS subscription', change, SETTABLE);
        state.subscription(input.SubscriptionArn).isRaw = input.AttributeValue === 'true';
      },
    },
  };
}
