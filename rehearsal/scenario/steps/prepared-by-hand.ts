import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  GetCheckerIpRangesCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { generationOf, guardTableOf, regionsOf, wordsBucketOf } from '../../../domain/failover/names.ts';
import { bodyOf, standbyWordOf, wordKeyOf } from '../../../domain/failover/word.ts';
import { givenStep } from '../step.ts';

export const preparedByHand = givenStep<{ prepared: any }>(async ({ prepared: plan }, on) => {
  const { world } = on;
  const lay = async () => {
    const table = guardTableOf({ stage: 'prod' }, regionsOf(plan));
    const db = new DynamoDBClient({ region: plan.to.region });
    await db.send(
      new CreateTableCommand({
        TableName: table,
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S' as const,
        })),
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await world.kernel.sleep(120_000);
    await db.send(
      new UpdateTableCommand({
        TableName: table,
        MultiRegionConsistency: 'STRONG',
        ReplicaUpdates: [plan.from.region, plan.witness].map((RegionName) => ({ Create: { RegionName } })),
      } as never),
    );
    await world.kernel.sleep(3_600_000);
    await db.send(
      new PutItemCommand({
        TableName: table,
        Item: marshall({
          pk: `plan#${plan.name}`,
          sk: 'owner',
          plan: plan.name,
          owner: 'primary',
          epoch: 1,
          generation: generationOf(plan),
          claimId: 'made',
          at: new Date(world.kernel.now()).toISOString(),
        }),
      }),
    );
    const r53 = new Route53Client({ region: 'us-east-1' });
    const { CheckerIpRanges = [] } = await r53.send(new GetCheckerIpRangesCommand({}));
    const children: string[] = [];
    for (const region of [plan.to.region, plan.witness]) {
      const bucket = wordsBucketOf({ stage: 'prod', accountId: world.accountId }, region);
      const s3 = world.region(region).service('s3') as any;
      const make = (type: string, properties: object) =>
        s3.resourceTypes[type].create(properties, {
          stackId: 'arn:aws:cloudformation:us-west-2:111122223333:stack/x/1',
          stackName: 'x',
          logicalId: 'y',
          tags: {},
          caller: {
            kind: 'administrator',
            arn: `arn:aws:iam::${world.accountId}:root`,
            accountId: world.accountId,
          },
          authorize: () => undefined,
        } as never);
      await make('AWS::S3::Bucket', { BucketName: bucket });
      await make('AWS::S3::BucketPolicy', {
        Bucket: bucket,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: `arn:aws:s3:::${bucket}/*`,
              Condition: { IpAddress: { 'aws:SourceIp': CheckerIpRanges } },
            },
          ],
        },
      });
      await new S3Client({ region }).send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: wordKeyOf(plan.name),
          Body: bodyOf(plan.name, { side: 'primary', epoch: 1 }),
        }),
      );
      const { HealthCheck } = await r53.send(
        new CreateHealthCheckCommand({
          CallerReference: `${plan.name}-${region}`,
          HealthCheckConfig: {
            Type: 'HTTPS_STR_MATCH',
            SearchString: standbyWordOf(plan.name),
            Inverted: true,
            RequestInterval: 10,
            FailureThreshold: 1,
            FullyQualifiedDomainName: `${bucket}.s3.${region}.amazonaws.com`,
            ResourcePath: `/${wordKeyOf(plan.name)}`,
          },
        }),
      );
      children.push(HealthCheck?.Id ?? '');
    }
    const { HealthCheck } = await r53.send(
      new CreateHealthCheckCommand({
        CallerReference: plan.name,
        HealthCheckConfig: { Type: 'CALCULATED', ChildHealthChecks: children, HealthThreshold: 2 },
      }),
    );
    await world.kernel.sleep(120_000);
    for (const name of plan.traffic.records) {
      const { HostedZones: [zone] = [] } = await r53.send(
        new ListHostedZonesByNameCommand({ DNSName: name.split('.').slice(1).join('.'), MaxItems: 1 }),
      );
      const HostedZoneId = zone?.Id?.split('/').at(-1) ?? '';
      const { ResourceRecordSets = [] } = await r53.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
      const primary = ResourceRecordSets.find((one) => one.Name === `${name}.` && one.Failover === 'PRIMARY');
      await r53.send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId,
          ChangeBatch: {
            Changes: [
              {
                Action: 'UPSERT',
                ResourceRecordSet: { ...primary, HealthCheckId: HealthCheck?.Id } as never,
              },
            ],
          },
        }),
      );
    }
    await world.kernel.sleep(120_000);
  };
  await on.drive(lay());
});
