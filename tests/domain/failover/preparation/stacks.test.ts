import { describe, expect, it } from '@jest/globals';
import {
  checksStack,
  foundChecks,
  planOfStack,
} from '../../../../domain/failover/preparation/checks-stack.ts';
import {
  guardStack,
  guardState,
  type SeenTable,
} from '../../../../domain/failover/preparation/guard-stack.ts';
import { hasWords, regionalPlans } from '../../../../domain/failover/preparation/regional-plans.ts';
import { failoverSchedules } from '../../../../domain/failover/preparation/schedules.ts';
import { wordsStack } from '../../../../domain/failover/preparation/words-stack.ts';
import type { StoredFleet } from '../../../../domain/ports/fleets.ts';
import { shopPlan } from './plan.ts';

const deployed = { stage: 'prod', accountId: '111122223333' };
const regions = ['us-west-2', 'us-east-1', 'us-east-2'];

describe('Guard', () => {
  it('is one table for three regions, whatever their order, with strong consistency, and stays', () => {
    const stack = guardStack(deployed, regions, true);
    expect(stack).toEqual(guardStack(deployed, [...regions].reverse(), true));
    expect(stack).toMatchObject({
      stackName: 'eks-fleet-prod-guard-us-east-1-us-east-2-us-west-2',
      ...{ tags: { 'eks-fleet.dev/failover': 'guard' }, capabilities: [] },
    });
    expect(stack.template.Resources.Guard).toEqual({
      Type: 'AWS::DynamoDB::GlobalTable',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: 'eks-fleet-prod-guard-us-east-1-us-east-2-us-west-2',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        MultiRegionConsistency: 'STRONG',
        Replicas: [...regions].sort().map((Region) => ({ Region, DeletionProtectionEnabled: true })),
      },
    });
  });

  const seen = (more: Partial<SeenTable> = {}): SeenTable => ({
    ...{ status: 'ACTIVE', isStrong: true, replicas: { 'us-east-1': 'ACTIVE', 'us-east-2': 'ACTIVE' } },
    ...more,
  });
  it.each([
    ['missing', undefined],
    ['ready', seen()],
    ['coming', seen({ status: 'CREATING' })],
    ['coming', seen({ replicas: { 'us-east-1': 'ACTIVE', 'us-east-2': 'CREATING' } })],
    ['coming', seen({ replicas: {} })],
    ['other', seen({ isStrong: false })],
    ['other', seen({ status: 'ARCHIVED' })],
  ] as const)('is %s by what DescribeTable shows', (is, table) => {
    expect(guardState(table, 'us-west-2', regions)).toMatchObject({ is });
  });

  it('says what it waits for', () => {
    expect(guardState(seen({ status: 'UPDATING' }), 'us-west-2', regions)).toMatchObject({
      why: 'its table is UPDATING',
    });
    expect(guardState(seen({ replicas: {} }), 'us-west-2', regions)).toMatchObject({
      why: 'its replica in us-east-1 and us-east-2 is not ACTIVE',
    });
  });
});

describe("a plan's checks", () => {
  const stack = checksStack(deployed, shopPlan({ traffic: { records: ['b.example.com', 'a.example.com'] } }));
  const config = (id: string) => stack.template.Resources[id]?.Properties?.HealthCheckConfig;

  it.each([
    ['Standby', 'us-west-2'],
    ['Witness', 'us-east-2'],
  ])('look for the standby’s word in %s’s region, inverted, at the fastest', (id, region) => {
    expect(config(id)).toEqual({
      Type: 'HTTPS_STR_MATCH',
      ...{ Port: 443, EnableSNI: true },
      FullyQualifiedDomainName: `eks-fleet-prod-words-111122223333-${region}.s3.${region}.amazonaws.com`,
      ResourcePath: '/plans/shop',
      SearchString: 'standby shop serves',
      ...{ Inverted: true, RequestInterval: 10, FailureThreshold: 1 },
    });
  });

  it('are healthy while both of them are', () => {
    expect(config('Both')).toEqual({
      Type: 'CALCULATED',
      ChildHealthChecks: [{ Ref: 'Standby' }, { Ref: 'Witness' }],
      HealthThreshold: 2,
    });
    expect(Object.values(stack.template.Resources).map(({ Type }) => Type)).toEqual(
      Array(3).fill('AWS::Route53::HealthCheck'),
    );
  });

  it('are found again by the outputs of their stack, with the records that they were made for', () => {
    const Outputs = Object.entries(stack.template.Outputs).map(([OutputKey, { Value }]) => ({
      OutputKey,
      OutputValue: typeof Value === 'string' ? Value : `id of ${OutputKey}`,
    }));
    expect(foundChecks({ Outputs })).toEqual({
      check: 'id of Check',
      children: ['id of StandbyCheck', 'id of WitnessCheck'],
      witness: 'us-east-2',
      guardTable: 'eks-fleet-prod-guard-us-east-1-us-east-2-us-west-2',
      records: ['a.example.com', 'b.example.com'],
    });
  });

  it('are known by name and tag: a stack of a cluster may be called alike', () => {
    const { stackName: StackName, tags } = stack;
    expect(planOfStack({ StackName, tags }, deployed)).toBe('shop');
    expect(planOfStack({ StackName, tags: {} }, deployed)).toBeUndefined();
    expect(planOfStack({ StackName, tags }, { stage: 'dev' })).toBeUndefined();
  });
});

