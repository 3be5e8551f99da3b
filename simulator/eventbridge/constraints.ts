import type { PutEventsRequestEntry, RetryPolicy, Tag, Target } from '@aws-sdk/client-eventbridge';
import { ModelConstraints } from '../constraints.ts';

/** Patterns of the service model (botocore's `events/2015-10-07`), as refusals print them. */
const NAME = '[\\.\\-_A-Za-z0-9]+';
const ID = new RegExp(`^${NAME.slice(0, -1)}{1,64}$`);
const BUS_NAME = '[/\\.\\-_A-Za-z0-9]+';
const BUS_ARN_PREFIX = '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?';
const BUS_NAME_OR_ARN = `${BUS_ARN_PREFIX}${BUS_NAME}`;
const ENTRY_BUS = `${BUS_ARN_PREFIX}${NAME}`;
const STATEMENT_ID = '[a-zA-Z0-9-_]+';

export const RULE_STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] as const;

type Text = string | undefined;

/** The members that requests to EventBridge have constraints on; each means the same wherever it stands. */
interface Request {
  readonly Name?: Text;
  readonly Rule?: Text;
  readonly NamePrefix?: Text;
  readonly EventBusName?: Text;
  readonly EventPattern?: Text;
  readonly Event?: Text;
  readonly ScheduleExpression?: Text;
  readonly Description?: Text;
  readonly State?: Text;
  readonly RoleArn?: Text;
  readonly TargetArn?: Text;
  readonly ResourceARN?: Text;
  readonly Action?: Text;
  readonly Principal?: Text;
  readonly StatementId?: Text;
  readonly NextToken?: Text;
  readonly Limit?: number | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly TagKeys?: readonly string[] | undefined;
  readonly Ids?: readonly string[] | undefined;
  readonly Targets?: readonly Target[] | undefined;
  readonly Entries?: readonly PutEventsRequestEntry[] | undefined;
}

/** Length and pattern of the member `Name`, by operation. */
const NAMED: Readonly<Record<string, readonly [max: number, pattern: string]>> = {
  CreateEventBus: [256, BUS_NAME],
  DeleteEventBus: [256, BUS_NAME],
  DescribeEventBus: [1600, BUS_NAME_OR_ARN],
};

const REQUIRED: Readonly<Record<string, readonly (keyof Request)[]>> = {
  CreateEventBus: ['Name'],
  DeleteEventBus: ['Name'],
  PutRule: ['Name'],
  DeleteRule: ['Name'],
  DescribeRule: ['Name'],
  EnableRule: ['Name'],
  DisableRule: ['Name'],
  PutTargets: ['Rule', 'Targets'],
  RemoveTargets: ['Rule', 'Ids'],
  ListTargetsByRule: ['Rule'],
  ListRuleNamesByTarget: ['TargetArn'],
  TagResource: ['ResourceARN', 'Tags'],
  UntagResource: ['ResourceARN', 'TagKeys'],
  ListTagsForResource: ['ResourceARN'],
  TestEventPattern: ['EventPattern', 'Event'],
};

/** Holds a request against the constraints of EventBridge's service model. */
export function assertRequest(operation: string, input: Request): void {
  const constraints = new ModelConstraints();
  for (const member of REQUIRED[operation] ?? []) constraints.required(shown(member), input[member]);
  names(constraints, operation, input);
  constraints.text('eventPattern', input.EventPattern, 0, 4096);
  constraints.text('scheduleExpression', input.ScheduleExpression, 0, 256);
  constraints.text('description', input.Description, 0, 512);
  constraints.oneOf('state', input.State, RULE_STATES);
  for (const member of ['RoleArn', 'TargetArn', 'ResourceARN'] as const) {
    constraints.text(shown(member), input[member], 1, 1600);
  }
  constraints.text('nextToken', input.NextToken, 1, 2048);
  constraints.number('limit', input.Limit, 1, 100);
  tags(constraints, input);
  targets(constraints, input);
  input.Entries?.forEach(({ EventBusName }, index) => {
    constraints.text(`entries.${index + 1}.member.eventBusName`, EventBusName, 1, 1600, ENTRY_BUS);
  });
  constraints.assert();
}

