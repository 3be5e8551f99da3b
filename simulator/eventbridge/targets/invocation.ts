import { AwsError } from '../../aws-error.ts';
import type { Region } from '../../region.ts';
import { serverError } from '../../server-error.ts';
import type { Caller } from '../../service.ts';
import type { AwsEvent } from '../aws-event.ts';
import type { Rule, RuleTarget } from '../state.ts';
import { inputFor, jsonInput } from './input.ts';
import { arnParts, targetKind } from './kind.ts';
import { assumeTargetRole, eventBridgeItself } from './role.ts';

/** One event on its way to one target of a rule. */
export interface Delivery {
  readonly event: AwsEvent;
  readonly rule: Rule;
  readonly target: RuleTarget;
  /** Whether the event came to this bus from another one. */
  readonly isForwarded: boolean;
  readonly ingestedAt: number;
}

/** The way from one bus to another. */
export interface BusForwarding {
  /** Puts an event of one bus of this region on another one, which judges it by its policy. */
  forward(busArn: string, event: AwsEvent, caller: Caller): void;
}

/**
 * Hands an event to its target once. Each target's service asks IAM about the caller by itself. Throws the service's
 * or IAM's error, as `AwsError`.
 */
export async function invokeTarget(
  region: Region,
  delivery: Delivery,
  { forward }: BusForwarding,
): Promise<void> {
  const { event, rule, target } = delivery;
  const { Arn } = target;
  const caller = callerFor(region, rule, target);
  const ingestionTime = new Date(delivery.ingestedAt).toISOString();
  const input = inputFor(target, event, { ruleArn: rule.arn, ruleName: rule.name, ingestionTime });
  switch (targetKind(Arn)) {
    case 'stateMachine': {
      jsonInput(input);
      // The name is EventBridge's own: a rule cannot set it, and each delivery starts another execution.
      const name = `${event.id}_${region.kernel.random('events/execution-names').uuid()}`;
      region.stepFunctions.startExecution({ stateMachineArn: Arn, input, name }, caller);
      return;
    }
    case 'function':
      region.lambda.invokeAsynchronously(Arn, jsonInput(input), caller);
      return;
    case 'queue':
      region.queues.send(Arn, input, {}, caller);
      return;
    case 'topic':
      region.topics.publish(Arn, '', input, caller);
      return;
    case 'bus':
      sendToBus(region, delivery, forward, caller);
      return;
    case 'logGroup':
      await writeLog(region, delivery, input, caller);
      return;
    default:
      throw new AwsError('InvalidParameterValue', `${Arn} is no target of a rule`);
  }
}

function callerFor(region: Region, rule: Rule, target: RuleTarget): Caller {
  if (!target.RoleArn) return eventBridgeItself(region, rule.arn);
  return assumeTargetRole(region, target.RoleArn, region.kernel.random('events/sessions').uuid(), rule.arn);
}

/** An event goes from a bus to another one and no further (EventBridge user guide, event buses as targets). */
function sendToBus(
  region: Region,
  { event, target, isForwarded }: Delivery,
  forward: BusForwarding['forward'],
  caller: Caller,
): void {
  const destination = arnParts(target.Arn).region;
  const isCrossRegion = destination !== region.name;
  if (isForwarded) {
    const code = isCrossRegion ? 'THIRD_REGION_HOP_DETECTED' : 'THIRD_ACCOUNT_HOP_DETECTED';
    throw new AwsError(code, 'Events received from another event bus cannot be forwarded to this event bus.');
  }
  if (!isCrossRegion) {
    forward(target.Arn, event, caller);
    return;
  }
  const passage = region.outages.passage(region.name, destination, 'events');
  if (passage !== 'lost') region.elsewhere(destination).events.receive(target.Arn, event, caller);
  // One whose reply is lost is delivered again.
  if (passage !== 'passes') throw serverError('events', region.kernel.random('server-errors'));
}

/** The group's own policy is judged by CloudWatch Logs; each delivery writes a stream of its own. */
async function writeLog(
  region: Region,
  { event, target }: Delivery,
  message: string,
  caller: Caller,
): Promise<void> {
  const [, logGroupName = ''] = arnParts(target.Arn).resource.split(':');
  const logStreamName = `${event.id}/${region.kernel.random('events/log-streams').uuid()}`;
  const logEvents = [{ timestamp: region.kernel.now(), message }];
  await region.call('logs', 'CreateLogStream', { logGroupName, logStreamName }, caller);
  await region.call('logs', 'PutLogEvents', { logGroupName, logStreamName, logEvents }, caller);
}
