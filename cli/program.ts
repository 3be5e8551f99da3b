import { Command, Option } from 'commander';

/** Options that several commands share. */
export const outputOption = () =>
  new Option('-o, --output <format>', 'how the result is printed on stdout')
    .choices(['table', 'json', 'yaml'])
    .default('table');
const seedOption = () =>
  new Option('--seed <number>', 'seed of all randomness; the same seed gives the same run')
    .default(1)
    .argParser(Number);
const setOption = () =>
  new Option(
    '--set <path=value...>',
    'override a field of every document, for example --set metadata.version=1.34',
  );

/** The whole command line. Commands are loaded when they are run, so that `--help` is quick. */
export function buildProgram(): Command {
  const program = new Command('eks-fleet')
    .description('Event-driven automation for fleets of Amazon EKS clusters, rehearsed in a simulated AWS')
    .showHelpAfterError()
    .configureHelp({ sortSubcommands: false });
  program
    .command('start')
    .description(
      'the main job, unattended, in virtual time: applies examples/ in a simulated AWS of three regions',
    )
    .addOption(outputOption())
    .addOption(seedOption())
    .action(async (options) => (await import('./commands/simulate.ts')).runStart(options));
  program
    .command('simulate')
    .description(
      'applies ClusterConfig documents in a simulated AWS, in the regions they name, and follows them to the end',
    )
    .argument('<path...>', 'files or folders')
    .addOption(outputOption())
    .addOption(seedOption())
    .addOption(setOption())
    .option(
      '--start-at <time>',
      'virtual time at which the simulation begins (ISO 8601)',
      '2026-11-24T08:00:00Z',
    )
    .addHelpText(
      'after',
      `
Exit codes: 0 all operations succeeded; 1 a document was refused, an operation failed or an invariant was
violated; 2 something was used that the simulator does not model.

Examples:
  eks-fleet simulate examples/
  eks-fleet simulate cluster.yaml --set metadata.version=1.34 --output json`,
    )
    .action(async (paths, options) => (await import('./commands/simulate.ts')).runSimulate(paths, options));
  return program;
}
