import type { Target } from '@aws-sdk/client-scheduler';
import { AwsError } from '../aws-error.ts';
import { arnParts, targetKind } from '../eventbridge/targets/kind.ts';
import { refuseUnmodelled, refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Caller } from '../service.ts';
import { validationError } from './errors.ts';
import type { ScheduleTarget } from './state.ts';

const MODELLED = [...['Arn', 'RoleArn', 'DeadLetterConfig', 'RetryPolicy', 'Input', 'EventBridgeParameters']];
/** GetSchedule's values for a request without a retry policy, recorded by LocalStack against AWS. */
const DEFAULT_EVENT_AGE_SECONDS = 86_400;
const DEFAULT_RETRY_ATTEMPTS = 185;
/** SDK typing of `Input`. */
const MAXIMUM_INPUT_BYTES = 262_144;

/** The templated targets that are modelled, and the API action that each one is, as dead-letter events name it. */
const ACTIONS = {
  bus: 'eventbridge:putEvents',
  stateMachine: 'sfn:startExecution',
  function: 'lambda:invoke',
  queue: 'sqs:sendMessage',
  topic: 'sns:publish',
} as const;
type ModelledKind = keyof typeof ACTIONS;

/** These take JSON alone (SDK typing of `Input`). */
const JSON_KINDS: readonly ModelledKind[] = ['bus', 'stateMachine', 'function'];

function kindOf(region: Region, arn: string): ModelledKind {
  const kind = targetKind(arn);
  const isModelled = kind !== undefined && kind in ACTIONS && !arn.endsWith('.fifo');
  if (!isModelled) return refuseUnmodelled(region.kernel, `the schedule target ${arn}`);
  const parts = arnParts(arn);
  if (parts.accountId !== region.accountId || parts.region !== region.name) {
    refuseUnmodelled(region.kernel, `the schedule target ${arn} outside of its own account and Region`);
  }
  return kind as ModelledKind;
}

/** A schedule's target with its defaults. Whether it exists is found out when it is invoked, as on AWS. */
export function validatedTarget(region: Region, given: Target | undefined): ScheduleTarget {
  const target = given as Target;
  refuseUnmodelledMembers(region.kernel, 'a schedule Target', { ...target }, MODELLED);
  const arn = target.Arn as string;
  if (!/^arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+/.test(arn)) throw validationError(`Invalid Target Arn ${arn}.`);
  const kind = kindOf(region, arn);
  if ((kind === 'bus') !== (target.EventBridgeParameters !== undefined)) {
    throw validationError(
      kind === 'bus'
        ? 'EventBridgeParameters must be specified for an EventBridge PutEvents target.'
        : `EventBridgeParameters cannot be specified for the target ${arn}.`,
    );
  }
  assertInput(region, kind, target);
  const policy = target.RetryPolicy ?? {};
  return {
    ...target,
    Arn: arn,
    RoleArn: target.RoleArn as string,
    RetryPolicy: {
      MaximumEventAgeInSeconds: policy.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS,
      MaximumRetryAttempts: policy.MaximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS,
    },
  };
}

function assertInput(region: Region, kind: ModelledKind, { Arn, Input }: Target): void {
  if (Input === undefined) {
    // No document says which event the default notification becomes on a bus.
    if (kind === 'bus') refuseUnmodelled(region.kernel, `the schedule target ${Arn} without Input`);
    return;
  }
  if (Buffer.byteLength(Input) > MAXIMUM_INPUT_BYTES) throw validationError('Input must be at most 256 KB.');
  if (JSON_KINDS.includes(kind) && !isJson(Input)) throw validationError('Input must be well-formed JSON.');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** `arn:aws:scheduler:::aws-sdk:<service>:<apiAction>` of a target (user guide, "Retrieve the dead-letter event"). */
export function actionArn(region: Region, arn: string): string {
  return `arn:${region.partition}:scheduler:::aws-sdk:${ACTIONS[kindOf(region, arn)]}`;
}

/** Calls the target's API once, as the execution role. Throws the service's or IAM's error, as `AwsError`. */
export async function invokeTarget(
  region: Region,
  target: ScheduleTarget,
  input: string,
  caller: Caller,
): Promise<void> {
  const { Arn: arn } = target;
  switch (kindOf(region, arn)) {
    case 'bus':
      await putEvent(region, target, input, caller);
      return;
    case 'stateMachine':
      region.stepFunctions.startExecution({ stateMachineArn: arn, input }, caller);
      return;
    case 'function':
      region.lambda.invokeAsynchronously(arn, JSON.parse(input), caller);
      return;
    case 'queue':
      region.queues.send(arn, input, {}, caller);
      return;
    case 'topic':
      region.topics.publish(arn, '', input, caller);
      return;
  }
}

async function putEvent(
  region: Region,
  { Arn, EventBridgeParameters: parameters }: ScheduleTarget,
  detail: string,
  caller: Caller,
): Promise<void> {
  const entry = {
    EventBusName: Arn,
    Source: parameters?.Source,
    DetailType: parameters?.DetailType,
    Detail: detail,
  };
  const answer = (await region.call('events', 'PutEvents', { Entries: [entry] }, caller)) as {
    readonly Entries?: readonly { readonly ErrorCode?: string; readonly ErrorMessage?: string }[];
  };
  const failed = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined);
  if (failed) throw new AwsError(failed.ErrorCode ?? '', failed.ErrorMessage ?? '');
}
