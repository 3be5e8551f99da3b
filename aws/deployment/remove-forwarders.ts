import {
  CloudFormationClient,
  DeleteStackCommand,
  paginateDescribeStacks,
  paginateListImports,
} from '@aws-sdk/client-cloudformation';
import { forwarderOf, vpcOfForwarder } from '../../domain/forwarder/names.ts';
import type { RemoveOptions } from './remove-options.ts';
import { untilGone } from './until-gone.ts';

type Options = Pick<RemoveOptions, 'stage' | 'sleep' | 'onProgress'>;

/** The VPCs of a region in which the fleet has a forwarder, or had one that is going. */
async function forwardedVpcs(client: CloudFormationClient, stage: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {}))
    found.push(...Stacks.flatMap(({ StackName = '' }) => vpcOfForwarder(StackName, stage) ?? []));
  return found;
}

/** The stacks of clusters' rules that hold a forwarder's stack; none where nobody imports its group. */
async function rulesOf(client: CloudFormationClient, ExportName: string): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for await (const { Imports = [] } of paginateListImports({ client }, { ExportName }))
      found.push(...Imports);
  } catch (error) {
    // CloudFormation has no code of its own for an export that nobody imports.
    if (!(error instanceof Error && error.name === 'ValidationError')) throw error;
  }
  return found;
}

/**
 * Deletes the forwarders of a region with the rules that let them into clusters, and waits for their end: without the
 * fleet's roles neither CloudFormation nor Lambda could take them away. What if this runs twice? A forwarder that is
 * gone is passed over.
 */
export async function removeForwarders(
  region: string,
  { stage, sleep, onProgress: say = () => undefined }: Options,
): Promise<void> {
  const client = new CloudFormationClient({ region });
  const remove = async (StackName: string): Promise<void> => {
    say(`${region}: deleting ${StackName}`);
    await client.send(new DeleteStackCommand({ StackName }));
    if ((await untilGone(client, StackName, sleep)) !== 'gone')
      throw new Error(`stack ${StackName} in ${region} cannot be deleted; CloudFormation's events say why`);
  };
  for (const vpcId of await forwardedVpcs(client, stage)) {
    const { stackName, groupExport } = forwarderOf(vpcId, stage);
    for (const rule of await rulesOf(client, groupExport)) await remove(rule);
    await remove(stackName);
  }
}
