import { AwsError } from '../../aws-error.ts';
import type { Engine } from '../engine.ts';
import type { Stack, StackResource } from './stack.ts';

interface Occurrence {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly properties?: string;
}

/** Records an event of a stack, tells its notification topics and the default event bus. */
function record(engine: Engine, stack: Stack, occurrence: Occurrence): void {
  const { region } = engine;
  const { kernel } = region;
  const at = kernel.now();
  const own = occurrence.physicalId === stack.stackId;
  const uuid = kernel.random('cloudformation/event-ids').uuid();
  stack.events.push({
    eventId: own
      ? uuid
      : `${occurrence.logicalId}-${occurrence.status}-${new Date(at).toISOString()}-${uuid.slice(0, 8)}`,
    timestamp: new Date(at),
    logicalId: occurrence.logicalId,
    physicalId: occurrence.physicalId,
    type: occurrence.type,
    status: occurrence.status,
    reason: occurrence.reason,
    properties: occurrence.properties,
    token: stack.run?.token,
  });
  kernel.trace.record({
    at,
    kind: 'cloudformation/event',
    region: region.name,
    stack: stack.stackName,
    logicalId: occurrence.logicalId,
    type: occurrence.type,
    status: occurrence.status,
    ...(occurrence.reason === undefined ? {} : { reason: occurrence.reason }),
  });
  notifyTopics(engine, stack, occurrence, new Date(at));
  publish(engine, stack, occurrence, own);
}

/** The text of the notifications of `NotificationARNs` (CloudFormation guide, "Monitor stack progress"). */
function notifyTopics({ region }: Engine, stack: Stack, occurrence: Occurrence, at: Date): void {
  const topics = stack.deployment?.notificationArns ?? [];
  if (topics.length === 0) return;
  const lines = {
    StackId: stack.stackId,
    Timestamp: at.toISOString(),
    EventId: stack.events.at(-1)?.eventId,
    LogicalResourceId: occurrence.logicalId,
    Namespace: region.accountId,
    PhysicalResourceId: occurrence.physicalId,
    ResourceProperties: occurrence.properties ?? 'null',
    ResourceStatus: occurrence.status,
    ResourceStatusReason: occurrence.reason ?? '',
    ResourceType: occurrence.type,
    StackName: stack.stackName,
    ClientRequestToken: stack.run?.token ?? 'null',
  };
  const message = Object.entries(lines)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
  const principal = {
    kind: 'service',
    principal: 'cloudformation.amazonaws.com',
    accountId: region.accountId,
  } as const;
  for (const topicArn of topics) {
    const caller = stack.run?.caller ?? principal;
    try {
      region.topics.publish(topicArn, 'AWS CloudFormation Notification', message, caller);
    } catch (error) {
      // A notification that the topic does not take is lost; the stack goes on.
      if (!(error instanceof AwsError)) throw error;
    }
  }
}

/** Events of the default bus (CloudFormation guide, "CloudFormation events for EventBridge"). */
function publish({ region }: Engine, stack: Stack, occurrence: Occurrence, own: boolean): void {
  const statusDetails = { status: occurrence.status, 'status-reason': occurrence.reason ?? '' };
  const resource = {
    'logical-resource-id': occurrence.logicalId,
    'physical-resource-id': occurrence.physicalId,
    'resource-type': occurrence.type,
  };
  const token = stack.run?.token;
  region.events.publishServiceEvent({
    source: 'aws.cloudformation',
    'detail-type': own ? 'CloudFormation Stack Status Change' : 'CloudFormation Resource Status Change',
    resources: [stack.stackId],
    detail: {
      'stack-id': stack.stackId,
      ...(own ? {} : resource),
      'status-details': statusDetails,
      ...(token === undefined ? {} : { 'client-request-token': token }),
    },
  });
}

/** Moves a stack to a status, with its event. */
export function setStackStatus(engine: Engine, stack: Stack, status: string, reason?: string): void {
  stack.status = status;
  stack.statusReason = reason;
  record(engine, stack, {
    logicalId: stack.stackName,
    physicalId: stack.stackId,
    type: 'AWS::CloudFormation::Stack',
    status,
    reason,
  });
}

/** Moves a resource to a status, with its event; `physicalId` where it is not the resource's current one. */
export function setResourceStatus(
  engine: Engine,
  stack: Stack,
  resource: StackResource,
  status: string,
  options: { readonly reason?: string; readonly physicalId?: string; readonly properties?: unknown } = {},
): void {
  resource.status = status;
  resource.reason = options.reason;
  resource.updatedAt = new Date(engine.region.kernel.now());
  const properties = options.properties ?? resource.physical?.properties;
  record(engine, stack, {
    logicalId: resource.logicalId,
    physicalId: options.physicalId ?? resource.physical?.physicalId ?? '',
    type: resource.type,
    status,
    reason: options.reason,
    ...(properties === undefined ? {} : { properties: JSON.stringify(properties) }),
  });
}
