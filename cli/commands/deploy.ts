import { subscribeToAlarms } from '../../aws/deployment/alarm-subscriptions.ts';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { deployFleet } from '../../aws/deployment/deploy.ts';
import { homeInAccount, homeOf } from '../../aws/deployment/home.ts';
import { packageFleet } from '../../aws/deployment/package-fleet.ts';
import { callingPrincipal, requestersSoFar } from '../../aws/deployment/requesters.ts';
import { findFleet, fleetTable } from '../../aws/fleet.ts';
import { listenersIn } from '../alarms.ts';
import { CommandError } from '../command-error.ts';
import { useEndpoint } from '../fleet.ts';
import { columns, type OutputFormat, printResult } from '../output.ts';
import { notAmong } from '../requesters.ts';
import { ROOT } from '../root.ts';
import { sleep } from '../sleep.ts';

export interface DeployOptions {
  readonly output: OutputFormat;
  readonly stage: string;
  readonly regions: readonly string[];
  readonly endpointUrl?: string;
  /** ARN patterns of IAM principals. */
  readonly requesters?: readonly string[];
  /** Mail addresses, URLs, and ARNs of queues. */
  readonly alarmSubscribe?: readonly string[];
}

/**
 * Errors of a region that the account has not enabled, for credentials that are good elsewhere; bad credentials get
 * the same.
 */
const NOT_KNOWN_THERE = new Set(['UnrecognizedClientException', 'InvalidClientTokenId']);

const fleetIn = (region: string, stage: string) =>
  findFleet(region, stage, Date.now).catch((error: Error) => {
    if (!NOT_KNOWN_THERE.has((error.cause as Error | undefined)?.name ?? '')) throw error;
    throw new CommandError(
      `${region} does not know your credentials: ${error.message}`,
      `nothing is deployed; see whether they are good (aws sts get-caller-identity), and the account has the region enabled (aws account get-region-opt-status --region-name ${region})`,
    );
  });

/**
 * Refuses another home or fewer regions. Another home would be a second fleet of the same names. A region that is
 * left out would lose its replica of the fleet table, while its stack went on unseen by every command.
 */
async function refuseToMove(regions: readonly string[], stage: string): Promise<void> {
  const [fleet] = (await Promise.all(regions.map((region) => fleetIn(region, stage)))).flatMap(
    (found) => found ?? [],
  );
  if (!fleet) return refuseSecondFleet(regions, stage);
  const home = await homeOf(fleet);
  const missing = fleet.regions.filter((region) => !regions.includes(region));
  if (home === undefined) throw leftData(stage);
  if (home === regions[0] && missing.length === 0) return;
  const named = [...new Set([home, ...regions, ...missing])].join(',');
  throw new CommandError(
    home === regions[0]
      ? `the fleet is in ${missing.join(', ')} too, which a deployment does not take away`
      : `the fleet's home is ${home}, and cannot be moved`,
    home === regions[0]
      ? `home first: eks-fleet deploy --regions ${named}; or take it out: eks-fleet uninstall --confirm ${stage} --regions ${missing.join(',')}`
      : `home first: eks-fleet deploy --regions ${named}`,
  );
}

/**
 * Refuses a second fleet of the same stage: it would need the same names. Perhaps the person left the regions to
 * their default.
 */
async function refuseSecondFleet(regions: readonly string[], stage: string): Promise<void> {
  const home = await homeInAccount(regions[0] as string, stage);
  if (home === undefined || regions.includes(home)) return;
  const there = (await findFleet(home, stage, Date.now))?.regions ?? [];
  const named = [...new Set([home, ...there])];
  throw new CommandError(
    `a fleet of stage ${stage} is in ${named.join(', ')} already, and not in ${regions.join(', ')}`,
    `name its regions, home first, and those to add: eks-fleet deploy --regions ${named.join(',')}; or give another --stage`,
  );
}

/**
 * The error of a first deployment whose names are taken by data that an earlier fleet left on purpose. CloudFormation
 * would say so only after half of the stack is made.
 */
const leftData = (stage: string): CommandError =>
  new CommandError(
    `table ${fleetTable(stage)} is there from an earlier fleet, whose stacks are gone`,
    `deploy another --stage, or delete the table with its history: eks-fleet uninstall --confirm ${stage} --delete-data`,
  );

/** `deploy`: the global stack in the home region, then the regional stack, region by region. */
export async function runDeploy({
  output,
  stage,
  regions,
  endpointUrl,
  requesters,
  alarmSubscribe = [],
}: DeployOptions): Promise<void> {
  useEndpoint(endpointUrl);
  const home = regions[0] as string;
  await refuseToMove(regions, stage);
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const note = notAmong(
    requesters ??
      (await requestersSoFar(home, stage, await compileTemplates({ root: ROOT, regions, stage }))),
    await callingPrincipal(home),
  );
  if (note) say(note);
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
  const told = (
    await Promise.all(regions.map((region) => subscribeToAlarms(region, stage, alarmSubscribe)))
  ).flat();
  const result = { stage, home, regions, functions: artifacts.size, alarms: told };
  printResult(output, result, () =>
    columns(
      ['REGION', 'STAGE', 'FLEET', 'ALARMS'],
      regions.map((region) => [
        region,
        stage,
        region === home ? 'home' : 'deployed',
        listenersIn(region, told),
      ]),
    ),
  );
}
