import { operationsOf } from '../modelled-members.ts';
import type { QueuePort, Region } from '../region.ts';
import type { Authorization, Caller, Service } from '../service.ts';
import { noSuchQueue } from './errors.ts';
import { messageOperations, senderIdOf } from './message-operations.ts';
import { addMessage } from './messages.ts';
import type { Queue } from './queue.ts';
import { queueOperations } from './queue-operations.ts';
import { sqsResourceTypes } from './resource-types.ts';
import { SqsState } from './state.ts';

export type SqsService = Service &
  QueuePort & {
    /** The queues and their messages, for those who look past the API. */
    readonly state: SqsState;
  };

/**
 * Amazon SQS of one region: standard queues. FIFO queues, batches, message moves and encryption with keys of one's
 * own are not simulated.
 */
export function createSqs(region: Region): SqsService {
  const state = new SqsState(region);
  return {
    state,
    signingName: 'sqs',
    operations: operationsOf(region.kernel, 'sqs', {
      ...queueOperations(state),
      ...messageOperations(state),
    }),
    authorize: (operation, input) => authorizations(state, operation, input),
    resourceTypes: sqsResourceTypes(state),
    send: (queueArn, body, attributes, caller) => send(state, queueArn, { body, attributes, caller }),
  };
}

/** The question to IAM, with the queue's own policy (service authorization reference of Amazon SQS). */
function question(action: string, arn: string, queue: Queue | undefined): Authorization {
  const policy = queue?.attributes.policy;
  return { action, resource: arn, ...(policy === undefined ? {} : { resourcePolicy: policy }) };
}

function authorizations(
  state: SqsState,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): readonly Authorization[] {
  // ChangeMessageVisibility and the rest of the API are actions of their own names.
  const action = `sqs:${operation}`;
  if (operation === 'ListQueues') return [{ action, resource: '*' }];
  const url = String(input.QueueUrl ?? '');
  const name = input.QueueName === undefined ? url.slice(url.lastIndexOf('/') + 1) : String(input.QueueName);
  return [question(action, state.arnOf(name), state.queues.get(name))];
}

function send(
  state: SqsState,
  queueArn: string,
  message: {
    readonly body: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly caller: Caller;
  },
): void {
  const { region } = state;
  const queue = state.byArn(queueArn);
  if (!queue) throw noSuchQueue();
  region.authorize(message.caller, question('sqs:SendMessage', queueArn, queue));
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: value },
    ]),
  );
  const added = addMessage(region.kernel, queue, {
    body: message.body,
    attributes,
    senderId: senderIdOf(message.caller),
  });
  region.kernel.trace.record({
    at: region.kernel.now(),
    kind: 'message',
    region: region.name,
    queue: queue.name,
    messageId: added.messageId,
    sender: added.senderId,
  });
}
