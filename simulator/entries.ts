import { createAutoScaling } from './autoscaling/autoscaling.ts';
import { createCloudFormation } from './cloudformation/cloudformation.ts';
import { createCloudWatch } from './cloudwatch/cloudwatch.ts';
import { createDynamoDb } from './dynamodb/dynamodb.ts';
import { createEc2 } from './ec2/ec2.ts';
import { createEcr } from './ecr/ecr.ts';
import { createEks } from './eks/eks.ts';
import { createElasticLoadBalancing } from './elasticloadbalancing/elasticloadbalancing.ts';
import { createElasticLoadBalancingV2 } from './elasticloadbalancingv2/elasticloadbalancingv2.ts';
import { createEventBridge } from './eventbridge/event-bridge.ts';
import { createIam, type IamService } from './iam/iam.ts';
import type { IamState } from './iam/state.ts';
import { createKms, type KmsService } from './kms/kms.ts';
import { LambdaService, type LambdaSettings } from './lambda/service.ts';
import { createLogs } from './logs/logs.ts';
import { createRoute53 } from './route53/route53.ts';
import type { Route53State } from './route53/state.ts';
import type { StatusPort } from './route53/status-operations.ts';
import { createS3 } from './s3/s3.ts';
import { createScheduler } from './scheduler/scheduler.ts';
import type { ServiceEntry } from './service-registry.ts';
import { createServiceQuotas } from './servicequotas/servicequotas.ts';
import { createSns } from './sns/sns.ts';
import { createSqs } from './sqs/sqs.ts';
import { createSsm } from './ssm/ssm.ts';
import { createStepFunctions } from './stepfunctions/stepfunctions.ts';
import { createSts } from './sts/sts.ts';

interface EntrySettings extends LambdaSettings {
  readonly iam: IamState;
  readonly route53: Route53State;
  readonly healthOf: StatusPort;
}

/** Every service that is simulated, by its registry key. */
export function serviceEntries({
  iam,
  route53,
  healthOf,
  ...lambda
}: EntrySettings): readonly ServiceEntry[] {
  return [
    entry('iam', 'iam', 'IAMClient', (region) => createIam(region, iam)),
    entry('sts', 'sts', 'STSClient', (region) =>
      createSts(
        region,
        () => region.service('iam') as IamService,
        (caller, durationSeconds) => lambda.credentials.issue(caller, durationSeconds * 1000),
      ),
    ),
    entry('lambda', 'lambda', 'LambdaClient', (region) => new LambdaService(region, lambda)),
    entry('monitoring', 'cloudwatch', 'CloudWatchClient', createCloudWatch),
    entry('ecr', 'ecr', 'ECRClient', createEcr),
    entry('kms', 'kms', 'KMSClient', createKms),
    entry('ssm', 'ssm', 'SSMClient', createSsm),
    entry('autoscaling', 'auto-scaling', 'AutoScalingClient', createAutoScaling),
    {
      ...entry(
        'elasticloadbalancing',
        'elastic-load-balancing',
        'ElasticLoadBalancingClient',
        createElasticLoadBalancing,
      ),
      apiVersion: '2012-06-01',
    },
    {
      ...entry(
        'elasticloadbalancingv2',
        'elastic-load-balancing-v2',
        'ElasticLoadBalancingV2Client',
        createElasticLoadBalancingV2,
      ),
      signingName: 'elasticloadbalancing',
      apiVersion: '2015-12-01',
    },
    entry('logs', 'cloudwatch-logs', 'CloudWatchLogsClient', createLogs),
    entry('sns', 'sns', 'SNSClient', createSns),
    entry('cloudformation', 'cloudformation', 'CloudFormationClient', createCloudFormation),
    entry('dynamodb', 'dynamodb', 'DynamoDBClient', createDynamoDb),
    entry('ec2', 'ec2', 'EC2Client', createEc2),
    entry('eks', 'eks', 'EKSClient', (region) =>
      createEks(region, {
        keyState: (keyArn) => (region.service('kms') as KmsService).key(keyArn)?.KeyState,
        keyExists: (keyArn) => (region.service('kms') as KmsService).key(keyArn) !== undefined,
        userExists: (userArn) => iam.users.has(userArn),
      }),
    ),
    entry('events', 'eventbridge', 'EventBridgeClient', (region) => createEventBridge(region)),
    entry('route53', 'route-53', 'Route53Client', (region) => createRoute53(region, route53, healthOf)),
    entry('s3', 's3', 'S3Client', createS3),
    entry('scheduler', 'scheduler', 'SchedulerClient', (region) => createScheduler(region)),
    entry('servicequotas', 'service-quotas', 'ServiceQuotasClient', createServiceQuotas),
    entry('sqs', 'sqs', 'SQSClient', createSqs),
    entry('states', 'sfn', 'SFNClient', createStepFunctions),
  ];
}

function entry(
  key: string,
  clientPackage: string,
  clientName: string,
  create: ServiceEntry['create'],
): ServiceEntry {
  return {
    key,
    signingName: key,
    clientPackage: `@aws-sdk/client-${clientPackage}`,
    clientName,
    create,
  };
}
