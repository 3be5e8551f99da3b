import { undoOnFailure } from '../cloudformation/stacks/undo-on-failure.ts';
import { refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Properties, Provisioned, ResourceContext, ResourceProvider } from '../service.ts';
import { createBus, deleteBus } from './buses/buses.ts';
import { policyOf, putPermission, putStatement, removeStatement } from './buses/policy.ts';
import type { PolicyStatement } from './buses/policy-document.ts';
import { validationError } from './errors.ts';
import { allTags, jsonOf, textOf } from './properties.ts';
import { ruleType } from './rules/resource.ts';
import type { RuleSchedules } from './rules/schedules.ts';
import type { EventBridgeState } from './state.ts';
import { setTags } from './tags.ts';

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
      return undoOnFailure(
        () => finish(Name, properties, context),
        () => deleteBus(state, Name),
      );
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
