import type { Target } from '@aws-sdk/client-eventbridge';
import { alreadyExists } from '../cloudformation/already-exists.ts';
import { generatedName } from '../cloudformation/generated-name.ts';
import { refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Properties, Provisioned, ResourceContext, ResourceProvider } from '../service.ts';
import {
  type PolicyStatement,
  policyOf,
  putPermission,
  putStatement,
  removeStatement,
} from './bus-policy.ts';
import { createBus, deleteBus } from './buses.ts';
import { validationError } from './errors.ts';
import type { RuleSchedules } from './rule-schedules.ts';
import { deleteRule, putRule } from './rules.ts';
import { DEFAULT_BUS, type EventBridgeState, type Rule } from './state.ts';
import { setTags } from './tags.ts';
import { putTargets } from './targets.ts';

/** CloudFormation's types of EventBridge, with Ref and attributes as their reference pages give them. */
export function eventBridgeResourceTypes(
  state: EventBridgeState,
  schedules: RuleSchedules,
): Readonly<Record<string, ResourceProvider>> {
  return {
    'AWS::Events::EventBus': eventBusType(state),
    'AWS::Events::EventBusPolicy': eventBusPolicyType(state),
    'AWS::Events::Rule': ruleType(state, schedules),
  };
}

const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));
const jsonOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function tagsOf(properties: Properties): { Key: string; Value: string }[] {
  const tags = (properties.Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  return tags.map(({ Key, Value }) => ({ Key, Value: String(Value) }));
}

function allTags(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  const merged = new Map(Object.entries(context.tags));
  for (const { Key, Value } of tagsOf(properties)) merged.set(Key, Value);
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}

function eventBusType(state: EventBridgeState): ResourceProvider {
  const check = (properties: Properties): void =>
    refuseUnmodelledMembers(state.region.kernel, 'AWS::Events::EventBus', properties, [
      'Name',
      'Description',
      'Policy',
      'Tags',
    ]);
  const finish = (name: string, properties: Properties, context: ResourceContext): Provisioned => {
    const bus = state.bus(name);
    if (properties.Policy !== undefined) {
      context.authorize({ action: 'events:PutPermission', resource: bus.arn });
      putPermission(state, { EventBusName: name, Policy: jsonOf(properties.Policy) });
    }
    return { physicalId: name, attributes: { Arn: bus.arn, Name: name, Policy: bus.policy } };
  };
  return {
    replacementProperties: ['Name', 'EventSourceName'],
    create: async (properties, context) => {
      check(properties);
      const Name = String(properties.Name);
      context.authorize({ action: 'events:CreateEventBus', resource: state.busArn(Name) });
      createBus(state, {
        Name,
        Description: textOf(properties.Description),
        Tags: allTags(properties, context),
      });
      return finish(Name, properties, context);
    },
    update: async (physicalId, properties, _previous, context) => {
      check(properties);
      const bus = state.bus(physicalId);
      context.authorize({ action: 'events:UpdateEventBus', resource: bus.arn });
      bus.description = textOf(properties.Description);
      bus.tags.clear();
      setTags(bus.tags, allTags(properties, context));
      return finish(physicalId, properties, context);
    },
    delete: async (physicalId, _properties, context) => {
      context.authorize({ action: 'events:DeleteEventBus', resource: state.busArn(physicalId) });
      deleteBus(state, physicalId);
    },
  };
}

function eventBusPolicyType(state: EventBridgeState): ResourceProvider {
  const put = async (properties: Properties, context: ResourceContext): Promise<Provisioned> => {
    refuseUnmodelledMembers(state.region.kernel, 'AWS::Events::EventBusPolicy', properties, [
      ...['EventBusName', 'StatementId', 'Statement', 'Action', 'Principal', 'Condition'],
    ]);
    const bus = state.bus(textOf(properties.EventBusName));
    const StatementId = String(properties.StatementId);
    context.authorize({ action: 'events:PutPermission', resource: bus.arn });
    if (properties.Statement === undefined) {
      putPermission(state, { ...properties, EventBusName: bus.name, StatementId });
    } else {
      const statement = JSON.parse(jsonOf(properties.Statement)) as PolicyStatement;
      const whole = { Version: '2012-10-17', Statement: [{ ...statement, Sid: StatementId }] };
      const [judged] = policyOf(JSON.stringify(whole)).Statement;
      if (!judged) throw validationError('Provided policy is not valid.');
      putStatement(state, bus, judged);
    }
    return { physicalId: `${bus.name}|${StatementId}`, attributes: {} };
  };
  return {
    replacementProperties: ['EventBusName', 'StatementId'],
    create: put,
    update: (_physicalId, properties, _previous, context) => put(properties, context),
    delete: async (physicalId, _properties, context) => {
      const [busName = '', statementId = ''] = physicalId.split('|');
      const bus = state.findBus(busName);
      if (!bus) return;
      context.authorize({ action: 'events:RemovePermission', resource: bus.arn });
      if (bus.policy?.Statement.some(({ Sid }) => Sid === statementId))
        removeStatement(state, bus, statementId);
    },
  };
}

const RULE_PROPERTIES = [
  ...[
    'Name',
    'Description',
    'EventBusName',
    'EventPattern',
    'ScheduleExpression',
    'State',
    'RoleArn',
    'Targets',
  ],
  'Tags',
];

function ruleType(state: EventBridgeState, schedules: RuleSchedules): ResourceProvider {
  const provisioned = (rule: Rule): Provisioned => {
    const physicalId = rule.bus.name === DEFAULT_BUS ? rule.name : `${rule.bus.name}|${rule.name}`;
    return { physicalId, attributes: { Arn: rule.arn } };
  };
  const put = (name: string, properties: Properties, context: ResourceContext): Rule => {
    refuseUnmodelledMembers(state.region.kernel, 'AWS::Events::Rule', properties, RULE_PROPERTIES);
    const busName = state.busName(textOf(properties.EventBusName));
    const resource = state.ruleArn(name, busName);
    context.authorize({ action: 'events:PutRule', resource });
    const pattern = properties.EventPattern;
    const rule = putRule(
      state,
      schedules,
      {
        Name: name,
        EventBusName: busName,
        EventPattern: pattern === undefined ? undefined : jsonOf(pattern),
        ScheduleExpression: textOf(properties.ScheduleExpression),
        State: textOf(properties.State) as Rule['state'] | undefined,
        Description: textOf(properties.Description),
        RoleArn: textOf(properties.RoleArn),
        Tags: allTags(properties, context),
      },
      context.caller,
    );
    putRuleTargets(state, rule, (properties.Targets ?? []) as readonly Target[], context);
    return rule;
  };
  return {
    replacementProperties: ['Name', 'EventBusName'],
    create: async (properties, context) => {
      const name = textOf(properties.Name) ?? generatedName(state.region.kernel, context);
      if (state.findBus(textOf(properties.EventBusName))?.rules.has(name)) {
        throw alreadyExists('AWS::Events::Rule', name);
      }
      return provisioned(put(name, properties, context));
    },
    update: async (physicalId, properties, _previous, context) =>
      provisioned(put(physicalId.slice(physicalId.indexOf('|') + 1), properties, context)),
    delete: async (physicalId, properties, context) => {
      const name = physicalId.slice(physicalId.indexOf('|') + 1);
      const bus = state.findBus(textOf(properties.EventBusName));
      const rule = bus?.rules.get(name);
      if (!rule) return;
      context.authorize({ action: 'events:RemoveTargets', resource: rule.arn });
      rule.targets.clear();
      context.authorize({ action: 'events:DeleteRule', resource: rule.arn });
      deleteRule(state, schedules, name, rule.bus.name);
    },
  };
}

/** The targets of the template replace those of the rule. */
function putRuleTargets(
  state: EventBridgeState,
  rule: Rule,
  targets: readonly Target[],
  context: ResourceContext,
): void {
  const kept = new Set(targets.map(({ Id }) => Id));
  for (const id of rule.targets.keys()) if (!kept.has(id)) rule.targets.delete(id);
  if (targets.length === 0) return;
  const arns = targets.map(({ Arn }) => String(Arn));
  context.authorize({
    action: 'events:PutTargets',
    resource: rule.arn,
    context: { 'events:TargetArn': arns },
  });
  putTargets(state, rule, targets.map(withNumbers), context.caller);
}

/** CloudFormation may hand numbers over as text. */
function withNumbers(target: Target): Target {
  if (!target.RetryPolicy) return target;
  const policy = Object.entries(target.RetryPolicy).map(([name, value]) => [name, Number(value)]);
  return { ...target, RetryPolicy: Object.fromEntries(policy) };
}
