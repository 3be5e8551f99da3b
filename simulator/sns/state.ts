import { AwsError } from '../aws-error.ts';
import { parsePolicy } from '../iam/policies/document.ts';
import type { Region } from '../region.ts';
import { invalidParameter, noSuchSubscription, noSuchTopic } from './errors.ts';

export interface Topic {
  readonly name: string;
  readonly arn: string;
  displayName: string;
  /** The policy's text; a topic has one from the beginning. */
  policy: string;
  deletedSubscriptions: number;
  readonly tags: Map<string, string>;
}

export type Protocol = 'sqs' | 'email' | 'https';

/**
 * The pattern of each protocol's endpoints (SDK typing, `SubscribeInput.Endpoint`), and SNS's name for them in a
 * refusal.
 */
const ENDPOINTS: Readonly<Record<Protocol, readonly [RegExp, string]>> = {
  sqs: [/^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]+$/, 'SQS endpoint ARN'],
  email: [/^[^\s@]+@[^\s@]+$/, 'Email address'],
  https: [/^https:\/\/\S+$/, 'Endpoint must match the specified protocol'],
};
const isProtocol = (text: string): text is Protocol => text in ENDPOINTS;

export interface Subscription {
  readonly arn: string;
  readonly topic: Topic;
  readonly protocol: Protocol;
  readonly endpoint: string;
  /** An address has to be confirmed by its owner; in the simulated world nobody does that. */
  readonly isPending: boolean;
  isRaw: boolean;
}

/** The topics and subscriptions of one region. */
export class SnsState {
  readonly region: Region;
  readonly topics = new Map<string, Topic>();
  readonly subscriptions = new Map<string, Subscription>();

  constructor(region: Region) {
    this.region = region;
  }

  /** Makes a topic, or finds the one of that name; its attributes must then be the same. */
  createTopic(name: string, attributes: TopicAttributes, tags: Readonly<Record<string, string>>): Topic {
    if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter('Topic Name');
    const arn = this.region.arn('sns', name);
    const existing = this.topics.get(arn);
    if (existing) return this.#assertAlike(existing, attributes);
    const topic: Topic = {
      name,
      arn,
      displayName: '',
      policy: defaultPolicy(arn, this.region.accountId),
      deletedSubscriptions: 0,
      tags: new Map(Object.entries(tags)),
    };
    setTopicAttributes(topic, attributes);
    this.topics.set(arn, topic);
    return topic;
  }

  #assertAlike(topic: Topic, attributes: TopicAttributes): Topic {
    const { DisplayName = topic.displayName, Policy = topic.policy } = attributes;
    if (DisplayName === topic.displayName && Policy === topic.policy) return topic;
    throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
  }

  topic(arn: string | undefined): Topic {
    if (!/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/.test(arn ?? '')) throw invalidParameter('TopicArn');
    const topic = this.topics.get(arn as string);
    if (!topic) throw noSuchTopic();
    return topic;
  }

  subscription(arn: string | undefined): Subscription {
    const subscription = this.subscriptions.get(arn ?? '');
    if (!subscription) throw noSuchSubscription();
    return subscription;
  }

  subscriptionsOf(topic: Topic): Subscription[] {
    return [...this.subscriptions.values()].filter((one) => one.topic === topic);
  }

  /** Deleting a topic that is not there succeeds, as on AWS. */
  deleteTopic(arn: string): void {
    const topic = this.topics.get(arn);
    if (!topic) return;
    for (const subscription of this.subscriptionsOf(topic)) this.subscriptions.delete(subscription.arn);
    this.topics.delete(arn);
  }

  subscribe(topic: Topic, protocol: string, endpoint: string, isRaw: boolean): Subscription {
    const existing = this.subscriptionsOf(topic).find(
      (one) => one.protocol === protocol && one.endpoint === endpoint,
    );
    if (existing) return existing;
    if (!isProtocol(protocol)) throw invalidParameter(`Does not support this protocol string: ${protocol}`);
    const [form, name] = ENDPOINTS[protocol];
    if (!form.test(endpoint)) throw invalidParameter(name);
    const subscription: Subscription = {
      arn: `${topic.arn}:${this.region.kernel.random('sns/subscriptions').uuid()}`,
      topic,
      protocol,
      endpoint,
      isPending: protocol !== 'sqs',
      isRaw,
    };
    this.subscriptions.set(subscription.arn, subscription);
    return subscription;
  }

  unsubscribe(arn: string): void {
    const subscription = this.subscriptions.get(arn);
    if (!subscription) return;
    subscription.topic.deletedSubscriptions++;
    this.subscriptions.delete(arn);
  }
}

export interface TopicAttributes {
  readonly DisplayName?: string | undefined;
  readonly Policy?: string | undefined;
}

export function setTopicAttributes(topic: Topic, { DisplayName, Policy }: TopicAttributes): void {
  if (Policy !== undefined) assertPolicy(Policy);
  topic.displayName = DisplayName ?? topic.displayName;
  topic.policy = Policy ?? topic.policy;
}

function assertPolicy(text: string): void {
  try {
    parsePolicy(text, 'resource');
  } catch (error) {
    throw error instanceof AwsError ? invalidParameter(`Policy Error: ${error.message}`) : error;
  }
}

/** The policy that SNS gives a topic: all of it to the account that owns it. */
export function defaultPolicy(topicArn: string, accountId: string): string {
  const actions = ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission'];
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [...actions, 'DeleteTopic', 'Subscribe', 'ListSubscriptionsByTopic', 'Publish'].map(
          (name) => `SNS:${name}`,
        ),
        Resource: topicArn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  });
}
