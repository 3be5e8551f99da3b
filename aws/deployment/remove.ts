import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { fleetTable, leasesTable } from '../fleet.ts';
import type { Templates } from './compile-templates.ts';
import { artifactBucket, deployGlobal, globalStack, regionalStack } from './deploy.ts';
import { emptyBucket } from './empty-bucket.ts';
import { findStack } from './find-stack.ts';
import { setDeletionProtection } from './protect-table.ts';
import { removeFailovers } from './remove-failovers.ts';
import { removeForwarders } from './remove-forwarders.ts';
import type { RemoveOptions } from './remove-options.ts';
import { deleteGlobalTable } from './remove-table.ts';
import { statusAtRest } from './stack-status.ts';
import { untilGone } from './until-gone.ts';

export interface Removed {
  /** The resources that are left on purpose, because clusters that stay depend on them, and why. */
  readonly kept: readonly string[];
}

/**
 * Deletes what failover plans have, the fleet's own resources in clusters' networks, the regional stacks, then the global one. Clusters and the
 * resources that were made for them stay. What if this runs twice? A stack that is gone is passed over.
 */
export async function removeFleet(options: RemoveOptions): Promise<Removed> {
  const { regions, stage, deleteData } = options;
  const kept: string[] = [];
  for (const region of regions)
    for (const stackName of [regionalStack(stage), globalStack(stage)])
      await refuseProtected(region, stackName);
  kept.push(...(await removeFailovers(regions, options)));
  await Promise.all(regions.map((region) => removeForwarders(region, options)));
  for (const region of regions) kept.push(...(await removeRegionalStack(region, options)));
  for (const region of regions) kept.push(...(await removeStack(region, globalStack(stage), options)));
  if (deleteData) await deleteGlobalTable(regions, options);
  else kept.push(`table ${fleetTable(stage)}: documents and history, deleted with --delete-data`);
  return { kept };
}

/**
 * Takes one region out of a fleet: its regional stack goes, then its replica of the fleet table, by the global
 * template of the regions that are left. What if this runs twice? The replica goes last: until then the region is the
 * fleet's.
 */
export async function removeRegion(
  region: string,
  templates: Templates,
  options: Pick<RemoveOptions, 'stage' | 'sleep' | 'onProgress'> & { readonly home: string },
): Promise<void> {
  await refuseProtected(region, regionalStack(options.stage));
  await removeForwarders(region, options);
  await removeRegionalStack(region, options);
  await setDeletionProtection(region, fleetTable(options.stage), false, options.sleep);
  await deployGlobal({ ...options, templates });
}

/** CloudFormation would say so only when the stack's code, and the stacks before it, are gone. */
async function refuseProtected(region: string, stackName: string): Promise<void> {
  const stack = await findStack(new CloudFormationClient({ region }), stackName);
  if (!stack?.EnableTerminationProtection) return;
  throw new Error(
    `stack ${stackName} in ${region} is protected from termination; ` +
      `nothing is removed; lift it: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stackName} --region ${region}`,
  );
}

/** Its table is protected from deletion, and a deletion that fails over it would leave half of the stack. */
async function removeRegionalStack(
  region: string,
  options: Pick<RemoveOptions, 'stage' | 'sleep' | 'onProgress'>,
): Promise<string[]> {
  await setDeletionProtection(region, leasesTable(options.stage), false, options.sleep);
  return removeStack(region, regionalStack(options.stage), options);
}

async function removeStack(
  region: string,
  stackName: string,
  { sleep, onProgress: say = () => undefined }: Pick<RemoveOptions, 'sleep' | 'onProgress'>,
): Promise<string[]> {
  const client = new CloudFormationClient({ region });
  // A stack that is being updated cannot be deleted, and its code is needed until then.
  if ((await statusAtRest(client, stackName, sleep)) === undefined) return [];
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
