import type { Target } from '@aws-sdk/client-scheduler';
import { ModelConstraints } from '../constraints.ts';
import type { ScheduleRequest } from './schedule-request.ts';

/** Patterns of the service model (botocore's `scheduler/2021-06-30`), as refusals print them. */
const NAME = '[0-9a-zA-Z-_.]+';
const CLIENT_TOKEN = '[a-zA-Z0-9-_]+';
const ROLE_ARN = 'arn:aws(-[a-z]+)?:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+';
const QUEUE_ARN = 'arn:aws(-[a-z]+)?:sqs:[a-z0-9\\-]+:\\d{12}:[a-zA-Z0-9\\-_]+';
const GROUP_ARN = 'arn:aws(-[a-z]+)?:scheduler:[a-z0-9\\-]+:\\d{12}:schedule-group\\/[0-9a-zA-Z-_.]+';
const SOURCE = '(?=[/\\.\\-_A-Za-z0-9]+)((?!aws\\.).*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\\*)\\])*)*)';

/** The constraints of EventBridge Scheduler's service model. */
class Constraints extends ModelConstraints {
  name(path: string, value: string | undefined): void {
    this.pattern(path, value, NAME);
    this.length(path, value, 1, 64);
  }

  /** A text that is not empty; Scheduler names its pattern before its length. */
  upTo(path: string, value: string | undefined, max: number, pattern?: string): void {
    if (pattern !== undefined) this.pattern(path, value, pattern);
    this.length(path, value, 1, max);
  }
}

interface Names {
  readonly Name?: string | undefined;
  readonly GroupName?: string | undefined;
  readonly NamePrefix?: string | undefined;
  readonly State?: string | undefined;
  readonly ClientToken?: string | undefined;
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly ResourceArn?: string | undefined;
  readonly Tags?:
    | readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
    | undefined;
}

/** Holds the members that most operations share against the model. */
export function assertNames(input: Names): void {
  check((constraints) => names(constraints, input));
}

/** Holds a request to create or update a schedule against the model. */
export function assertScheduleRequest(input: ScheduleRequest): void {
  check((constraints) => {
    names(constraints, input);
    constraints.upTo('scheduleExpression', input.ScheduleExpression, 256);
    constraints.upTo('scheduleExpressionTimezone', input.ScheduleExpressionTimezone, 50);
    constraints.length('description', input.Description, 0, 512);
    constraints.oneOf('actionAfterCompletion', input.ActionAfterCompletion, ['NONE', 'DELETE']);
    const window = input.FlexibleTimeWindow;
    constraints.required('flexibleTimeWindow.mode', window?.Mode);
    constraints.oneOf('flexibleTimeWindow.mode', window?.Mode, ['OFF', 'FLEXIBLE']);
    constraints.number('flexibleTimeWindow.maximumWindowInMinutes', window?.MaximumWindowInMinutes, 1, 1440);
    target(constraints, input.Target);
  });
}

function names(constraints: Constraints, input: Names): void {
  constraints.name('name', input.Name);
  constraints.name('groupName', input.GroupName);
  constraints.name('namePrefix', input.NamePrefix);
  constraints.oneOf('state', input.State, ['ENABLED', 'DISABLED']);
  constraints.upTo('clientToken', input.ClientToken, 64, CLIENT_TOKEN);
  constraints.upTo('nextToken', input.NextToken, 2048);
  constraints.number('maxResults', input.MaxResults, 1, 100);
  constraints.upTo('resourceArn', input.ResourceArn, 1011, GROUP_ARN);
  constraints.length('tags', input.Tags, 0, 200);
  input.Tags?.forEach(({ Key, Value }, index) => {
    constraints.upTo(`tags.${index + 1}.member.key`, Key, 128);
    constraints.upTo(`tags.${index + 1}.member.value`, Value, 256);
  });
}

function target(constraints: Constraints, given: Target | undefined): void {
  constraints.required('target.arn', given?.Arn);
  constraints.required('target.roleArn', given?.RoleArn);
  constraints.upTo('target.arn', given?.Arn, 1600);
  constraints.upTo('target.roleArn', given?.RoleArn, 1600, ROLE_ARN);
  constraints.upTo('target.deadLetterConfig.arn', given?.DeadLetterConfig?.Arn, 1600, QUEUE_ARN);
  constraints.upTo('target.input', given?.Input, Number.POSITIVE_INFINITY);
  const { RetryPolicy: policy, EventBridgeParameters: event } = given ?? {};
  constraints.number(
    'target.retryPolicy.maximumEventAgeInSeconds',
    policy?.MaximumEventAgeInSeconds,
    60,
    86_400,
  );
  constraints.number('target.retryPolicy.maximumRetryAttempts', policy?.MaximumRetryAttempts, 0, 185);
  if (!event) return;
  constraints.required('target.eventBridgeParameters.detailType', event.DetailType);
  constraints.required('target.eventBridgeParameters.source', event.Source);
  constraints.upTo('target.eventBridgeParameters.detailType', event.DetailType, 128);
  constraints.upTo('target.eventBridgeParameters.source', event.Source, 256, SOURCE);
}

function check(run: (constraints: Constraints) => void): void {
  const constraints = new Constraints();
  run(constraints);
  constraints.assert();
}
