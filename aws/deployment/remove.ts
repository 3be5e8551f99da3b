import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { DeleteTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteObjectsCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { unlessMissing } from '../errors.ts';
import { fleetTable } from '../fleet.ts';
import type { Templates } from './compile-templates.ts';
import { artifactBucket, deployGlobal, findStack, globalStack, regionalStack } from './deploy.ts';
import { removeForwarders } from './remove-forwarders.ts';
import { POLL_MS, untilGone } from './until-gone.ts';

export interface RemoveOptions {
  readonly regions: readonly string[];
  readonly stage: string;
  /** Deletes the fleet table too, with every document and the history of all operations. */
  readonly deleteData: boolean;
  /** Waits between two looks at what is being deleted. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly onProgress?: (message: string) => void;
}

export interface Removed {
  /** What is left on purpose, because clusters that stay depend on it, and why. */
  readonly kept: readonly string[];
}

/**
 * Deletes what the fleet has in clusters' networks, the regional stacks, then the global one. Clusters and what was made
 * for them stay. What if this runs twice? A stack that is gone is passed over.
 */
export async function removeFleet(options: RemoveOptions): Promise<Removed> {
  const { regions, stage, deleteData } = options;
  const kept: string[] = [];
  await Promise.all(regions.map((region) => removeForwarders(region, options)));
  for (const region of regions) kept.push(...(await removeStack(region, regionalStack(stage), options)));
  for (const region of regions) kept.push(...(await removeStack(region, globalStack(stage), options)));
  if (deleteData) {
    for (const region of regions) await deleteTable(region, fleetTable(stage), options);
  } else kept.push(`table ${fleetTable(stage)}: documents and history, deleted with --delete-data`);
  return { kept };
}

/**
 * Takes one region out of a fleet: its regional stack goes, then its replica of the fleet table, by the global template
 * of the regions that are left. What if this runs twice? The replica goes last: until then the region is the fleet's.
 */
export async function removeRegion(
  region: string,
  templates: Templates,
  options: Pick<RemoveOptions, 'stage' | 'sleep' | 'onProgress'> & { readonly home: string },
): Promise<void> {
  await removeForwarders(region, options);
  await removeStack(region, regionalStack(options.stage), options);
  await deployGlobal({ ...options, templates });
}

async function removeStack(
  region: string,
  stackName: string,
  { sleep, onProgress: say = () => undefined }: Pick<RemoveOptions, 'sleep' | 'onProgress'>,
): Promise<string[]> {
  const client = new CloudFormationClient({ region });
  if (!(await findStack(client, stackName))) return [];
  say(`${region}: deleting ${stackName}`);
  await emptyBucket(new S3Client({ region }), await artifactBucket(client, stackName));
  await client.send(new DeleteStackCommand({ StackName: stackName }));
  if ((await untilGone(client, stackName, sleep)) === 'gone') return [];
  const inUse = await stillInUse(client, stackName);
  say(`${region}: ${stackName} without ${inUse.map(({ physicalId }) => physicalId).join(', ')}`);
  const RetainResources = inUse.map(({ logicalId }) => logicalId);
  await client.send(new DeleteStackCommand({ StackName: stackName, RetainResources }));
  if ((await untilGone(client, stackName, sleep)) !== 'gone')
    throw new Error(`stack ${stackName} in ${region} cannot be deleted; CloudFormation's events say why`);
  return inUse.map(({ physicalId }) => `${physicalId}: roles of clusters carry it`);
}

/** Policies that roles of clusters still carry as their boundary: the clusters stay, and so do these. */
async function stillInUse(client: CloudFormationClient, stackName: string) {
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: stackName }),
  );
  const failed = StackResources.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED');
  const other = failed.find(({ ResourceType }) => ResourceType !== 'AWS::IAM::ManagedPolicy');
  if (other || failed.length === 0) {
    const what = other ? `${other.LogicalResourceId}: ${other.ResourceStatusReason}` : 'no resource says why';
    throw new Error(`stack ${stackName} cannot be deleted: ${what}`);
  }
  return failed.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => ({
    logicalId: LogicalResourceId,
    physicalId: PhysicalResourceId,
  }));
}

async function emptyBucket(s3: S3Client, Bucket: string | undefined): Promise<void> {
  if (Bucket === undefined) return;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
    const Objects = Contents.map(({ Key }) => ({ Key }));
    if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  }
}

/** A replica is deleted in its own region (DeleteTable, "only applies to global tables using Version 2019.11.21"). */
async function deleteTable(
  region: string,
  TableName: string,
  { sleep, onProgress: say = () => undefined }: RemoveOptions,
): Promise<void> {
  const client = new DynamoDBClient({ region });
  const find = () => unlessMissing(client.send(new DescribeTableCommand({ TableName })));
  if (!(await find())) return;
  say(`${region}: deleting table ${TableName}`);
  await client.send(new DeleteTableCommand({ TableName }));
  while (await find()) await sleep(POLL_MS);
}
