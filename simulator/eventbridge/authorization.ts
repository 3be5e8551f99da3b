import type { Authorization } from '../service.ts';
import { putEventsAuthorization } from './put-events/authorization.ts';
import type { EventBridgeState } from './state.ts';

type Input = Readonly<Record<string, unknown>>;

const BUS_OPERATIONS = new Set(['CreateEventBus', 'DeleteEventBus', 'DescribeEventBus']);
const LIST_OPERATIONS = new Set(['ListEventBuses', 'ListRules', 'ListRuleNamesByTarget', 'TestEventPattern']);

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * The questions that IAM is asked of each operation, with the resource types of EventBridge's service authorization
 * reference. PutEvents asks once for each distinct bus, source and detail type.
 */
export function eventBridgeAuthorizations(
  state: EventBridgeState,
  operation: string,
  input: Input,
): readonly Authorization[] {
  const action = `events:${operation}`;
  if (operation === 'PutEvents') return putEventsAuthorizations(state, input);
  if (LIST_OPERATIONS.has(operation)) return [{ action, resource: '*' }];
  if (BUS_OPERATIONS.has(operation)) return [{ action, resource: busArnOf(state, text(input.Name)) }];
  if (operation === 'PutPermission' || operation === 'RemovePermission') {
    return [{ action, resource: busArnOf(state, text(input.EventBusName)) }];
  }
  const arn = text(input.ResourceARN);
  if (arn !== undefined) return [{ action, resource: arn }];
  const ruleName = text(input.Name) ?? text(input.Rule) ?? '';
  const busName = state.busName(text(input.EventBusName));
  return [{ action, resource: state.ruleArn(ruleName, busName), ...targetContext(input) }];
}

function busArnOf(state: EventBridgeState, nameOrArn: string | undefined): string {
  return nameOrArn?.startsWith('arn:') ? nameOrArn : state.busArn(state.busName(nameOrArn));
}

/** `events:TargetArn` of PutTargets, which has one value for each target. */
function targetContext(input: Input): Pick<Authorization, 'context'> {
  const targets = input.Targets;
  if (!Array.isArray(targets)) return {};
  const arns = targets.map((target) => String((target as { readonly Arn?: unknown }).Arn));
  return { context: { 'events:TargetArn': arns } };
}

function putEventsAuthorizations(state: EventBridgeState, input: Input): readonly Authorization[] {
  const entries = Array.isArray(input.Entries) ? (input.Entries as readonly Input[]) : [];
  const questions = new Map<string, Authorization>();
  for (const entry of entries) {
    const busName = text(entry.EventBusName);
    const facts = {
      source: text(entry.Source) ?? '',
      detailType: text(entry.DetailType) ?? '',
      isForwarded: false,
    };
    const question = putEventsAuthorization(state.findBus(busName), busArnOf(state, busName), facts);
    questions.set(JSON.stringify([question.resource, facts.source, facts.detailType]), question);
  }
  return [...questions.values()];
}
