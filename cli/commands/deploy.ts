import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { deployFleet, findStack, globalStack } from '../../aws/deployment/deploy.ts';
import { packageFleet } from '../../aws/deployment/package-fleet.ts';
import { findFleet, fleetTable } from '../../aws/fleet.ts';
import { CommandError } from '../command-error.ts';
import { useEndpoint } from '../fleet.ts';
import { columns, type OutputFormat, printResult } from '../output.ts';
import { ROOT } from '../root.ts';
import { sleep } from '../sleep.ts';

export interface DeployOptions {
  readonly output: OutputFormat;
  readonly stage: string;
  readonly regions: readonly string[];
  readonly endpointUrl?: string;
  /** ARN patterns of IAM principals. */
  readonly requesters?: readonly string[];
}

/**
 * A first deployment makes things whose names must be free; what an earlier fleet left on purpose has them still.
 * CloudFormation would say so only after half of the stack is made.
 */
async function refuseLeftData(home: string, stage: string): Promise<void> {
  if (await findStack(new CloudFormationClient({ region: home }), globalStack(stage))) return;
  if (!(await findFleet(home, stage))) return;
  throw new CommandError(
    `table ${fleetTable(stage)} is there from an earlier fleet, whose stacks are gone`,
    `deploy another --stage, or delete the table with its history: eks-fleet uninstall --confirm ${stage} --delete-data`,
  );
}

/** `deploy`: the global stack in the home region, then the regional stack, region by region. */
export async function runDeploy({
  output,
  stage,
  regions,
  endpointUrl,
  requesters,
}: DeployOptions): Promise<void> {
  useEndpoint(endpointUrl);
  const home = regions[0] as string;
  await refuseLeftData(home, stage);
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  say('packaging every function; this takes about twenty seconds');
  const { templates, artifacts } = await packageFleet({ root: ROOT, regions, stage });
  await deployFleet({
    templates,
    artifacts,
    regions,
    stage,
    oneByOne: true,
    sleep,
    onProgress: say,
    ...(requesters ? { requesters } : {}),
  });
  const result = { stage, home, regions, functions: artifacts.size };
  printResult(output, result, () =>
    columns(
      ['REGION', 'STAGE', 'FLEET'],
      regions.map((region) => [region, stage, region === home ? 'home' : 'deployed']),
    ),
  );
}
