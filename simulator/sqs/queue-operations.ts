import type {
  CreateQueueRequest,
  GetQueueAttributesRequest,
  GetQueueUrlRequest,
  ListQueuesRequest,
  PurgeQueueRequest,
  SetQueueAttributesRequest,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';
import { type ModelledOperation, refuseUnmodelledMembers } from '../modelled-members.ts';
import { MODELLED_ATTRIBUTES, writtenAttributes } from './attributes.ts';
import { invalidParameter, noSuchQueue } from './errors.ts';
import { countsOf, dropExpired, type Queue } from './queue.ts';
import type { SqsState } from './state.ts';

const PURGE_EVERY_MS = 60_000;
const READ_ONLY_ATTRIBUTES = [
  ...['QueueArn', 'CreatedTimestamp', 'LastModifiedTimestamp', 'ApproximateNumberOfMessages'],
  ...['ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'],
];

/** All attributes of a queue. `Approximate...` are exact here, which AWS does not promise. */
export function allAttributes(queue: Queue, now: number): Record<string, string> {
  dropExpired(queue, now);
  const counts = countsOf(queue, now);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.lastModifiedAt / 1000)),
    ...writtenAttributes(queue.attributes),
  };
}

function getAttributes(state: SqsState, input: GetQueueAttributesRequest): Record<string, unknown> {
  const queue = state.byUrl(input.QueueUrl as string);
  const names: readonly string[] = input.AttributeNames ?? [];
  const known = ['All', ...READ_ONLY_ATTRIBUTES, ...MODELLED_ATTRIBUTES];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`, { statusCode: 400 });
  }
  const all = Object.entries(allAttributes(queue, state.region.kernel.now()));
  const Attributes = Object.fromEntries(
    all.filter(([name]) => names.includes('All') || names.includes(name)),
  );
  return Object.keys(Attributes).length > 0 ? { Attributes } : {};
}

function listQueues(state: SqsState, input: ListQueuesRequest): Record<string, unknown> {
  const limit = input.MaxResults ?? 1000;
  if (!(limit >= 1 && limit <= 1000)) {
    throw invalidParameter(limit, 'MaxResults', 'MaxResults must be an integer between 1 and 1000.');
  }
  const urls = [...state.queues.values()]
    .filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ''))
    .map(({ url }) => url)
    .sort();
  const start = input.NextToken ? Number(Buffer.from(input.NextToken, 'base64').toString()) : 0;
  const end = start + limit;
  // Without MaxResults there is no token: the first thousand are all there is.
  const hasMore = input.MaxResults !== undefined && end < urls.length;
  return {
    QueueUrls: urls.slice(start, end),
    NextToken: hasMore ? Buffer.from(String(end)).toString('base64') : undefined,
  };
}

function purge(state: SqsState, input: PurgeQueueRequest): void {
  const queue = state.byUrl(input.QueueUrl as string);
  const now = state.region.kernel.now();
  if (queue.purgedAt !== undefined && now - queue.purgedAt < PURGE_EVERY_MS) {
    throw new AwsError(
      'PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
      { statusCode: 403 },
    );
  }
  queue.purgedAt = now;
  queue.messages = [];
}

export function queueOperations(state: SqsState): Record<string, ModelledOperation> {
  const { kernel } = state.region;
  const modelled = (attributes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
    refuseUnmodelledMembers(kernel, 'the attributes of an SQS queue', attributes, MODELLED_ATTRIBUTES);
    return attributes;
  };
  return {
    CreateQueue: {
      members: ['QueueName', 'Attributes', 'tags'],
      run: (input: CreateQueueRequest) => {
        const queue = state.create(input.QueueName as string, modelled(input.Attributes), input.tags ?? {});
        return { QueueUrl: queue.url };
      },
    },
    DeleteQueue: {
      members: ['QueueUrl'],
      run: (input: PurgeQueueRequest) => state.delete(state.byUrl(input.QueueUrl as string)),
    },
    GetQueueUrl: {
      members: ['QueueName'],
      run: (input: GetQueueUrlRequest) => {
        const queue = state.queues.get(input.QueueName as string);
        if (!queue) throw noSuchQueue();
        return { QueueUrl: queue.url };
      },
    },
    GetQueueAttributes: {
      members: ['QueueUrl', 'AttributeNames'],
      run: (input: GetQueueAttributesRequest) => getAttributes(state, input),
    },
    SetQueueAttributes: {
      members: ['QueueUrl', 'Attributes'],
      run: (input: SetQueueAttributesRequest) =>
        state.change(state.byUrl(input.QueueUrl as string), modelled(input.Attributes)),
    },
    ListQueues: {
      members: ['QueueNamePrefix', 'NextToken', 'MaxResults'],
      run: (input: ListQueuesRequest) => listQueues(state, input),
    },
    PurgeQueue: {
      members: ['QueueUrl'],
      run: (input: PurgeQueueRequest) => purge(state, input),
    },
  };
}
