import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { named, unlessMissing } from './errors.ts';

/** A deployed fleet, as whoever commands it finds it. */
export interface Fleet {
  readonly accountId: string;
  readonly partition: string;
  readonly stage: string;
  /** Sorted. */
  readonly regions: readonly string[];
}

export const fleetTable = (stage: string): string => `eks-fleet-${stage}`;
export const leasesTable = (stage: string): string => `eks-fleet-${stage}-leases`;
export const busName = (stage: string): string => `eks-fleet-${stage}`;

/** The ARN that EKS gives a cluster of this name. */
export function clusterArn(
  fleet: Pick<Fleet, 'accountId' | 'partition'>,
  region: string,
  name: string,
): string {
  return `arn:${fleet.partition}:eks:${region}:${fleet.accountId}:cluster/${name}`;
}

/** The fleet that is deployed in a region, with its other regions: the global table has a replica in each. */
export async function findFleet(region: string, stage: string): Promise<Fleet | undefined> {
  const dynamoDb = new DynamoDBClient({ region });
  const described = await unlessMissing(
    dynamoDb.send(new DescribeTableCommand({ TableName: fleetTable(stage) })),
  );
  if (!described?.Table) return undefined;
  const replicas = (described.Table.Replicas ?? []).flatMap(({ RegionName }) => RegionName ?? []);
  const { Account: accountId = '', Arn = '' } = await named(
    new STSClient({ region }).send(new GetCallerIdentityCommand({})),
  );
  return {
    accountId,
    partition: Arn.split(':')[1] ?? 'aws',
    stage,
    regions: [...new Set([region, ...replicas])].sort(),
  };
}
