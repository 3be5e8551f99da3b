import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { QueueAttributes } from './attributes.ts';

export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly senderId: string;
  readonly sentAt: number;
  /** The time until which nobody receives it: it is delayed, or in flight to its last receiver. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  /** The queue that gave it up, where this is a dead-letter queue. */
  sourceQueueArn: string | undefined;
}

/** A standard queue. */
export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly createdAt: number;
  lastModifiedAt: number;
  attributes: QueueAttributes;
  messages: QueuedMessage[];
  purgedAt: number | undefined;
  readonly tags: Map<string, string>;
}

export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** The numbers of messages in a queue at a time, as `ApproximateNumberOf...` tell them. */
export function countsOf(queue: Queue, now: number): QueueCounts {
  const hidden = queue.messages.filter(({ visibleAt }) => visibleAt > now);
  const inFlight = hidden.filter(({ receiveCount }) => receiveCount > 0).length;
  return { visible: queue.messages.length - hidden.length, inFlight, delayed: hidden.length - inFlight };
}

/** Drops messages older than the queue's retention. */
export function dropExpired(queue: Queue, now: number): void {
  const retentionMs = queue.attributes.messageRetentionSeconds * 1000;
  queue.messages = queue.messages.filter(({ sentAt }) => now - sentAt < retentionMs);
}
