import { describe, expect, it } from '@jest/globals';
import { STAGE_LENGTH_MAX } from '../../../cli/options.ts';
import { ofType, text } from '../../../scripts/rules/resources.ts';
import { templates, texts } from './templates.ts';

const { global, regional } = templates;
const all = { ...global, ...regional };

describe.each(Object.entries(templates))('the %s stack', (name, resources) => {
  it('stays under 400 resources, of the 500 that a stack may have', () => {
    expect(Object.keys(resources).length).toBeLessThan(400);
  });

  it('is under the 1 MB that a template may have', () => {
    expect(texts[name as keyof typeof texts].length).toBeLessThan(1_000_000);
  });
});

describe('an account with 20 regions', () => {
  const regions = 20;

  it.each([
    ['IAM roles', 'AWS::IAM::Role', 1000],
    ['IAM managed policies', 'AWS::IAM::ManagedPolicy', 1500],
  ])(
    'has room for all %s: they are global, so they count once for the home region and once a region',
    (_what, type, quota) => {
      expect(ofType(global, type).length + regions * ofType(regional, type).length).toBeLessThan(quota / 4);
    },
  );

  it('has room for the rules of a bus in each', () => {
    expect(ofType(regional, 'AWS::Events::Rule').length).toBeLessThan(100);
  });

  it.each([
    ['AWS::IAM::Role', 'Policies', 10_240],
    ['AWS::IAM::ManagedPolicy', 'PolicyDocument', 6_144],
    ['AWS::IAM::Role', 'AssumeRolePolicyDocument', 2_048],
  ])('has no %s whose %s are longer than IAM takes', (type, member, characters) => {
    const long = ofType(all, type).filter(
      ({ properties }) => JSON.stringify(properties[member] ?? '').replace(/\s/g, '').length > characters,
    );
    expect(long.map(({ logicalId }) => logicalId)).toEqual([]);
  });
});

describe('names', () => {
  it.each([
    ['AWS::Events::Rule', 'Name'],
    ['AWS::IAM::Role', 'RoleName'],
    ['AWS::Lambda::Function', 'FunctionName'],
  ])('of every %s keep to the 64 characters of AWS, whatever the stage', (type, member) => {
    const names = [global, regional].flatMap((resources) =>
      ofType(resources, type).map(({ properties }) => text(properties[member], resources)),
    );
    const longest = 64 - (STAGE_LENGTH_MAX - 'prod'.length);
    expect(names.filter((name) => name.length > longest)).toEqual([]);
  });
});

describe('two stages in one account', () => {
  // CloudFormation tells statements of buses apart by their id alone, over all stacks: aws/aws-cdk#29627, #38655.
  const KINDS = [
    '',
    'Alarm',
    'Function',
    'LogGroup',
    'ManagedPolicy',
    'Queue',
    'Role',
    'StateMachine',
    'Table',
    'Topic',
  ];
  const NAMES = ['StatementId', ...KINDS.map((kind) => `${kind}Name`)];

  it('share no name of a resource', () => {
    const names = Object.values(all).flatMap(({ Properties = {} }) =>
      NAMES.flatMap((name) => (Properties[name] === undefined ? [] : [text(Properties[name], all)])),
    );
    expect(names.length).toBeGreaterThan(200);
    expect(names.filter((name) => !name.includes('eks-fleet-prod'))).toEqual([]);
  });
});

