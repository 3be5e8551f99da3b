import { type Command, Option } from 'commander';
import { CommandError } from '../command-error.ts';
import { endpointOption, outputOption, reasonOption, regionOption, stageOption } from '../options.ts';

/** A region that was given here, and not by the environment, is the cluster's own. */
export function clusterRegion(command: Command): { readonly clusterRegion?: string } {
  const isGiven = command.getOptionValueSource('region') === 'cli';
  return isGiven ? { clusterRegion: command.getOptionValue('region') as string } : {};
}

export const ofCluster = (command: Command): Command =>
  withOptions(command.argument('<name>', 'the cluster'));

/** Options of every request: of a cluster by its name, or of a fleet. */
export const withOptions = (command: Command): Command =>
  command
    .option('--wait', 'follow the operation to its end')
    .addOption(reasonOption())
    .addOption(
      regionOption("the cluster's region; where it is absent, the name is looked for in all of the fleet's"),
    )
    .addOption(stageOption())
    .addOption(endpointOption())
    .addOption(outputOption());

/** `web` is a cluster, and so is `fleet`; `fleet web` is a Fleet document. */
function fleetIn([kind = '', name, ...more]: readonly string[]): string | undefined {
  if (name === undefined) return undefined;
  if (kind === 'fleet' && more.length === 0) return name;
  throw new CommandError(
    `${[kind, name, ...more].join(' ')} is no one name`,
    'say NAME of a cluster, or fleet NAME',
  );
}

/** `delete`, `adopt` and `release`: requests about one cluster by its name. */
export function addRequestCommands(program: Command): void {
  withOptions(program.command('delete').argument('<name...>', 'a cluster, or: fleet NAME'))
    .usage('[fleet] <name> --confirm <name> [options]')
    .description(
      'deletes a cluster with everything that was made for it, or a Fleet document with its schedules',
    )
    .requiredOption('--confirm <name>', 'the name once more')
    .addHelpText(
      'after',
      `
Load balancers, network interfaces and security groups that Kubernetes left in the cluster's own VPC go too. A
cluster with deletion protection is refused. It may be run again after a failure.

With a Fleet document, the schedules that it made go in every region; its clusters stay as they are, asleep or awake.
Those that sleep are named, each with the command that wakes it.

Examples:
  eks-fleet delete web --confirm web --wait
  eks-fleet delete fleet retail --confirm retail --wait`,
    )
    .action(async (names: readonly string[], options, command) => {
      const fleet = fleetIn(names);
      if (fleet !== undefined) return (await import('../commands/fleets.ts')).runDeleteFleet(fleet, options);
      const { runDelete } = await import('../commands/cluster-requests.ts');
      return runDelete(names[0] as string, { ...options, ...clusterRegion(command) });
    });
  ofCluster(program.command('adopt'))
    .description('takes a cluster that something else made into the fleet, or changes its level')
    .addOption(
      new Option('--level <level>', 'how far the fleet may go with it; observe if absent').choices([
        'observe',
        'scale',
        'upgrade',
        'all',
      ]),
    )
    .addHelpText(
      'after',
      `
The cluster is described into a ClusterConfig and otherwise left alone. At level observe, the fleet changes nothing
about it; each level allows what comes before it.

Examples:
  eks-fleet adopt legacy --region eu-west-1 --wait
  eks-fleet adopt legacy --region eu-west-1 --level upgrade`,
    )
    .action(async (name, options, command) =>
      (await import('../commands/cluster-requests.ts')).runAdopt(name, {
        ...options,
        ...clusterRegion(command),
      }),
    );
  ofCluster(program.command('release'))
    .description('forgets a cluster, which stays as it is')
    .addHelpText(
      'after',
      `
Examples:
  eks-fleet release legacy --wait`,
    )
    .action(async (name, options, command) =>
      (await import('../commands/cluster-requests.ts')).runRelease(name, {
        ...options,
        ...clusterRegion(command),
      }),
    );
}
