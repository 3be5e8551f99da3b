import type {
  ListRuleNamesByTargetRequest,
  ListTargetsByRuleRequest,
  PutTargetsRequest,
  RemoveTargetsRequest,
  Target,
} from '@aws-sdk/client-eventbridge';
import type { ModelledOperation } from '../../modelled-members.ts';
import type { Caller } from '../../service.ts';
import { assertRequest } from '../constraints.ts';
import { limitExceeded } from '../errors.ts';
import { page } from '../pagination.ts';
import type { EventBridgeState, Rule } from '../state.ts';
import { validatedTarget } from './validation.ts';

/** Targets a rule (EventBridge quotas; not to be raised). */
const MAXIMUM_TARGETS = 5;

/** Adds targets to a rule or replaces those of the same ids: all of them, or none. */
export function putTargets(
  state: EventBridgeState,
  rule: Rule,
  targets: readonly Target[],
  caller: Caller,
): void {
  assertRequest('PutTargets', { Rule: rule.name, Targets: targets });
  const validated = targets.map((target) => validatedTarget({ state, rule, caller }, target));
  const ids = new Set([...rule.targets.keys(), ...validated.map(({ Id }) => Id)]);
  if (ids.size > MAXIMUM_TARGETS) throw limitExceeded();
  for (const target of validated) rule.targets.set(target.Id, target);
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
