import type {
  CreateTopicInput,
  ListTopicsInput,
  PublishInput,
  SetTopicAttributesInput,
} from '@aws-sdk/client-sns';
import { type ModelledOperation, refuseUnmodelledMembers } from '../modelled-members.ts';
import { invalidParameter } from './errors.ts';
import { page } from './pagination.ts';
import { publish } from './publish.ts';
import { type SnsState, setTopicAttributes, type Topic } from './state.ts';

const SETTABLE = ['DisplayName', 'Policy'];

function attributesOf(state: SnsState, topic: Topic): Record<string, string> {
  const subscriptions = state.subscriptionsOf(topic);
  const pending = subscriptions.filter(({ isPending }) => isPending).length;
  return {
    TopicArn: topic.arn,
    Owner: state.region.accountId,
    Policy: topic.policy,
    DisplayName: topic.displayName,
    SubscriptionsPending: String(pending),
    SubscriptionsConfirmed: String(subscriptions.length - pending),
    SubscriptionsDeleted: String(topic.deletedSubscriptions),
  };
}

function publishOperation(state: SnsState, input: PublishInput): { MessageId: string } {
  const arn = input.TopicArn ?? input.TargetArn;
  if (arn === undefined)
    throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  const MessageId = publish(state, state.topic(arn), {
    subject: input.Subject,
    message: input.Message as string,
    attributes: input.MessageAttributes ?? {},
  });
  return { MessageId };
}

export function topicOperations(state: SnsState): Record<string, ModelledOperation> {
  const { kernel } = state.region;
  return {
    CreateTopic: {
      members: ['Name', 'Attributes', 'Tags'],
      run: (input: CreateTopicInput) => {
        const attributes = input.Attributes ?? {};
        refuseUnmodelledMembers(kernel, 'the attributes of an SNS topic', attributes, SETTABLE);
        const tags = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value ?? '']));
        return { TopicArn: state.createTopic(input.Name as string, attributes, tags).arn };
      },
    },
    DeleteTopic: {
      members: ['TopicArn'],
      run: (input: { TopicArn: string }) => state.deleteTopic(input.TopicArn),
    },
    GetTopicAttributes: {
      members: ['TopicArn'],
      run: (input: { TopicArn: string }) => ({
        Attributes: attributesOf(state, state.topic(input.TopicArn)),
      }),
    },
    SetTopicAttributes: {
      members: ['TopicArn', 'AttributeName', 'AttributeValue'],
      run: (input: SetTopicAttributesInput) => {
        const change = { [`${input.AttributeName}`]: input.AttributeValue ?? '' };
        refuseUnmodelledMembers(kernel, 'the attributes of an SNS topic', change, SETTABLE);
        setTopicAttributes(state.topic(input.TopicArn), change);
      },
    },
    ListTopics: {
      members: ['NextToken'],
      run: (input: ListTopicsInput) => {
        const arns = [...state.topics.keys()].sort().map((TopicArn) => ({ TopicArn }));
        const { items, NextToken } = page(arns, input.NextToken);
        return { Topics: items, NextToken };
      },
    },
    Publish: {
      members: ['TopicArn', 'TargetArn', 'Message', 'Subject', 'MessageAttributes'],
      run: (input: PublishInput) => publishOperation(state, input),
    },
  };
}
