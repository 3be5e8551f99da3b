import type { Message } from '@aws-sdk/client-sqs';
import { invalidReceiptHandle } from './errors.ts';
import { md5OfAttributes, md5OfBody } from './message-digest.ts';
import type { Queue, QueuedMessage } from './queue.ts';

/** A handle stands for one receipt of a message, and is no longer good after the next. */
export function receiptHandleOf(message: QueuedMessage): string {
  return Buffer.from(`${message.messageId} ${message.receiveCount}`).toString('base64');
}

interface Receipt {
  /** The message while it is in the queue and this is its latest receipt. */
  readonly message: QueuedMessage | undefined;
}

export function receiptOf(queue: Queue, handle: string): Receipt {
  const [messageId = '', count, ...more] = Buffer.from(handle, 'base64').toString().split(' ');
  if (!/^[0-9a-f-]{36}$/.test(messageId) || !/^\d+$/.test(count ?? '') || more.length > 0) {
    throw invalidReceiptHandle(handle);
  }
  const message = queue.messages.find((one) => one.messageId === messageId);
  return { message: message?.receiveCount === Number(count) ? message : undefined };
}

interface Wanted {
  readonly attributeNames: readonly string[];
  readonly systemAttributeNames: readonly string[];
}

/** A message as ReceiveMessage answers it, with the attributes that were asked for. */
export function received(message: QueuedMessage, { attributeNames, systemAttributeNames }: Wanted): Message {
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => isWanted(name, attributeNames)),
  );
  const system: Readonly<Record<string, string | undefined>> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    DeadLetterQueueSourceArn: message.sourceQueueArn,
  };
  const systemAttributes = Object.fromEntries(
    Object.entries(system).filter(
      ([name, value]) => value !== undefined && isWanted(name, systemAttributeNames),
    ),
  );
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandleOf(message),
    MD5OfBody: md5OfBody(message.body),
    Body: message.body,
    Attributes: Object.keys(systemAttributes).length > 0 ? systemAttributes : undefined,
    MessageAttributes: Object.keys(attributes).length > 0 ? attributes : undefined,
    MD5OfMessageAttributes: md5OfAttributes(attributes),
  };
}

/** `All`, a name, or a prefix followed by `.*`. */
function isWanted(name: string, wanted: readonly string[]): boolean {
  return wanted.some(
    (one) =>
      one === 'All' ||
      one === '.*' ||
      one === name ||
      (one.endsWith('.*') && name.startsWith(one.slice(0, -2))),
  );
}