describe('another partition', () => {
  /** Properties that CloudFormation does not take in AWS GovCloud (US). */
  const LACKING: Readonly<Record<string, readonly string[]>> = { 'AWS::Events::EventBus': ['Description'] };

  it('takes every property in the templates', () => {
    const refused = Object.entries(all).flatMap(([logicalId, { Type, Properties = {} }]) =>
      (LACKING[Type] ?? []).flatMap((name) => (name in Properties ? [`${logicalId}: ${name}`] : [])),
    );
    expect(refused).toEqual([]);
  });

  // Step Functions: "The resource belongs to a different partition from the running execution" (aws/aws-cdk#4597).
  it('has its own name in every ARN: none is written out', () => {
    const written = Object.values(texts).flatMap((body) => body.match(/arn:aws[\w-]*:[^"]{0,60}/g) ?? []);
    expect([...new Set(written)]).toEqual([]);
  });
});

describe('functions', () => {
  const functions = ofType(regional, 'AWS::Lambda::Function');
  const roles = ofType(global, 'AWS::IAM::Role');
  const roleOf = (properties: Readonly<Record<string, unknown>>) =>
    text(properties.Role, regional).split('/').at(-1);

  it('have a role of their own each, which the global template makes', () => {
    const used = functions.map(({ properties }) => roleOf(properties));
    expect(new Set(used).size).toBe(functions.length);
    const made = roles.map(({ properties }) => properties.RoleName);
    expect(used.filter((role) => !made.includes(role))).toEqual([]);
  });

  it('trace, end within the fence of leases, and keep their logs for a while only', () => {
    for (const { logicalId, properties } of functions) {
      expect(properties.TracingConfig).toEqual({ Mode: 'Active' });
      // An observer changes nothing that a lease guards.
      const isObserver = logicalId === 'FailoverWatchWatchPlansLambdaFunction';
      expect(properties.Timeout).toBeLessThanOrEqual(isObserver ? 160 : 30);
      expect(properties.Runtime).toBe('nodejs24.x');
      expect(properties.Architectures).toEqual(['arm64']);
    }
    const groups = ofType(regional, 'AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(functions.length);
    expect(groups.filter(({ properties }) => properties.RetentionInDays === undefined)).toEqual([]);
  });
});

describe('roles', () => {
  it('that act for us carry a boundary', () => {
    const without = ofType(all, 'AWS::IAM::Role').filter(({ properties }) => !properties.PermissionsBoundary);
    expect(without.map(({ logicalId }) => logicalId)).toEqual([]);
  });
});

describe('trust policies', () => {
  interface Trust {
    readonly Statement: readonly {
      readonly Principal: { readonly Service?: string };
      readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    }[];
  }
  /** Services whose guides ask for no condition: a role can be passed to them in its own account alone. */
  const UNASKED = ['lambda.amazonaws.com', 'cloudformation.amazonaws.com'];

  it('let a service work for this account alone, where its guide asks for it', () => {
    const trusts = ofType(global, 'AWS::IAM::Role').flatMap(({ logicalId, properties }) =>
      (properties.AssumeRolePolicyDocument as Trust).Statement.flatMap(({ Principal, Condition = {} }) =>
        Principal.Service === undefined || UNASKED.includes(Principal.Service)
          ? []
          : [[logicalId, 'aws:SourceAccount' in (Condition.StringEquals ?? {})] as const],
      ),
    );
    expect(Object.fromEntries(trusts)).toEqual({ WorkflowRole: true, RuleRole: true, SchedulesRole: true });
  });
});

describe('state machines', () => {
  it('trace, and log without execution data', () => {
    const machines = ofType(regional, 'AWS::StepFunctions::StateMachine');
    expect(machines.length).toBeGreaterThan(0);
    for (const { properties } of machines) {
      expect(properties.TracingConfiguration).toEqual({ Enabled: true });
      expect(properties.LoggingConfiguration).toMatchObject({ IncludeExecutionData: false });
    }
  });
});

describe('what is delivered without an answer', () => {
  interface Target {
    readonly Id?: string;
    readonly Arn: unknown;
    readonly DeadLetterConfig?: { readonly Arn: unknown };
    readonly RetryPolicy?: unknown;
  }

  const targets = [
    ...ofType(regional, 'AWS::Events::Rule').flatMap(({ logicalId, properties }) =>
      (properties.Targets as readonly Target[]).map((target) => [logicalId, target] as const),
    ),
    ...ofType(regional, 'AWS::Scheduler::Schedule').map(
      ({ logicalId, properties }) => [logicalId, properties.Target as Target] as const,
    ),
  ];

  it('is tried again, and ends in a dead-letter queue', () => {
    expect(targets.length).toBeGreaterThan(0);
    const lost = targets.filter(([, { DeadLetterConfig, RetryPolicy }]) => !DeadLetterConfig || !RetryPolicy);
    expect(lost.map(([logicalId]) => logicalId)).toEqual([]);
  });

  it('raises an alarm where it could not be delivered', () => {
    const queues = new Set([
      ...targets.map(([, { DeadLetterConfig }]) => text(DeadLetterConfig?.Arn, regional)),
      '{AWS::SQS::Queue RejectsQueue}',
    ]);
    const alarms = ofType(regional, 'AWS::CloudWatch::Alarm').map(({ properties }) =>
      JSON.stringify(properties),
    );
    const silent = [...queues].filter(
      (queue) => !alarms.some((alarm) => alarm.includes(queue.slice(1, -1).split(' ')[1] ?? '')),
    );
    expect(silent).toEqual([]);
  });
});

describe('the reaper', () => {
  const alarms = ofType(regional, 'AWS::CloudWatch::Alarm').filter(({ properties }) =>
    JSON.stringify(properties.Dimensions ?? []).includes('ReapOperationsStateMachine'),
  );

  it('raises an alarm where it fails, and where it starts more often than 100 clusters can fail in a while', () => {
    expect(alarms.map(({ properties: { MetricName } }) => MetricName)).toEqual([
      'ExecutionsFailed',
      'ExecutionsStarted',
    ]);
    const { Threshold, Period, EvaluationPeriods } = alarms[1]?.properties ?? {};
    // Every cluster of a region has an operation fail twice in each period; one that starts itself is back in a second.
    expect(Number(Threshold)).toBeGreaterThan(2 * 100);
    expect(Number(Threshold)).toBeLessThan(Number(Period));
    expect(EvaluationPeriods).toBe(2);
  });
});
