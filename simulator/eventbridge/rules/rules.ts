import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  ListRulesRequest,
  PutRuleRequest,
  TestEventPatternRequest,
} from '@aws-sdk/client-eventbridge';
import { parseScheduleExpression } from '../../../schedules/expression.ts';
import { ScheduleExpressionError } from '../../../schedules/expression-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import type { Caller } from '../../service.ts';
import { assertRequest } from '../constraints.ts';
import { limitExceeded, validationError } from '../errors.ts';
import { compileEventPattern } from '../event-pattern/event-pattern.ts';
import { page } from '../pagination.ts';
import { DEFAULT_BUS, type EventBridgeState, type EventBus, type Rule } from '../state.ts';
import { setTags } from '../tags.ts';
import { assertTargetRole } from '../targets/role.ts';
import type { RuleSchedules } from './schedules.ts';

/** EventBridge quotas: rules a bus, and characters of a pattern; both can be raised. */
const DEFAULT_RULE_QUOTA = 300;
const DEFAULT_PATTERN_CHARACTERS = 2048;

/** Makes a rule, or replaces one: targets and tags stay, all else is as the request says. */
export function putRule(
  state: EventBridgeState,
  schedules: RuleSchedules,
  input: PutRuleRequest,
  caller: Caller,
): Rule {
  assertRequest('PutRule', input);
  const name = input.Name as string;
  const ruleState = input.State ?? 'ENABLED';
  const bus = state.bus(input.EventBusName);
  const pattern = input.EventPattern === undefined ? undefined : patternOf(state, input.EventPattern);
  const schedule = input.ScheduleExpression ? scheduleOf(bus, input.ScheduleExpression) : undefined;
  if (!pattern && !schedule) {
    throw validationError('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (input.RoleArn !== undefined) {
    assertTargetRole(state.region, caller, input.RoleArn, state.ruleArn(name, bus.name));
  }
  const rule = bus.rules.get(name) ?? addRule(state, bus, name, input);
  rule.description = input.Description;
  rule.roleArn = input.RoleArn;
  rule.state = ruleState;
  rule.pattern = pattern;
  rule.schedule = schedule;
  schedules.restart(rule);
  return rule;
}

function addRule(state: EventBridgeState, bus: EventBus, name: string, input: PutRuleRequest): Rule {
  const quota = state.region.settings.quotas['events/rules'] ?? DEFAULT_RULE_QUOTA;
  if (bus.rules.size >= quota) throw limitExceeded();
  const rule: Rule = {
    name,
    arn: state.ruleArn(name, bus.name),
    bus,
    description: undefined,
    roleArn: undefined,
    state: 'ENABLED',
    pattern: undefined,
    schedule: undefined,
    timer: undefined,
    targets: new Map(),
    tags: new Map(),
  };
  // Tags count only when the rule is new (PutRule, SDK typing).
  setTags(rule.tags, input.Tags ?? []);
  bus.rules.set(name, rule);
  return rule;
}

function patternOf(state: EventBridgeState, text: string): Rule['pattern'] {
  const quota = state.region.settings.quotas['events/event-pattern-size'] ?? DEFAULT_PATTERN_CHARACTERS;
  if (text.length > quota) throw limitExceeded();
  return compileEventPattern(text);
}

function scheduleOf(bus: EventBus, expression: string): Rule['schedule'] {
  if (bus.name !== DEFAULT_BUS) {
    throw validationError('ScheduleExpression is supported only on the default event bus.');
  }
  try {
    return { expression, parsed: parseScheduleExpression(expression, 'rule') };
  } catch (error) {
    if (!(error instanceof ScheduleExpressionError)) throw error;
    throw validationError('Parameter ScheduleExpression is not valid.');
  }
}

/** Deleting a rule that is not there succeeds; one with targets is refused. */
export function deleteRule(
  state: EventBridgeState,
  schedules: RuleSchedules,
  name: string,
  busName: string | undefined,
): void {
  const bus = state.bus(busName);
  const rule = bus.rules.get(name);
  if (!rule) return;
  if (rule.targets.size > 0) throw validationError("Rule can't be deleted since it has targets.");
  schedules.stop(rule);
  bus.rules.delete(name);
}

function ruleMembers(rule: Rule): Record<string, unknown> {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.pattern?.text,
    ScheduleExpression: rule.schedule?.expression,
    State: rule.state,
    Description: rule.description,
    RoleArn: rule.roleArn,
    EventBusName: rule.bus.name,
  };
}

function listRules(state: EventBridgeState, input: ListRulesRequest): Record<string, unknown> {
  const rules = [...state.bus(input.EventBusName).rules.values()]
    .filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, NextToken } = page(rules, input);
  return { Rules: items.map(ruleMembers), NextToken };
}

/** The event must be an object with the members that every event has (TestEventPattern, SDK typing). */
function testEventPattern(input: TestEventPatternRequest): { Result: boolean } {
  const pattern = compileEventPattern(input.EventPattern as string);
  let event: unknown;
  try {
    event = JSON.parse(input.Event as string);
  } catch {
    throw validationError('Parameter Event is not valid.');
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw validationError('Parameter Event is not valid.');
  }
  const given = event as Readonly<Record<string, unknown>>;
  const required = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];
  if (required.some((member) => given[member] === undefined)) {
    throw validationError('Parameter Event is not valid.');
  }
  return { Result: pattern.matches(given) };
}

export function ruleOperations(
  state: EventBridgeState,
  schedules: RuleSchedules,
): Record<string, ModelledOperation> {
  const turn = (ruleState: Rule['state']): ModelledOperation => ({
    members: ['Name', 'EventBusName'],
    run: (input: { Name: string; EventBusName?: string }) => {
      const rule = state.rule(input.Name, input.EventBusName);
      rule.state = ruleState;
      schedules.restart(rule);
    },
  });
  return {
    PutRule: {
      members: [
        ...['Name', 'EventPattern', 'ScheduleExpression', 'State', 'Description', 'RoleArn', 'Tags'],
        'EventBusName',
      ],
      run: (input: PutRuleRequest, { caller }) => ({ RuleArn: putRule(state, schedules, input, caller).arn }),
    },
    DeleteRule: {
      members: ['Name', 'EventBusName', 'Force'],
      run: (input: DeleteRuleRequest) =>
        deleteRule(state, schedules, input.Name as string, input.EventBusName),
    },
    DescribeRule: {
      members: ['Name', 'EventBusName'],
      run: (input: DescribeRuleRequest) => ({
        ...ruleMembers(state.rule(input.Name as string, input.EventBusName)),
        CreatedBy: state.region.accountId,
      }),
    },
    ListRules: {
      members: ['NamePrefix', 'EventBusName', 'NextToken', 'Limit'],
      run: (input: ListRulesRequest) => listRules(state, input),
    },
    EnableRule: turn('ENABLED'),
    DisableRule: turn('DISABLED'),
    TestEventPattern: { members: ['EventPattern', 'Event'], run: testEventPattern },
  };
}
