import { Argument, type Command, Option } from 'commander';
import {
  endpointOption,
  filesOption,
  outputOption,
  reasonOption,
  regionOption,
  stageOption,
  wholeFrom,
} from '../options.ts';

/** The options of every command that speaks to a fleet. */
export const ofFleet = (command: Command): Command =>
  command
    .addOption(regionOption())
    .addOption(stageOption())
    .addOption(endpointOption())
    .addOption(outputOption());

/** `apply`, `diff` and `get`: clusters as documents say, and as they are. */
export function addClusterCommands(program: Command): void {
  ofFleet(program.command('apply').addOption(filesOption()))
    .description('validates documents, shows the plan, and asks the fleet to carry it out')
    .option('--dry-run', 'print the plan on stdout and change nothing')
    .option('--wait', 'follow the operations to their end')
    .addOption(reasonOption())
    .option('--rollback-on-failure', 'delete what a failed creation has made')
    .addHelpText(
      'after',
      `
Documents are ClusterConfigs, a cluster each, and Fleets: when clusters sleep and scale, and who is told. Every one is
validated before anything is asked for, and one that is refused refuses them all. The plan is made by the same code
that the workflows act by; it goes to stderr, the requests to stdout. A file that is gone deletes nothing, nor
does what is gone from a file, which the plan names; a version is never lowered. Of a Fleet, the plan names each schedule that is made, changed or deleted, and when it first
fires; --wait also waits until every region's schedules are so.

Exit codes: 0 requested, or with --wait succeeded; 1 refused or failed.

Examples:
  eks-fleet apply -f cluster.yaml --dry-run
  eks-fleet apply -f clusters/ --wait --output json
  eks-fleet apply -f fleet.yaml --dry-run`,
    )
    .action(async (options) => (await import('../commands/apply.ts')).runApply(options));
  ofFleet(program.command('diff').addOption(filesOption()))
    .description('what differs between files and clusters or fleets, changing nothing')
    .option('--patch', 'print a patch of the files instead: the versions that their clusters have risen to')
    .addHelpText(
      'after',
      `
After an upgrade a file is behind its cluster, in its version and in those of add-ons and releases that it names.

Exit codes: 0 nothing differs, or nothing is to be patched; 2 something does; 1 it could not be told.

Examples:
  eks-fleet diff -f clusters/
  eks-fleet diff -f clusters/ --patch | git apply
  eks-fleet diff -f cluster.yaml --output json | jq '.clusters[].differences'`,
    )
    .action(async (options) => (await import('../commands/diff.ts')).runDiff(options));
  const get = program
    .command('get')
    .description('what is: clusters, operations, upgrades, failovers, fleets, schedules, pauses, savings')
    .addHelpText(
      'after',
      `
Examples:
  eks-fleet get clusters
  eks-fleet get clusters web --output json
  eks-fleet get operations web
  eks-fleet get upgrades web
  eks-fleet get failovers shop
  eks-fleet get schedules web
  eks-fleet get pauses
  eks-fleet get savings --months 3`,
    );
  ofFleet(get.command('clusters').alias('cluster').argument('[name...]', 'clusters; all if absent'))
    .description("EKS's clusters in the fleet's regions, with their last operation, lease, pause and sleep")
    .action(async (names, options) => (await import('../commands/get.ts')).runGetClusters(names, options));
  ofFleet(
    get
      .command('operations')
      .alias('operation')
      .argument('[name...]', 'operations, or clusters; all if absent'),
  )
    .description('operations that are on record, newest first')
    .addOption(
      new Option('--limit <count>', 'how many at most; stderr says whether there are more')
        .default(50)
        .argParser(wholeFrom(1)),
    )
    .addHelpText(
      'after',
      `
ACTION is what a scaling was asked for: hibernate, wake, resize, or return where an --until has ended; or upgrade and
rollBack. JSON and YAML have
its report as well: each group before and after, and what is missing of it.

Examples:
  eks-fleet get operations web --limit 5
  eks-fleet get operations --limit 1000 --output json | jq '.[] | select(.action == "hibernate")'`,
    )
    .action(async (names, options) =>
      (await import('../commands/operations.ts')).runGetOperations(names, options),
    );
  ofFleet(
    get
      .command('upgrades')
      .alias('upgrade')
      .argument('[name...]', 'clusters, or upgrades by their operation; all if absent'),
  )
    .description('upgrades and rollbacks: the step, since when, what it waits for, until when it can go back')
    .addOption(
      new Option('--limit <count>', 'how many at most; stderr says whether there are more')
        .default(20)
        .argParser(wholeFrom(1)),
    )
    .action(async (names, options) =>
      (await import('../commands/upgrades.ts')).runGetUpgrades(names, options),
    );
  ofFleet(get.command('failovers').alias('failover').argument('[name...]', 'failover plans; all if absent'))
    .description(
      'failover plans: who serves and since when, what is under way, whether the other side is ready',
    )
    .action(async (names, options) =>
      (await import('../commands/get-failovers.ts')).runGetFailovers(names, options),
    );
  ofFleet(get.command('fleets').alias('fleet').argument('[name...]', 'fleets; all if absent'))
    .description('the Fleet documents that are kept, with their entries, revision, and who applied them')
    .action(async (names, options) => (await import('../commands/fleets.ts')).runGetFleets(names, options));
  ofFleet(
    get
      .command('schedules')
      .alias('schedule')
      .argument('[name...]', 'schedules, clusters, or fleets; all if absent'),
  )
    .description(
      'schedules with their next five firings, by their own clocks and in UTC; skipped ones say why',
    )
    .action(async (names, options) =>
      (await import('../commands/schedules.ts')).runGetSchedules(names, options),
    );
  ofFleet(get.command('pauses').alias('pause'))
    .description('what is paused: by whom, since when, why, and the command that lifts it')
    .option('--lifted', 'what was lifted: by whom, when and why, for 400 days')
    .action(async (options) => (await import('../commands/pauses.ts')).runGetPauses(options));
  ofFleet(get.command('savings').alias('saving'))
    .description(
      'what sleeping and smaller clusters have saved by month, an estimate, and what extended support costs',
    )
    .option('--months <count>', 'how many, with this one', '12')
    .action(async (options) => (await import('../commands/savings.ts')).runGetSavings(options));
}