describe('the bucket of words', () => {
  it('is read by checkers alone, and shut to everybody else, whatever the order of their ranges', () => {
    const stack = wordsStack(deployed, 'us-west-2', ['15.177.4.0/23', '15.177.0.0/23']);
    expect(stack).toEqual(wordsStack(deployed, 'us-west-2', ['15.177.0.0/23', '15.177.4.0/23']));
    expect(stack).toMatchObject({
      stackName: 'eks-fleet-prod-words',
      tags: { 'eks-fleet.dev/failover': 'words' },
    });
    expect(stack.template.Resources).toEqual({
      Words: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: 'eks-fleet-prod-words-111122223333-us-west-2',
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: true,
          },
        },
      },
      Policy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Words' },
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'HealthCheckersReadWords',
                ...{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' },
                Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Words', 'Arn'] }, '/plans/*']] },
                Condition: { IpAddress: { 'aws:SourceIp': ['15.177.0.0/23', '15.177.4.0/23'] } },
              },
            ],
          },
        },
      },
    });
  });
});

describe('schedules of a region', () => {
  it.each([
    [{ watches: true, prepares: true }, ['watch', 'prepare']],
    [{ watches: false, prepares: true }, ['prepare']],
    [{ watches: false, prepares: false }, []],
  ])('are by what there is to do: %o', (needs, names) => {
    expect(failoverSchedules(deployed, needs).map(({ name }) => name)).toEqual(names);
  });

  it('say what they are for, and put requests whose ids are of their firing', () => {
    expect(failoverSchedules(deployed, { watches: true, prepares: true })).toMatchObject([
      {
        ...{
          group: 'eks-fleet-prod_failover',
          expression: 'rate(1 minute)',
          timeZone: 'UTC',
          deletesItself: false,
        },
        description: 'has failover plans of this region watched',
        event: {
          detailType: 'FailoverWatchRequested',
          detail: { version: '1', requestId: 'failover-watch/<aws.scheduler.scheduled-time>' },
        },
      },
      {
        ...{ expression: 'rate(15 minutes)', description: 'has failover plans of this region prepared' },
        event: {
          detailType: 'FailoverPreparationRequested',
          detail: {
            requestId: 'failover-prepare/<aws.scheduler.scheduled-time>',
            requestedBy: 'failover plans',
          },
        },
      },
    ]);
  });
});

describe('plans of a region', () => {
  const stored = [
    {
      ...{
        name: 'retail',
        revision: 1,
        home: 'us-east-2',
        regions,
        writtenBy: 'op',
        writtenAt: '',
        requestedBy: '',
      },
      document: {
        spec: { failover: [shopPlan(), shopPlan({ name: 'bank', traffic: { hook: {} as never } })] },
      },
    },
  ] as unknown as readonly StoredFleet[];
  const namesIn = (region: string) => {
    const { standby, witness } = regionalPlans(stored, region);
    return [standby, witness].map((plans) => plans.map(({ plan }) => plan.name));
  };

  it('are those whose standby or witness is there, and none of a primary', () => {
    expect(namesIn('us-west-2')).toEqual([['shop', 'bank'], []]);
    expect(namesIn('us-east-2')).toEqual([[], ['shop', 'bank']]);
    expect(namesIn('us-east-1')).toEqual([[], []]);
    expect(regionalPlans(stored, 'us-west-2').standby.map(hasWords)).toEqual([true, false]);
  });
});
