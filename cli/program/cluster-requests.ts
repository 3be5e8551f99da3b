import { type Command, Option } from 'commander';
import { endpointOption, outputOption, regionOption, stageOption } from '../options.ts';

/** A region that was given here, and not by the environment, is the cluster's own. */
export function clusterRegion(command: Command): { readonly clusterRegion?: string } {
  const isGiven = command.getOptionValueSource('region') === 'cli';
  return isGiven ? { clusterRegion: command.getOptionValue('region') as string } : {};
}

export const ofCluster = (command: Command): Command =>
  command
    .argument('<name>', 'the cluster')
    .option('--wait', 'follow the operation to its end')
    .addOption(
      regionOption("the cluster's region; where it is absent, the name is looked for in all of the fleet's"),
    )
    .addOption(stageOption())
    .addOption(endpointOption())
    .addOption(outputOption());

/** `delete`, `adopt` and `release`: requests about one cluster by its name. */
export function addRequestCommands(program: Command): void {
  ofCluster(program.command('delete'))
    .description('deletes a cluster with everything that was made for it')
    .requiredOption('--confirm <name>', "the cluster's name once more")
    .addHelpText(
      'after',
      `
Load balancers, network interfaces and security groups that Kubernetes left in the cluster's own VPC go too. A
cluster with deletion protection is refused. It may be run again after a failure.

Examples:
  eks-fleet delete web --confirm web --wait`,
    )
    .action(async (name, options, command) =>
      (await import('../commands/cluster-requests.ts')).runDelete(name, {
        ...options,
        ...clusterRegion(command),
      }),
    );
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
