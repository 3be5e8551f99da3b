import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { named, unlessMissing } from './errors.ts';

/** A deployed fleet, as its commands find it. */
export interface Fleet {
  readonly accountId: string;
  readonly partition: string;
  readonly stage: string;
  /** The ARN of who commands it, as STS says; of a role, with the name of its session. */
  readonly callerArn: string;
  /** Sorted. */
  readonly regions: readonly string[];
  /** The region that it was found by: it answers, and its replica of the global table is read. Any other may be lost. */
  readonly readFrom: string;
  /**
   * Milliseconds by which the clock of AWS is ahead of this machine's; 0 if absent: a simulated one may be days
   * ahead.
   */
  readonly clockAheadMs?: number;
}

/** The header with a simulated AWS's own time. The `date` of HTTP is that of the machine. */
const SIMULATED_DATE = 'x-simulated-date';

export const fleetTable = (stage: string): string => `eks-fleet-${stage}`;
export const leasesTable = (stage: string): string => `eks-fleet-${stage}-leases`;
export const busName = (stage: string): string => `eks-fleet-${stage}`;

/** Time limits for a region that does not answer: the SDK alone would wait without end, and a person with it. */
export const PEOPLES_PATIENCE = {
  connectionTimeout: 5000,
  requestTimeout: 20_000,
  throwOnRequestTimeout: true,
};
/** To find a fleet by, one answer is enough, and it comes at once or not at all. */
const CLIENT = { requestHandler: { ...PEOPLES_PATIENCE, requestTimeout: 8000 }, maxAttempts: 2 };

/** The fleet that is deployed in a region, with its other regions: the global table has a replica in each. `now` is one's own clock. */
export async function findFleet(
  region: string,
  stage: string,
  now: () => number,
): Promise<Fleet | undefined> {
  const regions = await fleetRegions(region, stage);
  if (regions.length === 0) return undefined;
  const { accountId, partition, callerArn, clockAheadMs } = await caller(region, now);
  return {
    accountId,
    partition,
    stage,
    callerArn,
    regions,
    readFrom: region,
    clockAheadMs,
  };
}

/** The regions that the global table has replicas in, sorted; none where it is not in the region that is asked. */
export async function fleetRegions(region: string, stage: string): Promise<readonly string[]> {
  const dynamoDb = new DynamoDBClient({ region, ...CLIENT });
  const described = await unlessMissing(
    dynamoDb.send(new DescribeTableCommand({ TableName: fleetTable(stage) })),
  );
  if (!described?.Table) return [];
  const replicas = (described.Table.Replicas ?? []).flatMap(({ RegionName }) => RegionName ?? []);
  return [...new Set([region, ...replicas])].sort();
}

/** The milliseconds by which AWS's clock is ahead of one's own, as of now. */
export const clockAhead = async (region: string, now: () => number): Promise<number> =>
  (await caller(region, now)).clockAheadMs;

/** The caller, and the milliseconds by which the clock there is ahead of one's own. */
async function caller(region: string, now: () => number) {
  const sts = new STSClient({ region, ...CLIENT });
  let clockAheadMs = 0;
  sts.middlewareStack.add(
    (next) => async (args) => {
      const answered = await next(args);
      const { headers } = answered.response as { readonly headers?: Readonly<Record<string, string>> };
      const simulated = Date.parse(headers?.[SIMULATED_DATE] ?? '');
      if (!Number.isNaN(simulated)) clockAheadMs = simulated - now();
      return answered;
    },
    { step: 'deserialize' },
  );
  const { Account: accountId = '', Arn = '' } = await named(sts.send(new GetCallerIdentityCommand({})));
  return { accountId, partition: Arn.split(':')[1] ?? 'aws', callerArn: Arn, clockAheadMs };
}
