import { describe, expect, it } from '@jest/globals';
import { rules } from '../../../scripts/rules/all.ts';
import { readProduct } from '../../../scripts/rules/product.ts';
import type { Rule } from '../../../scripts/rules/rule.ts';
import { both, drop, inStatement, type Plant, put, resource, source, state } from './planted.ts';

const product = await readProduct();
/** The planted mistakes, each with the rule that has to find it, and the place that the rule has to name. */
const PLANTED: readonly (readonly [rule: string, what: string, place: string, plant: Plant])[] = [
  [
    'retries',
    'an error that passes is no more in a Retry',
    'ScaleCluster/ChangeGroups/ResizeNodeGroup',
    state('scale-cluster', 'ScaleCluster/ChangeGroups/ResizeNodeGroup', put('Retry', drop('Conflict'))),
  ],
  [
    'retries',
    'Lambda throttles, and is not asked again',
    'AcceptRequest',
    state('create-cluster', 'AcceptRequest', put('Retry', drop('Lambda.TooManyRequestsException'))),
  ],
  [
    'retries',
    'a lost lease is tried again',
    'ApplyFleet/StoreDocument',
    state('apply-fleet', 'ApplyFleet/StoreDocument', put('Retry.0.ErrorEquals.0', 'LeaseLost')),
  ],
  [
    'caught',
    'a last resort names one error less',
    'DeleteCluster/ChangeCompute/DeleteNodeGroup',
    state('delete-cluster', 'DeleteCluster', put('Catch', drop('QuotaExceeded'))),
  ],
  [
    'caught',
    'the end of an operation gives up after a few tries',
    'RequestRollback',
    state('create-cluster', 'RequestRollback', put('Retry.1.MaxAttempts', 10)),
  ],
  [
    'swallowed',
    'what fails to be published counts for told',
    'PublishCreated',
    state('create-cluster', 'PublishCreated', put('Catch.0.Next', 'EndSucceeded')),
  ],
  [
    'swallowed',
    'a lost lease counts for success where other failures do',
    'AdoptCluster/EnsureAccess',
    state('adopt-cluster', 'AdoptCluster/EnsureAccess', put('Catch.1.ErrorEquals.0', 'LeaseLost')),
  ],
  [
    'swallowed',
    'what a pause holds back counts for done',
    'AdoptCluster/RegisterCluster',
    state('adopt-cluster', 'AdoptCluster/RegisterCluster', put('Catch.0.Next', 'AdoptionRegistered')),
  ],
  [
    'choices',
    'nothing is said of what no way of a Choice is for',
    'CreateCluster/FoundationProgress',
    state('create-cluster', 'CreateCluster/FoundationProgress', put('Default', undefined)),
  ],
  [
    'choices',
    'a way out of a Choice leads to no state of its scope',
    'CreateCluster/FoundationProgress',
    state('create-cluster', 'CreateCluster/FoundationProgress', put('Choices.0.Next', 'EndSucceeded')),
  ],
  [
    'fence',
    'a function lives longer than the fence',
    'CreateApplyStackLambdaFunction.Timeout',
    resource('regional', 'CreateApplyStackLambdaFunction', put('Timeout', 60)),
  ],
  [
    'fence',
    'an observer lives longer than it may',
    'FailoverWatchWatchPlansLambdaFunction.Timeout',
    resource('regional', 'FailoverWatchWatchPlansLambdaFunction', put('Timeout', 900)),
  ],
  [
    'fence',
    'a function outlives the fence and does not have to',
    'FailoverWatchWatchPlansLambdaFunction',
    resource('regional', 'FailoverWatchWatchPlansLambdaFunction', put('Timeout', 30)),
  ],
  [
    'fence',
    'a state waits less than its task may take',
    'AcceptRequest.TimeoutSeconds',
    state('delete-cluster', 'AcceptRequest', put('TimeoutSeconds', 20)),
  ],
  [
    'fence',
    'a state has no timeout',
    'AcceptRequest.TimeoutSeconds',
    state('delete-cluster', 'AcceptRequest', put('TimeoutSeconds', undefined)),
  ],
  [
    'fence',
    'a former owner is waited for a while less',
    'WaitForFormerOwner',
    state('delete-cluster', 'WaitForFormerOwner', put('Seconds', 10)),
  ],
  [
    'fence',
    'the way over the wait is not taken',
    'Accepted',
    state(
      'delete-cluster',
      'Accepted',
      put('Choices', (ways: readonly unknown[]) => ways.slice(1)),
    ),
  ],
  [
    'fence',
    'a move raises nodes while a task of the former owner may be at work',
    'FailOver/GetReady/ObserveCapacity',
    state('fail-over', 'FailOver/GetReady/HasFormerOwner', put('Choices.0.Condition', '{% false %}')),
  ],
  [
    'fence',
    'a number stands in the place of the constant',
    'fenceSeconds',
    source('functions/operation/claim.ts', 'former ? TASK_TIMEOUT_SECONDS : waits', 'former ? 10 : waits'),
  ],
  [
    'changes',
    'a change is made before anything looks at the lease',
    'handler, ports.registry.unregister',
    source(
      'functions/operation/unregister-cluster.ts',
      'change(operation, ports.operations, () => ports.registry.unregister(operation.cluster))',
      'ports.registry.unregister(operation.cluster)',
    ),
  ],
  [
    'changes',
    'a task calls a method that nobody has looked at',
    'handler, ports.registry.purge',
    source('functions/operation/unregister-cluster.ts', 'ports.registry.unregister', 'ports.registry.purge'),
  ],
  [
    'reads',
    'the lease is read as it was a moment ago',
    'readItem, GetItem',
    source('aws/dynamodb/strong-reads.ts', 'ConsistentRead: true, ...only', '...only'),
  ],
  [
    'tokens',
    'a stack is changed without a token',
    'update, UpdateStack',
    source('aws/cloudformation/stacks.ts', '      ClientRequestToken: token,\n', ''),
  ],
  [
    'tokens',
    'a change of EKS goes without its token',
    'WITHOUT_TOKEN, UpdateNodegroupConfig',
    both(
      source('aws/eks/changes.ts', '  UpdateNodegroupConfig: UpdateNodegroupConfigCommand,\n', ''),
      source(
        'aws/eks/changes.ts',
        '  TagResource: TagResourceCommand,\n',
        '  TagResource: TagResourceCommand,\n  UpdateNodegroupConfig: UpdateNodegroupConfigCommand,\n',
      ),
    ),
  ],
  [
    'pages',
    'the first page of updates counts for all',
    'updateIds, ListUpdates',
    both(
      source('aws/eks/eks.ts', '  paginateListUpdates,\n', '  ListUpdatesCommand,\n'),
      source(
        'aws/eks/eks.ts',
        'for await (const { updateIds = [] } of paginateListUpdates({ client: this.#client }, of))',
        'const { updateIds = [] } = await this.#client.send(new ListUpdatesCommand(of));',
      ),
    ),
  ],
  [
    'partial-answers',
    'a fact that the bus refuses counts for told',
    'put, PutEvents',
    both(
      source('aws/fact-publisher.ts', '(answer) => answer.ErrorCode', '() => false'),
      source('aws/fact-publisher.ts', '${refused.ErrorCode} ', ''),
    ),
  ],
  [
    'deletions',
    'any instance may be terminated',
    'DeleteTerminateInstanceRole, ec2:TerminateInstances',
    resource(
      'global',
      'DeleteTerminateInstanceRole',
      inStatement('ec2:TerminateInstances', 'Condition', undefined),
    ),
  ],
  [
    'deletions',
    'stacks of others may be deleted',
    'DeleteDeleteStackRole, cloudformation:DeleteStack',
    resource(
      'global',
      'DeleteDeleteStackRole',
      inStatement('cloudformation:DeleteStack', 'Resource', 'arn:aws:cloudformation:*:111122223333:stack/*'),
    ),
  ],
  [
    'deletions',
    'what was reviewed is widened',
    'CreateApplyControlPlaneRole, iam:DeleteInstanceProfile',
    resource(
      'global',
      'CreateApplyControlPlaneRole',
      inStatement('iam:DeleteInstanceProfile', 'Resource', 'arn:aws:iam::111122223333:instance-profile/*'),
    ),
  ],
  [
    'dead-letters',
    'a rule of requests loses what it cannot deliver',
    'ClusterRequestedToCreateClusterRule, target create-cluster',
    resource('regional', 'ClusterRequestedToCreateClusterRule', put('Targets.0.DeadLetterConfig', undefined)),
  ],
  [
    'dead-letters',
    'the queue takes nothing from EventBridge',
    'ClusterRequestedToCreateClusterRule, target create-cluster',
    resource(
      'regional',
      'DeadLetterQueuePolicy',
      put('PolicyDocument.Statement.0.Principal', { Service: 'sns.amazonaws.com' }),
    ),
  ],
  [
    'dead-letters',
    'a firing that cannot be delivered is gone',
    'Target.DeadLetterConfig and RetryPolicy of CreateSchedule',
    (of) => ({ ...of, scheduleRequest: { Target: { RetryPolicy: {} } } }),
  ],
  [
    'dead-letters',
    'a stack of clusters has a target without a queue',
    'AnotherRule, target undefined',
    (of) => ({
      ...of,
      generated: {
        ...of.generated,
        AnotherRule: { Type: 'AWS::Events::Rule', Properties: { Targets: [{}] } },
      },
    }),
  ],
  [
    'alarms',
    'nobody hears of requests that could not be processed',
    'RejectsQueue',
    resource('regional', 'RejectsAlarm', put('AlarmActions', [])),
  ],
  [
    'alarms',
    'an alarm is on a metric that AWS does not count',
    'ReaperAlarm.MetricName',
    resource('regional', 'ReaperAlarm', put('MetricName', 'ExecutionFailures')),
  ],
  [
    'alarms',
    'nobody hears of firings that are lost',
    'LostFiringsAlarm',
    resource('regional', 'LostFiringsAlarm', put('AlarmActions', undefined)),
  ],
  [
    'dead-letters',
    'the queue takes events of one bus alone',
    'HourlyToReapOperationsRule, target reap-operations',
    resource(
      'regional',
      'DeadLetterQueuePolicy',
      put('PolicyDocument.Statement.0.Condition.ArnLike', {
        'aws:SourceArn': 'arn:aws:events:us-east-1:111122223333:rule/eks-fleet-prod/*',
      }),
    ),
  ],
  [
    'conditions',
    'the fleet may let people in in any group',
    'AccessEnsureAccessRole, eks:CreateAccessEntry',
    resource(
      'global',
      'AccessEnsureAccessRole',
      inStatement('eks:CreateAccessEntry', 'Condition.ForAllValues:StringEquals', undefined),
    ),
  ],
  [
    'conditions',
    'any role may be handed to the schedules',
    'ScaleScheduleReturnRole, iam:PassRole',
    resource(
      'global',
      'ScaleScheduleReturnRole',
      inStatement('iam:PassRole', 'Resource', 'arn:aws:iam::111122223333:role/*'),
    ),
  ],
  [
    'clocks',
    'the reaper sweeps once a day',
    'HourlyToReapOperationsRule',
    resource('regional', 'HourlyToReapOperationsRule', put('ScheduleExpression', 'rate(1 day)')),
  ],
  [
    'clocks',
    'nothing starts the look for drift',
    'DetectDriftStateMachine',
    resource('regional', 'DailyToDetectDriftRule', put('Targets', [])),
  ],
  [
    'keeping',
    'refusals are kept for an hour',
    'RejectsQueue.MessageRetentionPeriod',
    resource('regional', 'RejectsQueue', put('MessageRetentionPeriod', 3600)),
  ],
  [
    'keeping',
    'claims never expire',
    'LeasesTable.TimeToLiveSpecification',
    resource('regional', 'LeasesTable', put('TimeToLiveSpecification.AttributeName', 'expires')),
  ],
  [
    'keeping',
    'the documents go with their stack',
    'FleetTable.DeletionPolicy',
    (of) => {
      const global = structuredClone(of.templates.global) as Record<string, { DeletionPolicy?: string }>;
      delete global.FleetTable?.DeletionPolicy;
      return { ...of, templates: { ...of.templates, global: global as typeof of.templates.global } };
    },
  ],
  [
    'failover-path',
    'the task that says the word may change records',
    'FailoverSayWordRole, route53:ChangeResourceRecordSets',
    resource(
      'global',
      'FailoverSayWordRole',
      put('Policies.0.PolicyDocument.Statement.0.Action', 'route53:ChangeResourceRecordSets'),
    ),
  ],
  [
    'boundaries',
    'the boundary of functions lets none be asked that is a hook',
    'UpgradeRunHookRole, lambda:InvokeFunction',
    resource(
      'global',
      'FunctionBoundary',
      put('PolicyDocument.Statement', (statements: readonly { readonly Action: unknown }[]) =>
        statements.filter(({ Action }) => Action !== 'lambda:InvokeFunction'),
      ),
    ),
  ],
  [
    'boundaries',
    'the boundary of workflows allows no executions of theirs',
    'RuleRole, states:StartExecution',
    resource(
      'global',
      'WorkflowBoundary',
      put('PolicyDocument.Statement.0.Action', ['lambda:InvokeFunction', 'events:*']),
    ),
  ],
  [
    'environment',
    'a function is not given what it reads',
    'CreateApplyStackLambdaFunction',
    resource(
      'regional',
      'CreateApplyStackLambdaFunction',
      put('Environment.Variables.STACKS_ROLE_ARN', undefined),
    ),
  ],
];

const ruleOf = (name: string): Rule => rules.find((rule) => rule.name === name) as Rule;

describe('the rules over what the product is made of', () => {
  it.each(rules.map(({ name }) => name))('%s: holds', async (name) => {
    expect(await ruleOf(name).check(product)).toEqual([]);
  });

  it.each(rules.map(({ name }) => name))('%s: has something planted that it has to find', (name) => {
    expect(PLANTED.map(([rule]) => rule)).toContain(name);
  });

  it.each(PLANTED)('%s: finds where %s', async (rule, _what, place, plant) => {
    const found = await ruleOf(rule).check(plant(product));
    expect(found.map((one) => one.place)).toContain(place);
    for (const one of found) {
      expect(one.file).toMatch(/\.(ts|yml|json)$/);
      expect(one.allowed).not.toBe('');
    }
  });
});
