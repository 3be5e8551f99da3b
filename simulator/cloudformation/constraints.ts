import { ModelConstraints } from '../constraints.ts';

/** Patterns of the service model (botocore's `cloudformation/2010-05-15`), as refusals print them. */
const STACK_NAME = '[a-zA-Z][-a-zA-Z0-9]*';
const STACK_NAME_OR_ID = `(${STACK_NAME})|(arn:\\b(aws|aws-us-gov|aws-cn)\\b:[-a-zA-Z0-9:/._+]*)`;
const CHANGE_SET_NAME_OR_ID = `${STACK_NAME}|arn:[-a-zA-Z0-9:/]*`;
const REQUEST_TOKEN = '[a-zA-Z0-9][-a-zA-Z0-9]*';

const CAPABILITIES = ['CAPABILITY_NAMED_IAM', 'CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'];

/** Operations whose `StackName` has the pattern; of the others each judges it by looking for the stack. */
const NAMES_STACK = [
  ...['CreateChangeSet', 'DescribeChangeSet', 'DeleteChangeSet', 'ExecuteChangeSet', 'ListChangeSets'],
  ...['ContinueUpdateRollback', 'UpdateTerminationProtection', 'GetTemplateSummary'],
];

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  CreateStack: ['StackName'],
  UpdateStack: ['StackName'],
  DeleteStack: ['StackName'],
  CancelUpdateStack: ['StackName'],
  ContinueUpdateRollback: ['StackName'],
  UpdateTerminationProtection: ['EnableTerminationProtection', 'StackName'],
  CreateChangeSet: ['StackName', 'ChangeSetName'],
  DescribeChangeSet: ['ChangeSetName'],
  ExecuteChangeSet: ['ChangeSetName'],
  DeleteChangeSet: ['ChangeSetName'],
  ListChangeSets: ['StackName'],
  DescribeStackEvents: ['StackName'],
  DescribeStackResource: ['StackName', 'LogicalResourceId'],
  ListStackResources: ['StackName'],
  ListImports: ['ExportName'],
};

type Text = string | undefined;

/** The members that requests to CloudFormation have constraints on; each means the same wherever it stands. */
interface Request {
  readonly StackName?: Text;
  readonly ChangeSetName?: Text;
  readonly ChangeSetType?: Text;
  readonly Description?: Text;
  readonly TemplateBody?: Text;
  readonly TemplateStage?: Text;
  readonly RoleARN?: Text;
  readonly OnFailure?: Text;
  readonly ClientRequestToken?: Text;
  readonly ClientToken?: Text;
  readonly NextToken?: Text;
  readonly TimeoutInMinutes?: number | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly NotificationARNs?: readonly string[] | undefined;
  readonly Tags?: readonly { readonly Key?: Text; readonly Value?: Text }[] | undefined;
}

/** Holds a request against the constraints of CloudFormation's service model. */
export function assertRequest(operation: string, input: Request): void {
  const constraints = new ModelConstraints('ValidationError');
  const given = input as Readonly<Record<string, unknown>>;
  for (const member of REQUIRED[operation] ?? []) constraints.required(shown(member), given[member]);
  if (NAMES_STACK.includes(operation)) {
    constraints.text('stackName', input.StackName, 1, Number.POSITIVE_INFINITY, STACK_NAME_OR_ID);
  }
  if (operation === 'CreateStack') constraints.text('stackName', input.StackName, 1, 128, STACK_NAME);
  const isNewChangeSet = operation === 'CreateChangeSet';
  const [longest, pattern] = isNewChangeSet ? [128, STACK_NAME] : [1600, CHANGE_SET_NAME_OR_ID];
  constraints.text('changeSetName', input.ChangeSetName, 1, longest, pattern);
  constraints.oneOf('changeSetType', input.ChangeSetType, ['CREATE', 'UPDATE', 'IMPORT']);
  constraints.text('description', input.Description, 1, 1024);
  constraints.text('templateBody', input.TemplateBody, 1, Number.POSITIVE_INFINITY);
  constraints.oneOf('templateStage', input.TemplateStage, ['Original', 'Processed']);
  constraints.text('roleARN', input.RoleARN, 20, 2048);
  constraints.oneOf('onFailure', input.OnFailure, ['DO_NOTHING', 'ROLLBACK', 'DELETE']);
  constraints.text('clientRequestToken', input.ClientRequestToken, 1, 128, REQUEST_TOKEN);
  constraints.text('clientToken', input.ClientToken, 1, 128);
  constraints.text('nextToken', input.NextToken, 1, 1024);
  constraints.atLeast('timeoutInMinutes', input.TimeoutInMinutes, 1);
  constraints.each('capabilities', input.Capabilities, (value) => CAPABILITIES.includes(value), [
    `Member must satisfy enum value set: [${CAPABILITIES.join(', ')}]`,
  ]);
  constraints.length('notificationARNs', input.NotificationARNs, 0, 5);
  tags(constraints, input.Tags);
  constraints.assert();
}

function tags(constraints: ModelConstraints, given: Request['Tags']): void {
  constraints.length('tags', given, 0, 50);
  given?.forEach(({ Key, Value }, index) => {
    const at = `tags.${index + 1}.member`;
    constraints.required(`${at}.key`, Key);
    constraints.text(`${at}.key`, Key, 1, 128);
    constraints.required(`${at}.value`, Value);
    constraints.text(`${at}.value`, Value, 1, 256);
  });
}

/** A member's name as refusals print it. */
function shown(member: string): string {
  return `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
}
