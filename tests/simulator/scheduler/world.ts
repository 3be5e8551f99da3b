import type * as Scheduler from '@aws-sdk/client-scheduler';
import type * as Sqs from '@aws-sdk/client-sqs';
import { AwsError } from '../../../simulator/aws-error.ts';
import type { Faults } from '../../../simulator/fault.ts';
import type { Caller } from '../../../simulator/service.ts';
import { World } from '../../../simulator/world.ts';
import type { AnswerOf } from '../answers.ts';
import { administrator } from '../service-calls.ts';
import { standInKernel } from '../stand-in-region.ts';

export const ACCOUNT = '111122223333';
export const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:inbox`;
export const DEAD_LETTERS = `arn:aws:sqs:us-east-1:${ACCOUNT}:dead-letters`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/schedules`;
export const BUS = `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/default`;
export const group = (name: string) => `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule-group/${name}`;

/** Until IAM has told the other services of a role. */
const ROLE_WAIT_MS = 10_000;

interface Options {
  readonly seed?: number;
  readonly startAt?: string;
  readonly quotas?: Record<string, number>;
  readonly faults?: Faults;
  /** The condition of the execution role's trust policy. */
  readonly trust?: object;
  /** The resource that the execution role may do everything to; every one unless said. */
  readonly allowedOn?: string;
}

/** A whole region at midnight: two queues, and a role that Scheduler may assume. */
export async function schedulerWorld(options: Options = {}) {
  const { kernel, settle } = standInKernel(
    options.seed,
    Date.parse(options.startAt ?? '2026-01-01T00:00:00Z') - ROLE_WAIT_MS,
  );
  const world = new World({
    kernel,
    accountId: ACCOUNT,
    regionNames: ['us-east-1'],
    load: () => Promise.reject(new Error('there is no function')),
    settings: { quotas: options.quotas ?? {} },
    ...(options.faults ? { faults: options.faults } : {}),
  });
  const region = world.region('us-east-1');
  const call = async <Operation extends string>(
    operation: Operation,
    input: object = {},
    caller: Caller = administrator,
  ) =>
    (await region.call('scheduler', operation, { ...input }, caller)) as AnswerOf<
      typeof Scheduler,
      Operation
    >;
  const iam = (operation: string, input: Record<string, unknown>) =>
    region.call('iam', operation, input, administrator);
  const makeRole = async (
    RoleName: string,
    allow: readonly string[],
    trust: object = {},
    Resource = '*',
  ): Promise<void> => {
    const service = { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, ...trust };
    await iam('CreateRole', {
      RoleName,
      AssumeRolePolicyDocument: policy({ ...service, Action: 'sts:AssumeRole' }),
    });
    const PolicyDocument = policy({ Effect: 'Allow', Action: allow, Resource });
    await iam('PutRolePolicy', { RoleName, PolicyName: 'inline', PolicyDocument });
    await settle(ROLE_WAIT_MS);
  };
  for (const QueueName of ['inbox', 'dead-letters'])
    await region.call('sqs', 'CreateQueue', { QueueName }, administrator);
  await makeRole('schedules', ['*'], options.trust ?? {}, options.allowedOn);
  /** Takes every message out of a queue. */
  const messages = async (name = 'inbox') => {
    const QueueUrl = `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/${name}`;
    const found: Sqs.Message[] = [];
    for (;;) {
      const input = {
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        AttributeNames: ['All'],
      };
      const answer = (await region.call(
        'sqs',
        'ReceiveMessage',
        input,
        administrator,
      )) as Sqs.ReceiveMessageResult;
      if (!answer.Messages?.length) return found;
      found.push(...answer.Messages);
      for (const { ReceiptHandle } of answer.Messages)
        await region.call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle }, administrator);
    }
  };
  let seen = 0;
  /** The times at which messages came to the inbox since the last call; queues forget them after some days. */
  const arrivals = () => {
    const all = kernel.trace.entries.filter(({ kind, queue }) => kind === 'message' && queue === 'inbox');
    const fresh = all.slice(seen).map(({ at }) => at);
    seen = all.length;
    return fresh;
  };
  return { kernel, settle, region, call, makeRole, messages, arrivals };
}

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

/** A request for a schedule that sends to the inbox. */
export const schedule = (over: Record<string, unknown> = {}, target: Record<string, unknown> = {}) => ({
  Name: 'nightly',
  ScheduleExpression: 'cron(0 2 * * ? *)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: QUEUE, RoleArn: ROLE, ...target },
  ...over,
});

/** A target on the default bus. */
export const toBus = {
  Arn: BUS,
  EventBridgeParameters: { Source: 'fleet', DetailType: 'ScaleDue' },
  Input: '{"attempt":"<aws.scheduler.attempt-number>"}',
};

/** A world whose EventBridge is out of order. */
export async function failingWorld(ErrorCode = 'InternalFailure') {
  const world = await schedulerWorld();
  const events = world.region.service('events') as unknown as { operations: Record<string, unknown> };
  events.operations.PutEvents = () => ({
    FailedEntryCount: 1,
    Entries: [{ ErrorCode, ErrorMessage: 'Unexpected error.' }],
  });
  return world;
}

/** The refusal of a call, as `Code: message`. */
export async function refusal(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('the call was not refused');
}

/** `2026-01-01T02:00` of an instant. */
export const minuteOf = (at: number) => new Date(at).toISOString().slice(0, 16);

/** A message's attributes, by name. */
export const attributesOf = (message: Sqs.Message | undefined) =>
  Object.fromEntries(
    Object.entries(message?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]),
  );
