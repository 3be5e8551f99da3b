import { ACCOUNT, type CompiledTemplate, REGION, resolver } from './resolve.ts';

const regional = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** ARNs of a resource of ours by its type, as the service authorization reference has them. */
const RESOURCES: Readonly<
  Record<string, (name: string, properties: Readonly<Record<string, unknown>>) => readonly string[]>
> = {
  'AWS::CloudWatch::Alarm': (name) => [regional('cloudwatch', `alarm:${name}`)],
  'AWS::DynamoDB::GlobalTable': (name) => [regional('dynamodb', `table/${name}`)],
  'AWS::DynamoDB::Table': (name) =>
    ['', '/index/held', '/stream/1', '/backup/1', '/export/1'].map((part) =>
      regional('dynamodb', `table/${name}${part}`),
    ),
  'AWS::Events::EventBus': (name) => [regional('events', `event-bus/${name}`)],
  'AWS::Events::Rule': (name, { EventBusName }) => [
    regional('events', EventBusName === undefined ? `rule/${name}` : `rule/${String(EventBusName)}/${name}`),
  ],
  'AWS::IAM::ManagedPolicy': (name) => [`arn:aws:iam::${ACCOUNT}:policy/eks-fleet/${name}`],
  'AWS::IAM::Role': (name, { Path }) => [`arn:aws:iam::${ACCOUNT}:role${String(Path)}${name}`],
  'AWS::Lambda::Function': (name) => [regional('lambda', `function:${name}`)],
  'AWS::Logs::LogGroup': (name) =>
    ['', ':log-stream:x'].map((part) => regional('logs', `log-group:${name}${part}`)),
  'AWS::SNS::Topic': (name) => [regional('sns', name)],
  'AWS::SQS::Queue': (name) => [regional('sqs', name)],
  'AWS::Scheduler::ScheduleGroup': (name) => [
    regional('scheduler', `schedule-group/${name}`),
    regional('scheduler', `schedule/${name}/x`),
  ],
  'AWS::StepFunctions::StateMachine': (name) => [
    regional('states', `stateMachine:${name}`),
    regional('states', `execution:${name}:1`),
  ],
};

/** Types without a name of their own to protect: the resources that they belong to are protected. */
const NAMELESS: ReadonlySet<string> = new Set(['AWS::Events::EventBusPolicy', 'AWS::SQS::QueuePolicy']);

/** ARNs of the resources with a name; CloudFormation makes the bucket's of the stack's and the resource's. */
function arnsOf(template: CompiledTemplate): {
  readonly arns: readonly string[];
  readonly unknown: readonly string[];
} {
  const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));
  const { ofType } = resolver(template);
  const arns = [...types].flatMap((type) =>
    ofType(type).flatMap(({ name, properties }) => RESOURCES[type]?.(name, properties) ?? []),
  );
  const others = new Set([
    ...Object.keys(RESOURCES),
    ...NAMELESS,
    'AWS::S3::Bucket',
    'AWS::S3::BucketPolicy',
  ]);
  return { arns, unknown: [...types].filter((type) => !others.has(type)) };
}

/** Everything of a stage that has a name, its stacks and code included; and types that this does not know. */
export function ownResources(stage: string, templates: readonly CompiledTemplate[]) {
  const made = templates.map(arnsOf);
  const bucket = `arn:aws:s3:::eks-fleet-${stage}-serverlessdeploymentbucket-1abc`;
  return {
    unknown: made.flatMap(({ unknown }) => unknown),
    arns: [
      ...made.flatMap(({ arns }) => arns),
      ...[`eks-fleet-${stage}`, `eks-fleet-global-${stage}`, `eks-fleet-shop-network`].map((name) =>
        regional('cloudformation', `stack/${name}/1`),
      ),
      bucket,
      `${bucket}/serverless/code.zip`,
    ],
  };
}
