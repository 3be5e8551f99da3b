import type { Target } from '@aws-sdk/client-eventbridge';
import { alreadyExists } from '../../cloudformation/resources/already-exists.ts';
import { generatedName } from '../../cloudformation/resources/generated-name.ts';
import { undoOnFailure } from '../../cloudformation/stacks/undo-on-failure.ts';
import { refuseUnmodelledMembers } from '../../modelled-members.ts';
import type { Properties, Provisioned, ResourceContext, ResourceProvider } from '../../service.ts';
import { allTags, jsonOf, textOf } from '../properties.ts';
import { DEFAULT_BUS, type EventBridgeState, type Rule } from '../state.ts';
import { putTargets } from '../targets/targets.ts';
import { deleteRule, putRule } from './rules.ts';
import type { RuleSchedules } from './schedules.ts';

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

/** AWS::Events::Rule. Its Ref is the rule's name, with the bus before it where that is not the default one. */
export function ruleType(state: EventBridgeState, schedules: RuleSchedules): ResourceProvider {
  /** The result of the handlers, as they read it back: the schema of AWS::Events::Rule, `handlers`. */
  const provisioned = (rule: Rule, context: ResourceContext): Provisioned => {
    for (const action of ['DescribeRule', 'ListTargetsByRule'])
      context.authorize({ action: `events:${action}`, resource: rule.arn });
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
      const bus = state.findBus(textOf(properties.EventBusName));
      if (bus?.rules.has(name)) throw alreadyExists('AWS::Events::Rule', name);
      const undo = (): void => {
        const rule = bus?.rules.get(name);
        if (!rule) return;
        rule.targets.clear();
        deleteRule(state, schedules, name, rule.bus.name);
      };
      return undoOnFailure(() => provisioned(put(name, properties, context), context), undo);
    },
    update: async (physicalId, properties, _previous, context) =>
      provisioned(put(physicalId.slice(physicalId.indexOf('|') + 1), properties, context), context),
    delete: async (physicalId, properties, context) => {
      const name = physicalId.slice(physicalId.indexOf('|') + 1);
      const bus = state.findBus(textOf(properties.EventBusName));
      const rule = bus?.rules.get(name);
      if (!rule) return;
      for (const action of ['DescribeRule', 'ListTargetsByRule', 'RemoveTargets'])
        context.authorize({ action: `events:${action}`, resource: rule.arn });
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
