import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { invalidParameter } from './errors.ts';
import { dropExpired, type Queue, type QueuedMessage } from './queue.ts';
import type { SqsState } from './state.ts';

/** Messages in flight that a standard queue allows (SQS quotas). */
const MAXIMUM_IN_FLIGHT = 120_000;

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

export function addMessage(
  kernel: Kernel,
  queue: Queue,
  message: {
    readonly body: string;
    readonly attributes: MessageAttributes;
    readonly senderId: string;
    readonly delaySeconds?: number | undefined;
  },
): QueuedMessage {
  const { body, attributes, senderId, delaySeconds = queue.attributes.delaySeconds } = message;
  assertMessage(queue, body, attributes, delaySeconds);
  const now = kernel.now();
  const added: QueuedMessage = {
    messageId: kernel.random('sqs/message-ids').uuid(),
    body,
    attributes,
    senderId,
    sentAt: now,
    visibleAt: now + delaySeconds * 1000,
    receiveCount: 0,
    firstReceivedAt: undefined,
    sourceQueueArn: undefined,
  };
  dropExpired(queue, now);
  queue.messages.push(added);
  return added;
}

function assertMessage(
  queue: Queue,
  body: string,
  attributes: MessageAttributes,
  delaySeconds: number,
): void {
  if (body === '') {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.', {
      statusCode: 400,
    });
  }
  if (!(delaySeconds >= 0 && delaySeconds <= 900)) {
    throw invalidParameter(delaySeconds, 'DelaySeconds', 'DelaySeconds must be >= 0 and <= 900.');
  }
  const attributeCount = Object.keys(attributes).length;
  if (attributeCount > 10) {
    throw new AwsError(
      'InvalidParameterValue',
      `Number of message attributes [${attributeCount}] exceeds the allowed maximum [10].`,
      { statusCode: 400 },
    );
  }
  const texts = Object.entries(attributes).flatMap(([name, { DataType, StringValue }]) => [
    name,
    DataType,
    StringValue,
  ]);
  const bytes = [body, ...texts].reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  const limit = queue.attributes.maximumMessageBytes;
  if (bytes > limit) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
      { statusCode: 400 },
    );
  }
}

/** Messages that a receiver may get now. Those received too often go to the dead-letter queue instead. */
function receivable(state: SqsState, queue: Queue): QueuedMessage[] {
  const now = state.region.kernel.now();
  dropExpired(queue, now);
  const { redrivePolicy } = queue.attributes;
  const visible = queue.messages.filter(({ visibleAt }) => visibleAt <= now);
  if (!redrivePolicy) return visible;
  const deadLetterQueue = state.byArn(redrivePolicy.deadLetterTargetArn);
  const spent = new Set(visible.filter(({ receiveCount }) => receiveCount >= redrivePolicy.maxReceiveCount));
  if (!deadLetterQueue || spent.size === 0) return visible;
  queue.messages = queue.messages.filter((message) => !spent.has(message));
  for (const message of spent) deadLetterQueue.messages.push({ ...message, sourceQueueArn: queue.arn });
  return visible.filter((message) => !spent.has(message));
}

/** Receives some of the visible messages, in no order, and hides them for the visibility timeout. */
export function takeMessages(
  state: SqsState,
  queue: Queue,
  request: { readonly limit: number; readonly visibilitySeconds: number },
): QueuedMessage[] {
  const { kernel } = state.region;
  const now = kernel.now();
  const inFlight = queue.messages.filter((one) => one.visibleAt > now && one.receiveCount > 0).length;
  if (inFlight >= MAXIMUM_IN_FLIGHT) {
    throw new AwsError('OverLimit', 'The maximum number of in flight messages is reached.', {
      statusCode: 403,
    });
  }
  const candidates = receivable(state, queue);
  const taken: QueuedMessage[] = [];
  while (taken.length < request.limit && candidates.length > 0) {
    const [message] = candidates.splice(kernel.random('sqs/receive').integer(0, candidates.length - 1), 1);
    if (!message) break;
    message.receiveCount++;
    message.firstReceivedAt ??= now;
    message.visibleAt = now + request.visibilitySeconds * 1000;
    taken.push(message);
  }
  return taken;
}
