import { alreadyExists } from '../cloudformation/resources/already-exists.ts';
import { generatedName } from '../cloudformation/resources/generated-name.ts';
import { undoOnFailure } from '../cloudformation/stacks/undo-on-failure.ts';
import { refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Properties, Provisioned, ResourceContext, ResourceProvider } from '../service.ts';
import { MODELLED_ATTRIBUTES } from './attributes.ts';
import type { Queue } from './queue.ts';
import type { SqsState } from './state.ts';

const SETTABLE = MODELLED_ATTRIBUTES.filter((name) => name !== 'Policy');

const textOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** CloudFormation's types of Amazon SQS. */
export function sqsResourceTypes(state: SqsState): Readonly<Record<string, ResourceProvider>> {
  return { 'AWS::SQS::Queue': queueType(state), 'AWS::SQS::QueuePolicy': queuePolicyType(state) };
}

function tagsOf(properties: Properties, context: ResourceContext): Record<string, string> {
  const tags = (properties.Tags ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return { ...context.tags, ...Object.fromEntries(tags.map(({ Key, Value }) => [Key, String(Value)])) };
}

function queueType(state: SqsState): ResourceProvider {
  const attributesOf = (properties: Properties): Record<string, string> => {
    refuseUnmodelledMembers(state.region.kernel, 'AWS::SQS::Queue', properties, [
      ...SETTABLE,
      'QueueName',
      'Tags',
    ]);
    const given = SETTABLE.filter((name) => properties[name] !== undefined);
    return Object.fromEntries(given.map((name) => [name, textOf(properties[name])]));
  };
  /** The result of the handlers, as they read it back: the schema of AWS::SQS::Queue, `handlers`. */
  const provisioned = (queue: Queue, context: ResourceContext): Provisioned => {
    for (const action of ['GetQueueAttributes', 'ListQueueTags'])
      context.authorize({ action: `sqs:${action}`, resource: queue.arn });
    return {
      physicalId: queue.url,
      attributes: { Arn: queue.arn, QueueName: queue.name, QueueUrl: queue.url },
    };
  };
  return {
    replacementProperties: ['QueueName', 'FifoQueue'],
    create: async (properties, context) => {
      const given = properties.QueueName;
      const name = given === undefined ? generatedName(state.region.kernel, context, 80) : String(given);
      for (const action of ['CreateQueue', 'GetQueueUrl'])
        context.authorize({ action: `sqs:${action}`, resource: state.arnOf(name) });
      if (state.queues.has(name)) throw alreadyExists('AWS::SQS::Queue', state.urlOf(name));
      const queue = state.create(name, attributesOf(properties), tagsOf(properties, context));
      return undoOnFailure(
        () => provisioned(queue, context),
        () => state.delete(queue),
      );
    },
    update: async (physicalId, properties, previous, context) => {
      const queue = state.byUrl(physicalId);
      context.authorize({ action: 'sqs:SetQueueAttributes', resource: queue.arn });
      // A property that is gone goes back to its default.
      const defaults = new Map(Object.entries(DEFAULT_TEXTS));
      const gone = Object.keys(previous).filter(
        (name) => properties[name] === undefined && defaults.has(name),
      );
      const reset = Object.fromEntries(gone.map((name) => [name, defaults.get(name) ?? '']));
      state.change(queue, { ...reset, ...attributesOf(properties) });
      queue.tags.clear();
      for (const [key, value] of Object.entries(tagsOf(properties, context))) queue.tags.set(key, value);
      return provisioned(queue, context);
    },
    delete: async (physicalId, _properties, context) => {
      const queue = state.queues.get(physicalId.slice(physicalId.lastIndexOf('/') + 1));
      if (!queue) return;
      context.authorize({ action: 'sqs:DeleteQueue', resource: queue.arn });
      state.delete(queue);
    },
  };
}

/** The value by which SetQueueAttributes brings each attribute back to its default. */
const DEFAULT_TEXTS: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
  RedrivePolicy: '',
  RedriveAllowPolicy: '',
  SqsManagedSseEnabled: 'true',
};

function queuePolicyType(state: SqsState): ResourceProvider {
  const queuesOf = (properties: Properties): readonly string[] =>
    (properties.Queues ?? []) as readonly string[];
  const apply = (properties: Properties, context: ResourceContext, policy: string): void => {
    for (const url of queuesOf(properties)) {
      const queue = state.byUrl(url);
      context.authorize({ action: 'sqs:SetQueueAttributes', resource: queue.arn });
      state.change(queue, { Policy: policy });
    }
  };
  const check = (properties: Properties): void =>
    refuseUnmodelledMembers(state.region.kernel, 'AWS::SQS::QueuePolicy', properties, [
      'Queues',
      'PolicyDocument',
    ]);
  return {
    replacementProperties: [],
    create: async (properties, context) => {
      check(properties);
      apply(properties, context, textOf(properties.PolicyDocument));
      const physicalId = generatedName(state.region.kernel, context);
      return { physicalId, attributes: { Id: physicalId } };
    },
    update: async (physicalId, properties, previous, context) => {
      check(properties);
      const kept = new Set(queuesOf(properties));
      const left = queuesOf(previous).filter((url) => !kept.has(url));
      apply({ Queues: left }, context, '');
      apply(properties, context, textOf(properties.PolicyDocument));
      return { physicalId, attributes: { Id: physicalId } };
    },
    delete: async (_physicalId, properties, context) => {
      const still = queuesOf(properties).filter((url) =>
        state.queues.has(url.slice(url.lastIndexOf('/') + 1)),
      );
      apply({ Queues: still }, context, '');
    },
  };
}
