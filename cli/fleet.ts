import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { EKSClient } from '@aws-sdk/client-eks';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AwsAccountFacts } from '../aws/account-facts/account-facts.ts';
import { CloudFormationStacks } from '../aws/cloudformation/stacks.ts';
import { DynamoDbRegistry } from '../aws/dynamodb/cluster-registry.ts';
import { DynamoDbFleets } from '../aws/dynamodb/fleet-documents.ts';
import { DynamoDbFleetUpgrades } from '../aws/dynamodb/fleet-upgrades.ts';
import { DynamoDbLeases } from '../aws/dynamodb/leases.ts';
import { DynamoDbOperationStore } from '../aws/dynamodb/operation-store.ts';
import { DynamoDbPauses } from '../aws/dynamodb/pauses.ts';
import { DynamoDbRecords } from '../aws/dynamodb/records.ts';
import { Ec2Network } from '../aws/ec2/network.ts';
import { Eks } from '../aws/eks/eks.ts';
import { AwsNodeGroups } from '../aws/eks/node-groups.ts';
import { EventBridgeFactPublisher } from '../aws/fact-publisher.ts';
import { busName, type Fleet, findFleet, fleetTable, leasesTable, PEOPLES_PATIENCE } from '../aws/fleet.ts';
import { CloudWatchLogGroups } from '../aws/log-groups.ts';
import { EcrPullThroughCache } from '../aws/pull-through-cache.ts';
import { EventBridgeSchedules, scheduleTarget } from '../aws/schedules.ts';
import { StepFunctionsExecutions } from '../aws/stepfunctions/executions.ts';
import { SnsTopics } from '../aws/topics.ts';
import { SOURCE } from '../events/event.ts';
import { CommandError } from './command-error.ts';
import type { OutputFormat } from './output.ts';
import { patient } from './patient-records.ts';
import { sleep } from './sleep.ts';

/** Options of every command that speaks to a fleet. */
export interface FleetOptions {
  readonly output: OutputFormat;
  readonly stage: string;
  readonly region?: string;
  readonly endpointUrl?: string;
}

/** Tells every SDK client of this process where AWS is. */
export function useEndpoint(endpointUrl: string | undefined): void {
  if (endpointUrl !== undefined) process.env.AWS_ENDPOINT_URL = endpointUrl;
}

/** True of what `eks-fleet dev` says of a region that its world does not have. */
const isNotSimulated = ({ cause, message }: Error): boolean =>
  (cause as Error | undefined)?.name === 'NotSimulated' || message.startsWith('NotSimulated');

/** Finds the fleet from one of its regions: the option's, the environment's, or one that a document names. */
export async function connect(options: FleetOptions, fromDocument?: string): Promise<Fleet> {
  useEndpoint(options.endpointUrl);
  const region = options.region ?? fromDocument ?? process.env.AWS_DEFAULT_REGION;
  if (region === undefined)
    throw new CommandError('no region is named', 'give one of the fleet by --region or AWS_REGION');
  const fleet = await findFleet(region, options.stage, Date.now).catch((error: Error) => {
    if (isNotSimulated(error))
      throw new CommandError(
        `the simulated AWS has no region ${region}`,
        'name one of those that `eks-fleet dev` was started with',
      );
    if (error.name !== 'ServiceUnavailable') throw error;
    throw new CommandError(
      `${region} does not answer: ${error.message}`,
      'name another region of the fleet by --region: each of them knows all of it',
    );
  });
  if (fleet) return fleet;
  throw new CommandError(
    `no fleet of stage ${options.stage} is deployed in ${region}`,
    'name one of its regions by --region, or run `eks-fleet deploy`',
  );
}

/** The adapters of one region of a fleet. */
export function regionOf(fleet: Fleet, region: string) {
  const dynamoDb = new DynamoDBClient({ region, requestHandler: PEOPLES_PATIENCE });
  const eks = new EKSClient({ region, requestHandler: PEOPLES_PATIENCE });
  const ec2 = new EC2Client({ region, requestHandler: PEOPLES_PATIENCE });
  const sfn = new SFNClient({ region });
  const tables = { leases: leasesTable(fleet.stage), fleet: fleetTable(fleet.stage) };
  return {
    region,
    dynamoDb,
    eksClient: eks,
    sfn,
    leases: new DynamoDbLeases(dynamoDb, tables),
    operations: new DynamoDbOperationStore(dynamoDb, tables),
    pauses: new DynamoDbPauses(dynamoDb, tables.leases, sleep),
    records: patient(new DynamoDbRecords(dynamoDb, tables), sleep),
    registry: new DynamoDbRegistry(dynamoDb, tables),
    fleetUpgrades: new DynamoDbFleetUpgrades(dynamoDb, tables.fleet),
    fleets: new DynamoDbFleets(dynamoDb, tables.fleet, region),
    schedules: new EventBridgeSchedules(
      new SchedulerClient({ region }),
      scheduleTarget(fleet, region, SOURCE),
    ),
    topics: new SnsTopics(
      new SNSClient({ region }),
      `arn:${fleet.partition}:sns:${region}:${fleet.accountId}:`,
    ),
    executions: new StepFunctionsExecutions(sfn),
    bus: new EventBridgeFactPublisher(new EventBridgeClient({ region }), busName(fleet.stage)),
    eks: new Eks(eks),
    contents: new Eks(eks),
    nodeGroups: new AwsNodeGroups(eks, new AutoScalingClient({ region })),
    stacks: new CloudFormationStacks(new CloudFormationClient({ region })),
    logGroups: new CloudWatchLogGroups(new CloudWatchLogsClient({ region })),
    pullThroughCache: new EcrPullThroughCache(new ECRClient({ region })),
    network: new Ec2Network(ec2),
    accountFacts: new AwsAccountFacts({
      autoScaling: new AutoScalingClient({ region }),
      eks,
      ec2,
      iam: new IAMClient({ region }),
      kms: new KMSClient({ region }),
      ssm: new SSMClient({ region }),
      quotas: new ServiceQuotasClient({ region }),
    }),
  };
}

export type FleetRegion = ReturnType<typeof regionOf>;

/** Every region of the fleet. */
export const regionsOf = (fleet: Fleet): readonly FleetRegion[] =>
  fleet.regions.map((region) => regionOf(fleet, region));

/** The fleet's time, in milliseconds since the epoch: a simulated fleet has a time of its own. */
export const nowOf = ({ clockAheadMs = 0 }: Fleet): number => Date.now() + clockAheadMs;
