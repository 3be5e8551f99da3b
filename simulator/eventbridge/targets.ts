import type {
  ListRuleNamesByTargetRequest,
  ListTargetsByRuleRequest,
  PutTargetsRequest,
  RemoveTargetsRequest,
  Target,
} from '@aws-sdk/client-eventbridge';
import { type ModelledOperation, refuseUnmodelled, refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Caller } from '../service.ts';
import { assertName, constraintError, limitExceeded, validationError } from './errors.ts';
import { assertTransformer } from './input-transformer.ts';
import { isJsonPath } from './json-path.ts';
import { page } from './pagination.ts';
import type { EventBridgeState, Rule, RuleTarget } from './state.ts';
import { arnParts, targetKind } from './target-kind.ts';
import { assertTargetRole } from './target-role.ts';

/** Targets a rule (EventBridge quotas; not to be raised). */
const MAXIMUM_TARGETS = 5;
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

/** Adds targets to a rule or replaces those of the same ids: all of them, or none. */
export function putTargets(
  state: EventBridgeState,
  rule: Rule,
  targets: readonly Target[],
  caller: Caller,
): void {
  const validated = targets.map((target, index) =>
    validatedTarget({ state, rule, caller }, target, `targets.${index + 1}.member`),
  );
  const ids = new Set([...rule.targets.keys(), ...validated.map(({ Id }) => Id)]);
  if (ids.size > MAXIMUM_TARGETS) throw limitExceeded();
  for (const target of validated) rule.targets.set(target.Id, target);
}

interface PutTargetsContext {
  readonly state: EventBridgeState;
  readonly rule: Rule;
  readonly caller: Caller;
}

function validatedTarget({ state, rule, caller }: PutTargetsContext, target: Target, at: string): RuleTarget {
  const { kernel } = state.region;
  const { Id = '', Arn = '' } = target;
  refuseUnmodelledMembers(kernel, 'events:PutTargets Targets', { ...target }, MODELLED);
  refuseUnmodelledMembers(kernel, 'a target RetryPolicy', { ...target.RetryPolicy }, MODELLED_POLICY);
  assertName(Id, `${at}.id`, 64, /^[.\-_A-Za-z0-9]+$/, '[\\.\\-_A-Za-z0-9]+');
  assertTargetArn(state, rule, Arn);
  assertRetryPolicy(target, at);
  assertInput(target, Id);
  assertDeadLetterQueue(state, target);
  if (needsRole(state, Arn) && !target.RoleArn)
    throw validationError(`RoleArn is required for target ${Arn}.`);
  if (target.RoleArn) assertTargetRole(state.region, caller, target.RoleArn);
  return { ...target, Id, Arn };
}

function assertTargetArn(state: EventBridgeState, rule: Rule, arn: string): void {
  const { kernel, name, accountId } = state.region;
  if (!/^arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+/.test(arn)) {
    throw validationError(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
  const kind = targetKind(arn);
  if (!kind || arn.endsWith('.fifo')) refuseUnmodelled(kernel, `the rule target ${arn}`);
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

function assertRetryPolicy({ RetryPolicy: policy }: Target, target: string): void {
  const within = (member: string, value: number | undefined, min: number, max: number): void => {
    if (value === undefined) return;
    const at = `${target}.retryPolicy.${member}`;
    if (value < min)
      throw constraintError(value, at, `Member must have value greater than or equal to ${min}`);
    if (value > max) throw constraintError(value, at, `Member must have value less than or equal to ${max}`);
  };
  within('maximumRetryAttempts', policy?.MaximumRetryAttempts, 0, 185);
  within('maximumEventAgeInSeconds', policy?.MaximumEventAgeInSeconds, 60, 86_400);
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

function listRuleNames(
  state: EventBridgeState,
  input: ListRuleNamesByTargetRequest,
): Record<string, unknown> {
  const names = [...state.bus(input.EventBusName).rules.values()]
    .filter((rule) => [...rule.targets.values()].some(({ Arn }) => Arn === input.TargetArn))
    .map(({ name }) => name)
    .sort();
  const { items, NextToken } = page(names, input);
  return { RuleNames: items, NextToken };
}

export function targetOperations(state: EventBridgeState): Record<string, ModelledOperation> {
  return {
    PutTargets: {
      members: ['Rule', 'EventBusName', 'Targets'],
      run: (input: PutTargetsRequest, { caller }) => {
        putTargets(state, state.rule(input.Rule as string, input.EventBusName), input.Targets ?? [], caller);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    },
    RemoveTargets: {
      members: ['Rule', 'EventBusName', 'Ids', 'Force'],
      run: (input: RemoveTargetsRequest) => {
        const rule = state.rule(input.Rule as string, input.EventBusName);
        for (const id of input.Ids ?? []) rule.targets.delete(id);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    },
    ListTargetsByRule: {
      members: ['Rule', 'EventBusName', 'NextToken', 'Limit'],
      run: (input: ListTargetsByRuleRequest) => {
        const rule = state.rule(input.Rule as string, input.EventBusName);
        const targets = [...rule.targets.values()].sort((a, b) => (a.Id < b.Id ? -1 : 1));
        const { items, NextToken } = page(targets, input);
        return { Targets: items, NextToken };
      },
    },
    ListRuleNamesByTarget: {
      members: ['TargetArn', 'EventBusName', 'NextToken', 'Limit'],
      run: (input: ListRuleNamesByTargetRequest) => listRuleNames(state, input),
    },
  };
}
