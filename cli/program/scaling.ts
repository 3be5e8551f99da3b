import { type Command, Option } from 'commander';
import { clusterRegion, ofCluster } from './cluster-requests.ts';
import { ofFleet } from './fleet.ts';

const untilOption = (): Option =>
  new Option(
    '--until <time>',
    'when the former sizes return by themselves: 2026-12-01T20:00:00Z, with its offset, or a duration such as 8h',
  );

/** `scale`, `hibernate` and `wake`: requests about a cluster's capacity. */
export function addScalingCommands(program: Command): void {
  ofCluster(program.command('scale'))
    .description("changes the sizes of a cluster's node groups")
    .option('--group <name...>', 'node groups by name')
    .option('--label <key=value...>', 'node groups by the labels that they give their nodes')
    .option('--all', 'all of its node groups')
    .option('--min <size>', 'minSize: a number, or a change such as +2 or -1')
    .option('--desired <size>', 'desiredCapacity, in the same way')
    .option('--max <size>', 'maxSize, in the same way')
    .addOption(untilOption())
    .addHelpText(
      'after',
      `
What is not named stays. A change is added to the size of now, once. Where an autoscaler owns the number of nodes, only
the bounds are moved. Of a cluster that is hibernating, the sizes that it will wake to are changed.

What the workflow would refuse is refused before it is asked for, as far as you may read the cluster and the fleet's
tables; the workflow looks again.

Exit codes: 0 requested, or with --wait succeeded; 1 refused or failed.

Examples:
  eks-fleet scale web --group web --desired +2 --wait
  eks-fleet scale web --label tier=batch --min 0 --desired 0 --until 12h
  eks-fleet scale web --all --min 1 --max 10`,
    )
    .action(async (name, options, command) =>
      (await import('../commands/scaling.ts')).runScale(name, { ...options, ...clusterRegion(command) }),
    );
  ofCluster(program.command('hibernate'))
    .description('takes all nodes of a cluster away, and remembers what it had')
    .addOption(untilOption())
    .addHelpText(
      'after',
      `
The control plane stays, and is billed. Sizes are written down before the first is changed; eks-fleet wake restores them.

Examples:
  eks-fleet hibernate web --wait
  eks-fleet hibernate web --until 2026-12-01T06:45:00+01:00`,
    )
    .action(async (name, options, command) =>
      (await import('../commands/scaling.ts')).runHibernate(name, { ...options, ...clusterRegion(command) }),
    );
  ofCluster(program.command('wake'))
    .description('gives a hibernating cluster the nodes again that it had')
    .addHelpText(
      'after',
      `
To the sizes from before, or where the document's own have changed since, to those: --wait says which.

Examples:
  eks-fleet wake web --wait`,
    )
    .action(async (name, options, command) =>
      (await import('../commands/scaling.ts')).runWake(name, { ...options, ...clusterRegion(command) }),
    );
}

/** `agenda`: the coming firings of schedules. */
export function addAgendaCommand(program: Command): void {
  ofFleet(program.command('agenda'))
    .description('what schedules will do, to which cluster, when and why, and what they will skip')
    .option('--for <duration>', 'how far to look ahead: 24h, 7d', '24h')
    .addHelpText(
      'after',
      `
It reads the schedules that there are, and decides on each firing by the code that decides when it fires: holidays,
freezes, pauses, levels, and what the cluster will be then: a cluster that sleeps already, or is awake, has nothing to do.
Each firing is held against the cluster as those before it will have left it, beginning with what is on record. Also the
ends of --until, and of sizes that are to come for a time; and the clusters that sleep and that no schedule wakes. What is known only then (another operation, a person's change)
is not in it.

Examples:
  eks-fleet agenda
  eks-fleet agenda --for 7d --output json | jq '.items[] | select(.skipped)'`,
    )
    .action(async (options) => (await import('../commands/agenda.ts')).runAgenda(options));
}
