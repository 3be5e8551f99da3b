import { type Found, ofType, type Resources, text } from '../../../../scripts/rules/resources.ts';
import { grants, overlap } from '../../../../scripts/rules/statements.ts';
import { compileEventPattern } from '../../../../simulator/eventbridge/event-pattern/event-pattern.ts';
import type { Graph } from './cycles.ts';
import { definitions, eventsAtHand } from './published-events.ts';
import type { Stage } from './stage.ts';

/** Types that can start something, which the graph knows. A template with another type needs a thought. */
const STARTING = [
  ...['AWS::Events::Rule', 'AWS::StepFunctions::StateMachine', 'AWS::Lambda::Function'],
  ...['AWS::CloudWatch::Alarm', 'AWS::IAM::Role', 'AWS::SNS::Topic', 'AWS::SNS::Subscription'],
];
/** Types by which alone nothing starts: queues are read by persons, tables have a stream that nothing reads. */
const STILL = [
  ...['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'],
  ...['AWS::Events::EventBus', 'AWS::Events::EventBusPolicy', 'AWS::IAM::ManagedPolicy'],
  ...['AWS::Logs::LogGroup', 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'],
  ...['AWS::Scheduler::ScheduleGroup', 'AWS::KMS::Key', 'AWS::KMS::Alias'],
];

/** Resources whose type the graph does not know. */
export const unknownTypes = ({ resources }: Stage): readonly string[] =>
  Object.entries(resources)
    .filter(([, { Type }]) => !STARTING.includes(Type) && !STILL.includes(Type))
    .map(([logicalId, { Type }]) => `${logicalId} is of ${Type}`);

/** An event on its way: its bus, and the members that rules match. */
interface Sent {
  readonly name: string;
  readonly bus: string;
  readonly event: { readonly source: string; readonly 'detail-type': string; readonly detail: object };
}

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig?: { readonly Arn: unknown };
}

const ENDS = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
const ACCOUNT = 'us-east-1:111122223333';

const nameOf = (bus: string, detailType: string): string => `${bus}: ${detailType}`;
const ownName = ({ resources }: Stage, reference: unknown): string =>
  text(reference, resources).replace(/^\{\S+ (\S+)\}$/, '$1');