/** `unlock`, `cancel`, `pause`, `resume`: a person's commands about operations. */
export function addOperationCommands(program: Command): void {
  ofFleet(program.command('unlock').argument('<id>', 'the operation'))
    .description('frees the lease of an operation that has ended without freeing it')
    .addHelpText(
      'after',
      `
The operation's execution must have ended; the reaper does the same by itself within the hour.

Examples:
  eks-fleet get operations web
  eks-fleet unlock 0f9c2a4e-8f1d-4f7e-9f60-3f3f1c7a52f1`,
    )
    .action(async (id, options) => (await import('../commands/unlock.ts')).runUnlock(id, options));
  ofFleet(program.command('cancel').argument('<id>', 'the operation'))
    .description('stops an operation before its next step; what has been done stays')
    .requiredOption('--reason <text>', 'why; it is on record')
    .option('--dry-run', 'says what would stay as it is, and asks for nothing')
    .addHelpText(
      'after',
      `
Upgrades stop so; a way back does not. What EKS has begun goes on to its end: an update of a control plane or of a node group cannot be stopped. What stays is said before anything is asked for.
The operation then ends as failed, and names the step before which it stopped; the same request goes on from there.

Examples:
  eks-fleet get operations web
  eks-fleet cancel 0f9c2a4e-8f1d-4f7e-9f60-3f3f1c7a52f1 --reason "too close to the sale"`,
    )
    .action(async (id, options) => (await import('../commands/cancel.ts')).runCancel(id, options));
  ofFleet(program.command('audit'))
    .description('who asked for what, when and why, and what came of it, in all regions; refusals as well')
    .requiredOption('--from <time>', 'a day in UTC, or a time with its offset')
    .option('--to <time>', 'the same, a day as a whole; now if absent')
    .option('--cluster <name>', 'requests about this cluster or Fleet document')
    .option('--by <text>', 'requests of those whose ARN or name has this in it')
    .addHelpText(
      'after',
      `
PROVEN says whether STS has vouched for BY, by the signature that came with the request; else BY is what the request says
of itself. Scalings and refusals are kept for 400 days. A request that no workflow has read is not in it: look into the
dead-letter queue of its region.

Examples:
  eks-fleet audit --from 2026-12-01 --to 2026-12-07
  eks-fleet audit --from 2026-12-01T08:00:00Z --cluster web --output json
  eks-fleet audit --from 2026-12-01 --by ann@example.com`,
    )
    .action(async (options) => (await import('../commands/audit.ts')).runAudit(options));
  addPauseCommands(program);
}

function addPauseCommands(program: Command): void {
  const select = [
    '--select <key=value...>',
    'clusters with these tags; name=NAME for one by its name',
  ] as const;
  ofFleet(program.command('pause'))
    .description('holds back every change, of the whole fleet or of selected clusters')
    .requiredOption('--reason <text>', 'why; shown to whoever is held back')
    .option(...select)
    .option('--id <name>', 'the id of the pause, for scripts; a short one is made and printed if absent')
    .option('--failovers', 'hold failovers, too: a plan that would move by itself asks instead')
    .addHelpText(
      'after',
      `
Pauses stack: each has an id, an owner (who AWS says you are) and a reason, and nothing changes until all that hold a
cluster are lifted, its own and the fleet's. The same --id of the same owner again changes the reason. Every task reads
them right before it changes anything, and its operation waits; what AWS has begun already goes on. A failover goes on
through every pause but one with --failovers, laid on the standby's cluster or its region's fleet, which turns it into a question.

Exit codes: 0 all of it holds; 1 refused, or a region is not held or did not answer, which is said.

Examples:
  eks-fleet pause --reason "incident 4711"
  eks-fleet pause --select env=prod --reason "holiday" --id holiday
  eks-fleet resume --select env=prod --id holiday`,
    )
    .action(async (options) => (await import('../commands/pause.ts')).runPause(options));
  ofFleet(program.command('resume'))
    .description(
      'lifts your pauses of the whole fleet or of selected clusters, and names what still holds them',
    )
    .option(...select)
    .option('--id <name>', 'this pause alone')
    .option('--of-others', 'also where it is not yours; with --id, and a --reason that is recorded')
    .option('--reason <text>', 'why; it is kept who lifted what (eks-fleet get pauses --lifted)')
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing holds any more what was to go on; 2 something still does, which is listed with the command that
lifts it; 1 refused, or a region did not answer.

Examples:
  eks-fleet resume
  eks-fleet resume --select name=shop --id holiday
  eks-fleet resume --id k3f9pq --of-others --reason "its owner is away, the incident is over"`,
    )
    .action(async (options) => (await import('../commands/resume.ts')).runResume(options));
}

/** `schema`: the JSON schemas for editors. */
export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description('the JSON Schema of a document, for editors')
    .addArgument(new Argument('<document>', 'which one').choices(['cluster', 'fleet', 'scenario']))
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Examples:
  eks-fleet schema cluster > cluster.schema.json
  # yaml-language-server: $schema=./cluster.schema.json      (first line of a document)`,
    )
    .action(async (name, options) => (await import('../commands/schema.ts')).runSchema(name, options));
}
