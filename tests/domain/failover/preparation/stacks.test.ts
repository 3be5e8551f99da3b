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
import { failoverSchedules } from '../../../../domain/failover/preparation/schedules.ts';
import { wordsStack } from '../../../../domain/failover/preparation/words-stack.ts';
import { shopPlan } from './plan.ts';

const deployed = { stage: 'prod', accountId: '111122223333' };
const regions = ['us-west-2', 'us-east-1', 'us-east-2'];

describe('Guard', () => {
  it('is one table for three regions, whatever their order, with strong consistency, and stays', () => {
    const stack = guardStack(deployed, regions, true);
    expect(stack).toEqual(guardStack(deployed, [...regions].reverse(), true));
    expect(stack.template.Resources.Guard).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: 'eks-fleet-prod-guard-us-east-1-us-east-2-us-west-2',
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
});

describe("a plan's checks", () => {
  const stack = checksStack(deployed, shopPlan({ traffic: { records: ['b.example.com', 'a.example.com'] } }));
  const config = (id: string) => stack.template.Resources[id]?.Properties?.HealthCheckConfig;

  it.each([
    ['Standby', 'us-west-2'],
    ['Witness', 'us-east-2'],
  ])('look for the standby’s word in %s’s region, inverted, at the fastest', (id, region) => {
    expect(config(id)).toMatchObject({
      Type: 'HTTPS_STR_MATCH',
      FullyQualifiedDomainName: `eks-fleet-prod-words-111122223333-${region}.s3.${region}.amazonaws.com`,
      ResourcePath: '/plans/shop',
      SearchString: 'standby shop serves',
      ...{ Inverted: true, RequestInterval: 10, FailureThreshold: 1 },
    });
  });

  it('are healthy while both of them are', () => {
    expect(config('Both')).toMatchObject({ Type: 'CALCULATED', HealthThreshold: 2 });
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
    expect(stack.template.Resources.Policy?.Properties).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Action: 's3:GetObject',
            Condition: { IpAddress: { 'aws:SourceIp': ['15.177.0.0/23', '15.177.4.0/23'] } },
          },
        ],
      },
    });
    expect(stack.template.Resources.Words?.Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
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
});
