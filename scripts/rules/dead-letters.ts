import { type Product, writtenIn } from './product.ts';
import { type Found, ofType, type Resources, text } from './resources.ts';
import { type Finding, type Reviewed, type Rule, unlessReviewed } from './rule.ts';

interface Target {
  readonly Id?: string;
  readonly Arn?: unknown;
  readonly DeadLetterConfig?: { readonly Arn?: unknown };
  readonly RetryPolicy?: object;
}

/** Resources that call without waiting for an answer, and the member in which their queue is. */
const ASYNCHRONOUS: Readonly<
  Record<string, (properties: Found['properties']) => readonly [string, unknown][]>
> = {
  'AWS::Events::Rule': ({ Targets = [] }) =>
    (Targets as readonly Target[]).map((target) => [`target ${target.Id}`, target.DeadLetterConfig?.Arn]),
  'AWS::Scheduler::Schedule': ({ Target }) => [
    ['Target', (Target as Target | undefined)?.DeadLetterConfig?.Arn],
  ],
  'AWS::Pipes::Pipe': ({ SourceParameters }) => [
    ['SourceParameters', deepMember(SourceParameters, 'DeadLetterConfig')],
  ],
  'AWS::SNS::Subscription': ({ RedrivePolicy }) => [
    [
      'RedrivePolicy',
      (RedrivePolicy as { readonly deadLetterTargetArn?: unknown } | undefined)?.deadLetterTargetArn,
    ],
  ],
  'AWS::Lambda::EventSourceMapping': ({ DestinationConfig }) => [
    ['OnFailure', destination(DestinationConfig)],
  ],
  'AWS::Lambda::EventInvokeConfig': ({ DestinationConfig }) => [
    ['OnFailure', destination(DestinationConfig)],
  ],
};

const destination = (config: unknown): unknown =>
  (config as { readonly OnFailure?: { readonly Destination?: unknown } } | undefined)?.OnFailure?.Destination;

function deepMember(value: unknown, member: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (member in value) return (value as Readonly<Record<string, { readonly Arn?: unknown }>>)[member]?.Arn;
  return Object.values(value)
    .map((inner) => deepMember(inner, member))
    .find((found) => found !== undefined);
}

/** The name of a rule as policies know it: one of another bus than the default has the bus's name in it. */
function ruleArn({ properties: { EventBusName, Name } }: Found, resources: Resources): string {
  const bus = EventBusName === undefined ? undefined : text(EventBusName, resources);
  return ['arn:aws:events:us-east-1:111122223333:rule', ...(bus === undefined ? [] : [bus]), Name].join('/');
}

/** True where a policy's condition, if it has one, is on the rule that sends, and of this one. */
function isForRule(Condition: unknown, arn: string, resources: Resources): boolean {
  const conditions = Object.entries(
    (Condition ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  );
  return conditions.every(
    ([operator, keys]) =>
      ['ArnLike', 'ArnEquals'].includes(operator) &&
      Object.entries(keys).every(([key, patterns]) => {
        const isOne = (pattern: unknown) =>
          new RegExp(
            `^${text(pattern, resources)
              .replace(/[.+^${}()|[\]\\]/g, '\\$&')
              .replaceAll('*', '.*')}$`,
          ).test(arn);
        return key === 'aws:SourceArn' && [patterns].flat().some(isOne);
      }),
  );
}

/** Queues that EventBridge may send to for a rule, as the policies of a template say. */
function sendableQueues(resources: Resources, arn: string): ReadonlySet<string> {
  const policies = ofType(resources, 'AWS::SQS::QueuePolicy').filter(({ properties }) => {
    const statements =
      (properties.PolicyDocument as { readonly Statement?: readonly object[] }).Statement ?? [];
    return statements.some((statement) => {
      const { Effect, Action, Principal, Condition } = statement as Readonly<Record<string, unknown>>;
      const service = (Principal as { readonly Service?: unknown } | undefined)?.Service;
      const isEvents = [service].flat().includes('events.amazonaws.com');
      const maySend = Effect === 'Allow' && isEvents && [Action].flat().includes('sqs:SendMessage');
      return maySend && isForRule(Condition, arn, resources);
    });
  });
  return new Set(
    policies.flatMap(({ properties }) =>
      (properties.Queues as readonly unknown[]).map((queue) => text(queue, resources)),
    ),
  );
}

function findingsIn(product: Product, resources: Resources): readonly Finding[] {
  return Object.entries(ASYNCHRONOUS).flatMap(([type, queuesOf]) =>
    ofType(resources, type).flatMap((found) => {
      const { logicalId, properties } = found;
      const sendable = sendableQueues(resources, ruleArn(found, resources));
      return queuesOf(properties).flatMap(([target, arn]) => {
        const queue = arn === undefined ? undefined : text(arn, resources);
        const mayBeSent = queue !== undefined && (!type.startsWith('AWS::Events') || sendable.has(queue));
        if (queue?.startsWith('{AWS::SQS::Queue ') && mayBeSent) return [];
        return [
          {
            file: writtenIn(product, logicalId),
            place: `${logicalId}, ${target}`,
            found: queue === undefined ? 'no dead-letter queue' : `dead letters to ${queue}`,
            allowed:
              'a queue of this template as DeadLetterConfig, whose policy lets events.amazonaws.com send',
          },
        ];
      });
    }),
  );
}

const LIST = 'scripts/rules/dead-letters.ts';
const OF_KARPENTER =
  'Karpenter reads them within minutes, or they are of no use: its queue keeps them no longer';

/** Targets in the stacks of clusters whose events need not be kept, each with its reason. */
const NEED_NOT_BE_KEPT: Reviewed = {
  ScheduledChangeRule: OF_KARPENTER,
  SpotInterruptionRule: OF_KARPENTER,
  RebalanceRule: OF_KARPENTER,
  InstanceStateChangeRule: OF_KARPENTER,
};

function generatedFindings(product: Product): readonly Finding[] {
  const file = 'domain/contents/stack/karpenter-queue.ts';
  const found = findingsIn(product, product.generated).map((one) => ({ ...one, file }));
  return unlessReviewed(found, NEED_NOT_BE_KEPT, ({ place }) => place.split(',')[0] ?? '', LIST);
}

function scheduleFindings({ scheduleRequest }: Product): readonly Finding[] {
  const { Target } = (scheduleRequest ?? {}) as { readonly Target?: Target };
  const arn = Target?.DeadLetterConfig?.Arn;
  if (typeof arn === 'string' && /:sqs:.*-dead-letters$/.test(arn) && Target?.RetryPolicy) return [];
  return [
    {
      file: 'aws/schedules.ts',
      place: 'Target.DeadLetterConfig and RetryPolicy of CreateSchedule',
      found: JSON.stringify({ DeadLetterConfig: Target?.DeadLetterConfig, RetryPolicy: Target?.RetryPolicy }),
      allowed: "the region's queue of dead letters, and a bound of retries",
    },
  ];
}

/** An event that cannot be delivered is kept where somebody sees it. */
export const deadLetters: Rule = {
  name: 'dead-letters',
  why: 'a request, a fact or a firing is lost and nobody hears of it',
  check: (product) => [
    ...findingsIn(product, product.templates.regional),
    ...findingsIn(product, product.templates.global),
    ...generatedFindings(product),
    ...scheduleFindings(product),
  ],
};
