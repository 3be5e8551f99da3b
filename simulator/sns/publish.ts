import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { AwsError } from '../aws-error.ts';
import { invalidParameter } from './errors.ts';
import type { SnsState, Subscription, Topic } from './state.ts';

/** The size of a message with its attributes (SNS quotas). */
const MAXIMUM_MESSAGE_BYTES = 262_144;

export interface Notification {
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
}

/** Accepts a message and delivers it to the confirmed subscriptions a moment later; returns its id. */
export function publish(state: SnsState, topic: Topic, notification: Notification): string {
  assertNotification(notification);
  const { kernel } = state.region;
  const messageId = kernel.random('sns/message-ids').uuid();
  for (const subscription of state.subscriptionsOf(topic)) {
    if (subscription.isPending) continue;
    const latencyMs = kernel.random('sns/latency').between(5, 60);
    kernel.after(latencyMs, () => deliver(state, subscription, messageId, notification));
  }
  return messageId;
}

function assertNotification({ subject, message, attributes }: Notification): void {
  if (message === '') throw invalidParameter('Empty message');
  if (subject !== undefined && (subject === '' || subject.length > 100 || /[^ -~]/.test(subject))) {
    throw invalidParameter('Subject');
  }
  const texts = Object.entries(attributes).flatMap(([name, one]) => [name, one.DataType, one.StringValue]);
  const bytes = [message, ...texts].reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  if (bytes > MAXIMUM_MESSAGE_BYTES) throw invalidParameter('Message too long');
}

/** Errors of permission and missing queues are the client's and not retried (SNS guide, "Message delivery retries"). */
function deliver(
  state: SnsState,
  subscription: Subscription,
  messageId: string,
  notification: Notification,
): void {
  const { region } = state;
  const { topic, endpoint } = subscription;
  const record = (outcome: string, message?: string): void =>
    region.kernel.trace.record({
      at: region.kernel.now(),
      kind: 'notification',
      region: region.name,
      topic: topic.name,
      messageId,
      endpoint,
      outcome,
      ...(message === undefined ? {} : { message }),
    });
  const body = subscription.isRaw
    ? notification.message
    : JSON.stringify(envelope(state, subscription, messageId, notification));
  const attributes = subscription.isRaw ? textAttributes(notification) : {};
  const caller = {
    kind: 'service',
    principal: 'sns.amazonaws.com',
    accountId: region.accountId,
    sourceArn: topic.arn,
  } as const;
  try {
    region.queues.send(endpoint, body, attributes, caller);
    record('delivered');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    record('dropped', `${error.code}: ${error.message}`);
  }
}

function textAttributes({ attributes }: Notification): Record<string, string> {
  const texts = Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue ?? '']);
  return Object.fromEntries(texts);
}

/**
 * The message that a queue gets unless its subscription asks for the raw one (SNS guide, "HTTP/HTTPS notification
 * JSON format").
 */
function envelope(
  { region }: SnsState,
  { topic, arn }: Subscription,
  MessageId: string,
  { subject, message, attributes }: Notification,
): Record<string, unknown> {
  const host = `https://sns.${region.name}.amazonaws.com`;
  const named = Object.entries(attributes).map(([name, { DataType, StringValue }]) => [
    name,
    { Type: DataType, Value: StringValue },
  ]);
  return {
    Type: 'Notification',
    MessageId,
    TopicArn: topic.arn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: new Date(region.kernel.now()).toISOString(),
    SignatureVersion: '1',
    // A digest stands for the signature, which nothing in the simulated world could verify.
    Signature: createHash('sha256').update(`${MessageId}${message}`).digest('base64'),
    SigningCertURL: `${host}/SimpleNotificationService-simulated.pem`,
    UnsubscribeURL: `${host}/?Action=Unsubscribe&SubscriptionArn=${arn}`,
    ...(named.length > 0 ? { MessageAttributes: Object.fromEntries(named) } : {}),
  };
}
