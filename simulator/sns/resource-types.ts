import { alreadyExists } from '../cloudformation/resources/already-exists.ts';
import { generatedName } from '../cloudformation/resources/generated-name.ts';
import { undoOnFailure } from '../cloudformation/stacks/undo-on-failure.ts';
import { refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Properties, Provisioned, ResourceContext, ResourceProvider } from '../service.ts';
import { defaultPolicy, type SnsState, setTopicAttributes, type Topic } from './state.ts';
import { subscribe } from './subscription-operations.ts';

const jsonOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** CloudFormation's types of Amazon SNS. */
export function snsResourceTypes(state: SnsState): Readonly<Record<string, ResourceProvider>> {
  return {
    'AWS::SNS::Topic': topicType(state),
    'AWS::SNS::TopicPolicy': topicPolicyType(state),
    'AWS::SNS::Subscription': subscriptionType(state),
  };
}

interface InlineSubscription {
  readonly Protocol: string;
  readonly Endpoint: string;
}

function topicType(state: SnsState): ResourceProvider {
  const check = (properties: Properties): void =>
    refuseUnmodelledMembers(state.region.kernel, 'AWS::SNS::Topic', properties, [
      ...['TopicName', 'DisplayName', 'Subscription', 'Tags'],
    ]);
  const provisioned = (topic: Topic): Provisioned => ({
    physicalId: topic.arn,
    attributes: { TopicArn: topic.arn, TopicName: topic.name },
  });
  const inline = (properties: Properties): readonly InlineSubscription[] =>
    (properties.Subscription ?? []) as readonly InlineSubscription[];
  const tagsOf = (properties: Properties, context: ResourceContext): Record<string, string> => {
    const tags = (properties.Tags ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
    return { ...context.tags, ...Object.fromEntries(tags.map(({ Key, Value }) => [Key, String(Value)])) };
  };
  const displayName = (properties: Properties): string => String(properties.DisplayName ?? '');
  const addSubscriptions = (topic: Topic, properties: Properties, context: ResourceContext): void => {
    for (const { Protocol, Endpoint } of inline(properties)) {
      context.authorize({ action: 'sns:Subscribe', resource: topic.arn });
      subscribe(state, { TopicArn: topic.arn, Protocol, Endpoint });
    }
  };
  return {
    replacementProperties: ['TopicName', 'FifoTopic'],
    create: async (properties, context) => {
      check(properties);
      const given = properties.TopicName;
      const name = given === undefined ? generatedName(state.region.kernel, context) : String(given);
      const arn = state.region.arn('sns', name);
      context.authorize({ action: 'sns:CreateTopic', resource: arn });
      if (state.topics.has(arn)) throw alreadyExists('AWS::SNS::Topic', arn);
      const attributes = { DisplayName: displayName(properties) };
      const topic = state.createTopic(name, attributes, tagsOf(properties, context));
      undoOnFailure(
        () => addSubscriptions(topic, properties, context),
        () => state.deleteTopic(arn),
      );
      return provisioned(topic);
    },
    update: async (physicalId, properties, previous, context) => {
      check(properties);
      const topic = state.topic(physicalId);
      context.authorize({ action: 'sns:SetTopicAttributes', resource: topic.arn });
      setTopicAttributes(topic, { DisplayName: displayName(properties) });
      const isKept = (one: InlineSubscription): boolean =>
        inline(properties).some(
          ({ Protocol, Endpoint }) => Protocol === one.Protocol && Endpoint === one.Endpoint,
        );
      for (const gone of inline(previous).filter((one) => !isKept(one))) {
        const subscription = state
          .subscriptionsOf(topic)
          .find(({ protocol, endpoint }) => protocol === gone.Protocol && endpoint === gone.Endpoint);
        if (subscription) state.unsubscribe(subscription.arn);
      }
      addSubscriptions(topic, properties, context);
      topic.tags.clear();
      for (const [key, value] of Object.entries(tagsOf(properties, context))) topic.tags.set(key, value);
      return provisioned(topic);
    },
    delete: async (physicalId, _properties, context) => {
      context.authorize({ action: 'sns:DeleteTopic', resource: physicalId });
      state.deleteTopic(physicalId);
    },
  };
}

function topicPolicyType(state: SnsState): ResourceProvider {
  const topicsOf = (properties: Properties): readonly string[] =>
    (properties.Topics ?? []) as readonly string[];
  const check = (properties: Properties): void =>
    refuseUnmodelledMembers(state.region.kernel, 'AWS::SNS::TopicPolicy', properties, [
      'Topics',
      'PolicyDocument',
    ]);
  const apply = (
    arns: readonly string[],
    context: ResourceContext,
    policyOf: (topic: Topic) => string,
  ): void => {
    for (const arn of arns) {
      const topic = state.topic(arn);
      context.authorize({ action: 'sns:SetTopicAttributes', resource: arn });
      setTopicAttributes(topic, { Policy: policyOf(topic) });
    }
  };
  const reset = (topic: Topic): string => defaultPolicy(topic.arn, state.region.accountId);
  return {
    replacementProperties: [],
    create: async (properties, context) => {
      check(properties);
      apply(topicsOf(properties), context, () => jsonOf(properties.PolicyDocument));
      const physicalId = generatedName(state.region.kernel, context);
      return { physicalId, attributes: { Id: physicalId } };
    },
    update: async (physicalId, properties, previous, context) => {
      check(properties);
      const kept = new Set(topicsOf(properties));
      apply(
        topicsOf(previous).filter((arn) => !kept.has(arn)),
        context,
        reset,
      );
      apply(topicsOf(properties), context, () => jsonOf(properties.PolicyDocument));
      return { physicalId, attributes: { Id: physicalId } };
    },
    delete: async (_physicalId, properties, context) =>
      apply(
        topicsOf(properties).filter((arn) => state.topics.has(arn)),
        context,
        reset,
      ),
  };
}

function subscriptionType(state: SnsState): ResourceProvider {
  const check = (properties: Properties): void =>
    refuseUnmodelledMembers(state.region.kernel, 'AWS::SNS::Subscription', properties, [
      ...['TopicArn', 'Protocol', 'Endpoint', 'RawMessageDelivery'],
    ]);
  const isRaw = (properties: Properties): boolean =>
    String(properties.RawMessageDelivery ?? false) === 'true';
  return {
    replacementProperties: ['TopicArn', 'Protocol', 'Endpoint'],
    create: async (properties, context) => {
      check(properties);
      const TopicArn = String(properties.TopicArn);
      context.authorize({ action: 'sns:Subscribe', resource: TopicArn });
      const subscription = subscribe(state, {
        TopicArn,
        Protocol: String(properties.Protocol),
        Endpoint: String(properties.Endpoint),
        Attributes: { RawMessageDelivery: String(isRaw(properties)) },
      });
      return { physicalId: subscription.arn, attributes: { Arn: subscription.arn } };
    },
    update: async (physicalId, properties, _previous, context) => {
      check(properties);
      const subscription = state.subscription(physicalId);
      context.authorize({ action: 'sns:SetSubscriptionAttributes', resource: subscription.topic.arn });
      subscription.isRaw = isRaw(properties);
      return { physicalId, attributes: { Arn: physicalId } };
    },
    delete: async (physicalId, properties, context) => {
      context.authorize({ action: 'sns:Unsubscribe', resource: String(properties.TopicArn) });
      state.unsubscribe(physicalId);
    },
  };
}
