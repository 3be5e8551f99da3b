import { type Command, InvalidArgumentError, Option } from 'commander';
import { durationMs } from '../../domain/policy/durations.ts';
import {
  numberFrom,
  outputOption,
  regionsOption,
  seamOption,
  seedOption,
  setOption,
  stageOption,
  startAtOption,
} from '../options.ts';

/** `start`, `simulate` and `dev`: the commands that need no AWS account. */
export function addSimulationCommands(program: Command): void {
  program
    .command('start')
    .description('applies examples/ in a simulated AWS of three regions, unattended, in virtual time')
    .addOption(outputOption())
    .addOption(seedOption())
    .action(async (options) => (await import('../commands/simulate.ts')).runStart(options));
  program
    .command('simulate')
    .description(
      'applies ClusterConfig and Fleet documents, or runs a Scenario, in a simulated AWS of the regions they name, to the end',
    )
    .argument('<path...>', 'files or folders')
    .addOption(outputOption())
    .addOption(seedOption())
    .addOption(seamOption())
    .addOption(setOption())
    .addOption(
      startAtOption(
        'virtual time at which the simulation begins (ISO 8601); as a scenario says, else 2026-11-24T08:00:00Z',
      ),
    )
    .addOption(
      new Option(
        '--for <duration>',
        'how long goes by once all is applied, so that schedules fire: 24h, 7d',
      ).argParser((text) => {
        if (/^\d{1,4}[smhd]$/.test(text) && durationMs(text) > 0) return text;
        throw new InvalidArgumentError('a duration such as 24h or 7d is wanted');
      }),
    )
    .option(
      '--without-prerequisites',
      "leave out what the documents name and do not make (a VPC, roles, keys), so that AWS's refusals show",
    )
    .addOption(
      new Option(
        '--runs <number>',
        'seeds to run, from --seed on, over the cores; stops at the first failure',
      )
        .default(1)
        .argParser(numberFrom(1)),
    )
    .option('--calls <file>', 'write the requests made to EKS and CloudFormation into a file (JSON)')
    .addHelpText(
      'after',
      `
Exit codes: 0 all operations succeeded; 1 a document was refused, an operation failed or an invariant was
violated; 2 something was used that the simulator does not model. A Scenario says itself how operations are to end.
A Scenario is steps: what is applied, scaled and deleted, what goes wrong, what must be so then. \`eks-fleet schema
scenario\` has them all, docs/simulator.md explains them.

Examples:
  eks-fleet simulate examples/
  eks-fleet simulate examples/fleet.yaml examples/web.yaml --for 7d
  eks-fleet simulate cluster.yaml --set metadata.version=1.34 --output json
  eks-fleet simulate examples/scenarios/create-and-delete.yaml`,
    )
    .action(async (paths, options) => (await import('../commands/simulate.ts')).runSimulate(paths, options));
  program
    .command('dev')
    .description(
      'the embedded AWS in the foreground, with the fleet deployed, for this and any other AWS client',
    )
    .argument(
      '[path...]',
      'documents that you will apply: what they name and do not make (a VPC, roles, keys, topics) is there beforehand',
    )
    .addOption(
      new Option('--port <number>', 'port on 127.0.0.1; 0 for any that is free')
        .default(4566)
        .argParser(numberFrom(0)),
    )
    .addOption(
      new Option('--speed <number>', 'virtual seconds in a real second')
        .default(60)
        .argParser(numberFrom(0.01)),
    )
    .addOption(regionsOption('regions of the world, home first'))
    .addOption(stageOption())
    .addOption(seedOption())
    .addOption(startAtOption('virtual time at which the world begins (ISO 8601); now if absent'))
    .option('--empty', 'deploy nothing: `eks-fleet deploy` can do it')
    .addHelpText(
      'after',
      `
It answers signed requests from this machine alone; everything is forgotten when it stops. What is printed on
stdout are export lines for another shell. Exit codes: 0 stopped by a signal; 2 the fleet used something that the
simulator does not model.

Examples:
  eks-fleet dev
  eks-fleet dev examples/
  aws eks list-clusters                                          # in a shell with the export lines
  eks-fleet apply -f examples/web.yaml --wait
  aws events put-events --region us-east-1 --entries file://events/samples/cluster-requested.json
  aws stepfunctions list-executions --state-machine-arn ...`,
    )
    .action(async (paths, options) => (await import('../commands/dev.ts')).runDev(paths, options));
}
