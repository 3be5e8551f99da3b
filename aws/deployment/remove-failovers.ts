import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { DeleteScheduleCommand, paginateListSchedules, SchedulerClient } from '@aws-sdk/client-scheduler';
import { checksStackOf, failoverGroupOf } from '../../domain/failover/names.ts';
import { detachmentOf, zoneNames } from '../../domain/failover/preparation/attachment.ts';
import {
  type FoundChecks,
  foundChecks,
  planOfStack,
} from '../../domain/failover/preparation/checks-stack.ts';
import { FAILOVER_TAG } from '../../domain/failover/preparation/stack-tags.ts';
import type { FoundStack } from '../../domain/ports/stacks.ts';
import { CloudFormationStacks } from '../cloudformation/stacks.ts';
import { DynamoDbGuard } from '../dynamodb/guard.ts';
import { Route53Dns } from '../route53/dns.ts';
import { emptyBucket } from './empty-bucket.ts';
import type { RemoveOptions } from './remove-options.ts';
import { untilGone } from './until-gone.ts';

type Options = Pick<RemoveOptions, 'stage' | 'sleep' | 'onProgress'>;

/** A plan's checks, and the region of their stack. */
interface Left {
  readonly region: string;
  readonly plan: string;
  readonly checks: FoundChecks;
}

const stacksIn = (region: string, stage: string): Promise<readonly FoundStack[]> =>
  new CloudFormationStacks(new CloudFormationClient({ region })).beginning(`eks-fleet-${stage}-`);

async function checksIn(region: string, stage: string): Promise<readonly Left[]> {
  return (await stacksIn(region, stage)).flatMap((stack) => {
    const plan = planOfStack(stack, { stage });
    return plan === undefined ? [] : [{ region, plan, checks: foundChecks(stack) }];
  });
}

/** Without its check, the primary's record would have the traffic at once: nothing is removed while a standby serves. */
async function refuseServing({ region, plan, checks }: Left): Promise<void> {
  if (checks.guardTable === '') return;
  const item = await new DynamoDbGuard(new DynamoDBClient({ region }), checks.guardTable).read(plan);
  if (item?.owner !== 'standby' && !item?.moving) return;
  throw new Error(
    `the standby of failover plan ${plan} serves, in ${region}; nothing is removed; move it back first: eks-fleet failover ${plan} --to primary --planned`,
  );
}

async function detach({ checks: { check, records } }: Left, dns: Route53Dns): Promise<void> {
  if (check === undefined) return;
  for (const record of records)
    for (const name of zoneNames(record))
      for (const zone of await dns.zones(name)) {
        const changes = detachmentOf(await dns.records(zone, record), check);
        if (changes.length > 0 && (await dns.replace(zone, changes)) === 'changed')
          throw new Error(`the records of ${record} were changed at the same moment; run it again`);
      }
}

/** Schedules that would have prepared again what is removed. */
async function removeSchedules(region: string, stage: string): Promise<void> {
  const client = new SchedulerClient({ region });
  const GroupName = failoverGroupOf({ stage });
  const names: string[] = [];
  try {
    for await (const { Schedules = [] } of paginateListSchedules({ client }, { GroupName }))
      names.push(...Schedules.flatMap(({ Name }) => Name ?? []));
  } catch (error) {
    // A fleet of an earlier release, or one that was taken away in part, has no such group.
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
  }
  for (const Name of names) await client.send(new DeleteScheduleCommand({ GroupName, Name }));
}

async function removeStack(region: string, StackName: string, options: Options): Promise<void> {
  const client = new CloudFormationClient({ region });
  options.onProgress?.(`${region}: deleting ${StackName}`);
  await client.send(new DeleteStackCommand({ StackName }));
  if ((await untilGone(client, StackName, options.sleep)) !== 'gone')
    throw new Error(`stack ${StackName} in ${region} cannot be deleted; CloudFormation's events say why`);
}

async function bucketIn(client: CloudFormationClient, StackName: string): Promise<string | undefined> {
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  return StackResources.find(({ ResourceType }) => ResourceType === 'AWS::S3::Bucket')?.PhysicalResourceId;
}

/** The bucket goes with its stack, and is empty before. */
async function removeWords(region: string, options: Options): Promise<void> {
  const [stack] = (await stacksIn(region, options.stage)).filter(
    ({ tags }) => tags[FAILOVER_TAG] === 'words',
  );
  if (!stack) return;
  const client = new CloudFormationClient({ region });
  await emptyBucket(new S3Client({ region }), await bucketIn(client, stack.StackName));
  await removeStack(region, stack.StackName, options);
}

/** Guard outlives its stack: only people know whether nothing that it guarded goes on. */
async function leaveGuard(region: string, options: Options): Promise<readonly string[]> {
  const stacks = (await stacksIn(region, options.stage)).filter(({ tags }) => tags[FAILOVER_TAG] === 'guard');
  for (const { StackName } of stacks) await removeStack(region, StackName, options);
  return stacks.map(
    ({ StackName }) =>
      `table ${StackName}: who owns failover plans; to delete it, delete two of its replicas in one update, then the last`,
  );
}

/**
 * Takes away what failover plans have of the fleet: their checks off records first, then stacks and words. What if this runs
 * twice? What is gone is passed over.
 */
export async function removeFailovers(
  regions: readonly string[],
  options: Options,
): Promise<readonly string[]> {
  const left = (await Promise.all(regions.map((region) => checksIn(region, options.stage)))).flat();
  for (const one of left) await refuseServing(one);
  for (const region of regions) await removeSchedules(region, options.stage);
  const dns = new Route53Dns(new Route53Client({ region: 'us-east-1' }));
  for (const one of left) {
    await detach(one, dns);
    await removeStack(one.region, checksStackOf({ stage: options.stage }, one.plan), options);
  }
  const kept: string[] = [];
  for (const region of regions) {
    await removeWords(region, options);
    kept.push(...(await leaveGuard(region, options)));
  }
  return kept;
}