/** The name of the bus that a property refers to. */
function busOf({ resources }: Stage, reference: unknown): string {
  if (reference === undefined) return 'default';
  const said = text(reference, resources);
  const logicalId = /^\{AWS::Events::EventBus (\S+)\}$/.exec(said)?.[1];
  return logicalId === undefined
    ? said.replace(/^.*:event-bus\//, '')
    : text(resources[logicalId]?.Properties?.Name, resources);
}

const machineArn = (stage: Stage, logicalId: string): string =>
  `arn:aws:states:${ACCOUNT}:stateMachine:${text(stage.resources[logicalId]?.Properties?.StateMachineName, stage.resources)}`;

function matches(stage: Stage, properties: Found['properties'], { bus, event }: Sent): boolean {
  if (properties.EventPattern === undefined || busOf(stage, properties.EventBusName) !== bus) return false;
  const pattern = JSON.stringify(properties.EventPattern, (_key, value) =>
    typeof value?.Ref === 'string' ? machineArn(stage, value.Ref) : value,
  );
  return compileEventPattern(pattern).matches(event);
}

/** The rules of a stage that an event matches, and the buses that they pass it on to. */
const rulesFor = (stage: Stage, one: Sent) =>
  ofType(stage.resources, 'AWS::Events::Rule')
    .filter(({ properties }) => matches(stage, properties, one))
    .map(({ logicalId, properties }) => ({
      rule: `${stage.name}: rule ${logicalId}`,
      buses: busesAmong(stage, properties),
    }));

const busesAmong = (stage: Stage, { Targets }: Found['properties']): readonly string[] =>
  (Targets as readonly Target[])
    .filter(({ Arn }) => text(Arn, stage.resources).includes(':event-bus/'))
    .map(({ Arn }) => busOf(stage, Arn));

function targetsOf(stage: Stage, { properties }: Found): readonly string[] {
  return (properties.Targets as readonly Target[]).flatMap(({ Arn, DeadLetterConfig }) => [
    ...(text(Arn, stage.resources).includes(':event-bus/') ? [] : [`${stage.name}: ${ownName(stage, Arn)}`]),
    ...(DeadLetterConfig ? [`${stage.name}: ${ownName(stage, DeadLetterConfig.Arn)}`] : []),
  ]);
}

const targets = (stage: Stage): readonly (readonly [string, string])[] =>
  ofType(stage.resources, 'AWS::Events::Rule').flatMap((rule) =>
    targetsOf(stage, rule).map((target) => [`${stage.name}: rule ${rule.logicalId}`, target] as const),
  );

const alarms = (stage: Stage): readonly (readonly [string, string])[] =>
  ofType(stage.resources, 'AWS::CloudWatch::Alarm').flatMap(({ logicalId, properties }) =>
    ((properties.AlarmActions ?? []) as readonly unknown[]).map(
      (action) => [`${stage.name}: alarm ${logicalId}`, `${stage.name}: ${ownName(stage, action)}`] as const,
    ),
  );

/** Step Functions tells on the default bus how each execution stands. */
const statusEvents = (stage: Stage): readonly (readonly [string, Sent])[] =>
  ofType(stage.resources, 'AWS::StepFunctions::StateMachine').flatMap(({ logicalId }) =>
    ENDS.map((status) => {
      const stateMachineArn = machineArn(stage, logicalId);
      const detail = {
        status,
        stateMachineArn,
        executionArn: `${stateMachineArn}:x`.replace('stateMachine', 'execution'),
      };
      const event = { source: 'aws.states', 'detail-type': 'Step Functions Execution Status Change', detail };
      return [
        `${stage.name}: ${logicalId}`,
        { name: `default: ${stage.name} ${logicalId} ${status}`, bus: 'default', event },
      ] as const;
    }),
  );

/** AWS Health tells on the default bus of issues of a region. */
const healthEvent: readonly [string, Sent] = [
  'AWS Health',
  {
    name: 'default: AWS Health Event',
    bus: 'default',
    event: {
      ...{ source: 'aws.health', 'detail-type': 'AWS Health Event' },
      detail: { eventTypeCategory: 'issue', eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE' },
    },
  },
];

/** The tasks of a workflow, as `<folder>/<task>`, each with its role. */
function tasksOf({ resources }: Stage, { properties }: Found): readonly { task: string; role: string }[] {
  return Object.entries((properties.DefinitionSubstitutions ?? {}) as Readonly<Record<string, unknown>>)
    .filter(([name]) => name.endsWith('FunctionArn'))
    .map(([, value]) => {
      const logicalId = ownName({ name: '', resources }, value);
      const { Handler, Role } = resources[logicalId]?.Properties ?? {};
      const task = String(Handler).replace(/^functions\/(.+)\.handler$/, '$1');
      return { task, role: text(Role, resources).split('/').at(-1) ?? '' };
    });
}

const fleetEvent = (detailType: string) => ({ source: 'eks-fleet', 'detail-type': detailType, detail: {} });

/** Pairs of a workflow, or a schedule, and an event that it may put. */
function publishedEvents(stage: Stage): readonly (readonly [string, Sent])[] {
  const buses = ofType(stage.resources, 'AWS::Events::EventBus').map(({ properties }) =>
    text(properties.Name, stage.resources),
  );
  const put = (from: string, role: string, detailTypes: readonly string[]) =>
    buses
      .filter((bus) => may(stage, role, 'events:PutEvents', `arn:aws:events:${ACCOUNT}:event-bus/${bus}`))
      .flatMap((bus) =>
        detailTypes.map((type) => [from, { name: nameOf(bus, type), bus, event: fleetEvent(type) }] as const),
      );
  const fleetBuses = buses.filter((bus) => !bus.endsWith('-home'));
  const asked = [...definitions.values()].flatMap(({ detailType: type }) =>
    type.endsWith('Requested') || type === 'PauseLifted' || type === 'HealthSignal'
      ? fleetBuses.map(
          (bus) =>
            [`${stage.name}: requesters`, { name: nameOf(bus, type), bus, event: fleetEvent(type) }] as const,
        )
      : [],
  );
  const ofTasks = ofType(stage.resources, 'AWS::StepFunctions::StateMachine').flatMap((machine) =>
    tasksOf(stage, machine).flatMap(({ task, role }) =>
      put(`${stage.name}: ${machine.logicalId}`, role, eventsAtHand(task)),
    ),
  );
  return [
    ...asked,
    ...ofTasks,
    ...put(`${stage.name}: schedules`, `eks-fleet-${stage.name}-schedules`, ['ClusterScaleRequested']),
  ];
}

/** True where a role of the stage may do something to a resource. */
function may({ resources }: Stage, role: string, action: string, arn: string): boolean {
  return grantsOf(resources).some(
    (grant) =>
      text(resources[grant.role]?.Properties?.RoleName, resources) === role &&
      grant.actions.some((pattern) => matchesAction(pattern, action)) &&
      grant.resources.some((pattern) => overlap(pattern, arn)),
  );
}

const matchesAction = (pattern: string, action: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action);

const known = new Map<Resources, ReturnType<typeof grants>>();
function grantsOf(resources: Resources): ReturnType<typeof grants> {
  const made = known.get(resources) ?? grants(resources);
  known.set(resources, made);
  return made;
}

/** Starts by tasks, beside those by their events: of state machines, schedules, and topics. */
function startedByTasks(stage: Stage): readonly (readonly [string, string])[] {
  const machines = ofType(stage.resources, 'AWS::StepFunctions::StateMachine');
  const started = [
    ...machines.map(
      ({ logicalId }) =>
        ['states:StartExecution', machineArn(stage, logicalId), `${stage.name}: ${logicalId}`] as const,
    ),
    [
      'scheduler:CreateSchedule',
      `arn:aws:scheduler:${ACCOUNT}:schedule/eks-fleet-${stage.name}*/*`,
      `${stage.name}: schedules`,
    ] as const,
    ['sns:Publish', `arn:aws:sns:${ACCOUNT}:*`, `${stage.name}: topics of documents`] as const,
    ['sqs:SendMessage', `arn:aws:sqs:${ACCOUNT}:*`, `${stage.name}: queues`] as const,
  ];
  return machines.flatMap((machine) =>
    [`eks-fleet-${stage.name}-workflows`, ...tasksOf(stage, machine).map(({ role }) => role)].flatMap(
      (role) =>
        started
          .filter(([action, arn]) => may(stage, role, action, arn))
          .map(([, , to]) => [`${stage.name}: ${machine.logicalId}`, to] as const),
    ),
  );
}

/** Everything that can start something else, of some stages in one region of one account. */
export function startsOf(stages: readonly Stage[]): Graph {
  const graph = new Map<string, Set<string>>();
  const link = (from: string, to: string): void => {
    graph.set(from, (graph.get(from) ?? new Set()).add(to));
    if (!graph.has(to)) graph.set(to, new Set());
  };
  const sent = new Map<string, Sent>();
  for (const stage of stages)
    for (const [from, one] of [healthEvent, ...statusEvents(stage), ...publishedEvents(stage)]) {
      link(from, one.name);
      sent.set(one.name, one);
    }
  // An event that goes on to another bus is an event there, and its turn comes later in this very loop.
  for (const one of sent.values())
    for (const { rule, buses } of stages.flatMap((stage) => rulesFor(stage, one))) {
      link(one.name, rule);
      for (const bus of buses) {
        const onwards = { ...one, bus, name: nameOf(bus, one.event['detail-type']) };
        link(one.name, onwards.name);
        sent.set(onwards.name, onwards);
      }
    }
  for (const stage of stages)
    for (const [from, to] of [...targets(stage), ...alarms(stage), ...startedByTasks(stage)]) link(from, to);
  return graph;
}