function names(constraints: ModelConstraints, operation: string, input: Request): void {
  const [max, pattern] = NAMED[operation] ?? [64, NAME];
  constraints.text('name', input.Name, 1, max, pattern);
  constraints.text('rule', input.Rule, 1, 64, NAME);
  constraints.text('namePrefix', input.NamePrefix, 1, operation === 'ListEventBuses' ? 256 : 64, BUS_NAME);
  const isPermission = operation === 'PutPermission' || operation === 'RemovePermission';
  constraints.text(
    'eventBusName',
    input.EventBusName,
    1,
    isPermission ? 256 : 1600,
    isPermission ? NAME : BUS_NAME_OR_ARN,
  );
  constraints.text('action', input.Action, 1, 64, 'events:[a-zA-Z]+');
  constraints.text('principal', input.Principal, 1, 12, '(\\d{12}|\\*)');
  constraints.text('statementId', input.StatementId, 1, 64, STATEMENT_ID);
}

function tags(constraints: ModelConstraints, { Tags, TagKeys }: Request): void {
  Tags?.forEach(({ Key, Value }, index) => {
    const at = `tags.${index + 1}.member`;
    constraints.required(`${at}.key`, Key);
    constraints.text(`${at}.key`, Key, 1, 128);
    constraints.required(`${at}.value`, Value);
    constraints.text(`${at}.value`, Value, 0, 256);
  });
  constraints.each('tagKeys', TagKeys, (key) => key.length >= 1 && key.length <= 128, lengths(128));
}

function targets(constraints: ModelConstraints, { Targets, Ids }: Request): void {
  constraints.length('ids', Ids, 1, 100);
  constraints.each('ids', Ids, (id) => ID.test(id), [
    ...lengths(64),
    `Member must satisfy regular expression pattern: ${NAME}`,
  ]);
  constraints.length('targets', Targets, 1, 100);
  Targets?.forEach((target, index) => {
    const at = `targets.${index + 1}.member`;
    constraints.required(`${at}.id`, target.Id);
    constraints.text(`${at}.id`, target.Id, 1, 64, NAME);
    constraints.required(`${at}.arn`, target.Arn);
    constraints.text(`${at}.arn`, target.Arn, 1, 1600);
    constraints.text(`${at}.roleArn`, target.RoleArn, 1, 1600);
    constraints.text(`${at}.input`, target.Input, 0, 8192);
    constraints.text(`${at}.inputPath`, target.InputPath, 0, 256);
    constraints.text(`${at}.deadLetterConfig.arn`, target.DeadLetterConfig?.Arn, 1, 1600);
    transformer(constraints, `${at}.inputTransformer`, target);
    retryPolicy(constraints, `${at}.retryPolicy`, target.RetryPolicy);
  });
}

function transformer(constraints: ModelConstraints, at: string, { InputTransformer: given }: Target): void {
  if (!given) return;
  constraints.required(`${at}.inputTemplate`, given.InputTemplate);
  constraints.text(`${at}.inputTemplate`, given.InputTemplate, 1, 8192);
  constraints.length(`${at}.inputPathsMap`, Object.keys(given.InputPathsMap ?? {}), 0, 100, '{...}');
}

function retryPolicy(constraints: ModelConstraints, at: string, policy: RetryPolicy | undefined): void {
  constraints.number(`${at}.maximumRetryAttempts`, policy?.MaximumRetryAttempts, 0, 185);
  constraints.number(`${at}.maximumEventAgeInSeconds`, policy?.MaximumEventAgeInSeconds, 60, 86_400);
}

/** The printed form of the least and greatest length of a list's members. */
function lengths(max: number): readonly string[] {
  return [
    `Member must have length less than or equal to ${max}`,
    'Member must have length greater than or equal to 1',
  ];
}

/** A member's name as refusals print it. */
function shown(member: string): string {
  return `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
}
