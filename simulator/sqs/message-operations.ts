import type {
  ChangeMessageVisibilityRequest,
  DeleteMessageRequest,
  ReceiveMessageRequest,
  SendMessageRequest,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';
import type { ModelledOperation } from '../modelled-members.ts';
import type { Caller } from '../service.ts';
import { invalidParameter } from './errors.ts';
import { md5OfAttributes, md5OfBody } from './message-digest.ts';
import { addMessage, takeMessages } from './messages.ts';
import { receiptOf, received } from './receipts.ts';
import type { SqsState } from './state.ts';

/** The time between the looks of a long poll. */
const POLL_MS = 500;
const MAXIMUM_VISIBILITY_SECONDS = 43_200;

export const senderIdOf = (caller: Caller): string =>
  caller.kind === 'service' ? caller.principal : caller.arn.slice(caller.arn.lastIndexOf('/') + 1);

function sendMessage(state: SqsState, input: SendMessageRequest, caller: Caller): Record<string, unknown> {
  const queue = state.byUrl(input.QueueUrl as string);
  const attributes = input.MessageAttributes ?? {};
  const message = addMessage(state.region.kernel, queue, {
    body: input.MessageBody as string,
    attributes,
    senderId: senderIdOf(caller),
    delaySeconds: input.DelaySeconds,
  });
  return {
    MessageId: message.messageId,
    MD5OfMessageBody: md5OfBody(message.body),
    MD5OfMessageAttributes: md5OfAttributes(attributes),
  };
}

async function receiveMessage(
  state: SqsState,
  input: ReceiveMessageRequest,
): Promise<Record<string, unknown>> {
  const { kernel } = state.region;
  const queue = state.byUrl(input.QueueUrl as string);
  const limit = input.MaxNumberOfMessages ?? 1;
  const waitSeconds = input.WaitTimeSeconds ?? queue.attributes.receiveWaitSeconds;
  const visibilitySeconds = input.VisibilityTimeout ?? queue.attributes.visibilityTimeoutSeconds;
  assertRange('MaxNumberOfMessages', limit, 1, 10, 'Must be between 1 and 10, if provided.');
  assertRange('WaitTimeSeconds', waitSeconds, 0, 20, 'Must be >= 0 and <= 20, if provided.');
  assertVisibility(visibilitySeconds);
  const until = kernel.now() + waitSeconds * 1000;
  let taken = takeMessages(state, queue, { limit, visibilitySeconds });
  while (taken.length === 0 && kernel.now() < until) {
    await kernel.sleep(Math.min(POLL_MS, until - kernel.now()));
    taken = takeMessages(state, state.byUrl(queue.url), { limit, visibilitySeconds });
  }
  if (taken.length === 0) return {};
  const wanted = {
    attributeNames: input.MessageAttributeNames ?? [],
    systemAttributeNames: [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])],
  };
  return { Messages: taken.map((message) => received(message, wanted)) };
}

function assertRange(name: string, value: number, min: number, max: number, reason: string): void {
  if (!(value >= min && value <= max)) throw invalidParameter(value, name, reason);
}

function assertVisibility(seconds: number): void {
  const reason = 'Must be between 0 and 43200, if provided.';
  assertRange('VisibilityTimeout', seconds, 0, MAXIMUM_VISIBILITY_SECONDS, reason);
}

/** Deleting with a handle that is no longer good succeeds and deletes nothing, as on AWS. */
function deleteMessage(state: SqsState, input: DeleteMessageRequest): void {
  const queue = state.byUrl(input.QueueUrl as string);
  const { message } = receiptOf(queue, input.ReceiptHandle as string);
  if (message) queue.messages = queue.messages.filter((one) => one !== message);
}

function changeVisibility(state: SqsState, input: ChangeMessageVisibilityRequest): void {
  const { kernel } = state.region;
  const queue = state.byUrl(input.QueueUrl as string);
  const seconds = input.VisibilityTimeout as number;
  assertVisibility(seconds);
  const { message } = receiptOf(queue, input.ReceiptHandle as string);
  if (!message || message.visibleAt <= kernel.now()) {
    throw new AwsError('MessageNotInflight', 'The specified message is not in flight.', { statusCode: 400 });
  }
  message.visibleAt = kernel.now() + seconds * 1000;
}

export function messageOperations(state: SqsState): Record<string, ModelledOperation> {
  return {
    SendMessage: {
      members: ['QueueUrl', 'MessageBody', 'DelaySeconds', 'MessageAttributes'],
      run: (input: SendMessageRequest, { caller }) => sendMessage(state, input, caller),
    },
    ReceiveMessage: {
      members: [
        ...['QueueUrl', 'AttributeNames', 'MessageSystemAttributeNames', 'MessageAttributeNames'],
        ...['MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds'],
      ],
      run: (input: ReceiveMessageRequest) => receiveMessage(state, input),
    },
    DeleteMessage: {
      members: ['QueueUrl', 'ReceiptHandle'],
      run: (input: DeleteMessageRequest) => deleteMessage(state, input),
    },
    ChangeMessageVisibility: {
      members: ['QueueUrl', 'ReceiptHandle', 'VisibilityTimeout'],
      run: (input: ChangeMessageVisibilityRequest) => changeVisibility(state, input),
    },
  };
}
