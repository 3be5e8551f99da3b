import type { Target } from '@aws-sdk/client-eventbridge';
import { refuseUnmodelled, refuseUnmodelledMembers } from '../../modelled-members.ts';
import type { Caller } from '../../service.ts';
import { validationError } from '../errors.ts';
import type { EventBridgeState, Rule, RuleTarget } from '../state.ts';
import { assertTransformer } from './input-transformer.ts';
import { isJsonPath } from './json-path.ts';
import { arnParts, targetKind } from './kind.ts';
import { assertTargetRole } from './role.ts';

const MODELLED = [
  'Id',
  'Arn',
  'RoleArn',
  'Input',
  'InputPath',
  'InputTransformer',
  'RetryPolicy',
  'DeadLetterConfig',
];
const MODELLED_POLICY = ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds'];

export interface PutTargetsContext {
  readonly state: EventBridgeState;
  readonly rule: Rule;
  readonly caller: Caller;
}

/** A target that PutTargets accepts. */
export function validatedTarget(context: PutTargetsContext, target: Target): RuleTarget {
  const { state, caller } = context;
  const { kernel } = state.region;
  const { Id = '', Arn = '' } = target;
  refuseUnmodelledMembers(kernel, 'events:PutTargets Targets', { ...target }, MODELLED);
  refuseUnmodelledMembers(kernel, 'a target RetryPolicy', { ...target.RetryPolicy }, MODELLED_POLICY);
  assertTargetArn(context, Arn, Id);
  assertInput(target, Id);
  assertNothingUnused(state, target);
  assertDeadLetterQueue(state, target);
  if (needsRole(state, Arn) && !target.RoleArn)
    throw validationError(`RoleArn is required for target ${Arn}.`);
  if (target.RoleArn) assertTargetRole(state.region, caller, target.RoleArn, context.rule.arn);
  return { ...target, Id, Arn };
}

function assertTargetArn({ state, rule }: PutTargetsContext, arn: string, id: string): void {
  const { kernel, name, accountId } = state.region;
  if (!/^arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+/.test(arn)) {
    throw validationError(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
  const kind = targetKind(arn);
  if (kind === 'queue' && arn.endsWith('.fifo')) {
    throw validationError(`Parameter(s) SqsParameters must be specified for target: ${id}.`);
  }
  if (!kind) refuseUnmodelled(kernel, `the rule target ${arn}`);
  const parts = arnParts(arn);
  if (parts.accountId !== accountId) refuseUnmodelled(kernel, `the target ${arn} in another account`);
  if (kind !== 'bus' && parts.region !== name) {
    // Buses alone may lie in another region (EventBridge user guide, "Sending events between Regions").
    throw validationError(`Parameter ${arn} is not valid. Reason: Target must be in the Region of the rule.`);
  }
  if (arn === rule.bus.arn) {
    throw validationError(
      `Parameter ${arn} is not valid. Reason: Target cannot be the event bus of the rule.`,
    );
  }
}

/** State machines are started, and buses of other regions reached, through a role only. */
function needsRole(state: EventBridgeState, arn: string): boolean {
  const kind = targetKind(arn);
  return kind === 'stateMachine' || (kind === 'bus' && arnParts(arn).region !== state.region.name);
}

function assertInput(target: Target, id: string): void {
  const given = [target.Input, target.InputPath, target.InputTransformer].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw validationError(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`,
    );
  }
  if (target.Input !== undefined && !isJson(target.Input)) {
    throw validationError(`JSON syntax error in input for target ${id}.`);
  }
  if (target.InputPath !== undefined && !isJsonPath(target.InputPath)) {
    throw validationError(`Invalid InputPath for target ${id}.`);
  }
  if (target.InputTransformer) assertTransformer(target.InputTransformer, id);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A standard queue of the rule's own region (EventBridge user guide, "Considerations for using a dead-letter queue"). */
function assertDeadLetterQueue(state: EventBridgeState, { DeadLetterConfig: config }: Target): void {
  if (!config) return;
  const arn = config.Arn ?? '';
  if (targetKind(arn) !== 'queue' || arn.endsWith('.fifo') || arnParts(arn).region !== state.region.name) {
    throw validationError(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
}

/** A bus is handed the event whole, and a log group is written to under the group's policy. */
function assertNothingUnused(state: EventBridgeState, target: Target): void {
  const { kernel } = state.region;
  const { Arn = '', Input, InputPath, InputTransformer, RoleArn } = target;
  const kind = targetKind(Arn);
  const used = { Input, InputPath, InputTransformer };
  if (kind === 'bus') refuseUnmodelledMembers(kernel, `the target ${Arn}`, used, []);
  if (kind === 'logGroup')
    refuseUnmodelledMembers(kernel, `the target ${Arn}`, { Input, InputPath, RoleArn }, []);
}
