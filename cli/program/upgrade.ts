import { type Command, Option } from 'commander';
import { consent } from '../../domain/upgrade/request.ts';
import { CommandError } from '../command-error.ts';
import { wholeFrom } from '../options.ts';
import { clusterRegion, withOptions } from './cluster-requests.ts';

const minutes = (flags: string, text: string): Option => new Option(flags, text).argParser(wholeFrom(0));

/** `upgrade`: a cluster's version, its add-ons and its nodes, and the way back. */
export function addUpgradeCommand(program: Command): void {
  const command = withOptions(program.command('upgrade').argument('[name]', 'the cluster'));
  addFleetOptions(command)
    .description(
      'upgrades a cluster, one minor after the other, or takes the last upgrade back; or a fleet in waves',
    )
    .option('--dry-run', 'print what would be found and the steps, and change nothing')
    .option('--to <version>', 'the minor that it is to come to, such as 1.36')
    .option('--roll-back', "back to the minor before, within EKS's seven days")
    .option('--nodes-only', 'only nodes: to the newest release for the version that the cluster has')
    .option('--addons-only', 'only add-ons: to what fits the version that the cluster has')
    .option('--control-plane-only', 'only the control plane; nodes and add-ons stay')
    .addOption(
      new Option('--nodes <when>', 'move nodes with each minor, or once with the last').choices([
        'each',
        'last',
      ]),
    )
    .option('--image <group=ami...>', 'the image of a node group that has one of its own')
    .option('--waive <finding,until,reason...>', 'a finding that is taken on, until when, and why')
    .addOption(
      new Option('--consent <what...>', 'what is done on your word alone').choices([...consent.options]),
    )
    .addOption(
      minutes('--soak-minutes <count>', 'how long the new control plane is watched before nodes move; 60'),
    )
    .option('--alarm <name...>', "CloudWatch alarms of the cluster's region that have to be quiet")
    .option('--probe <url...>', 'https URLs that have to answer, as they are seen from the public internet')
    .option('--hook-before <arn>', 'a state machine or function, eks-hook-…, to wait for before the upgrade')
    .option('--hook-after-control-plane <arn>', 'the same after the control plane has soaked')
    .option('--hook-after-nodes <arn>', 'the same after the nodes')
    .addOption(minutes('--hook-timeout <minutes>', 'how long a hook may take; 60'))
    .addOption(minutes('--parallel <count>', 'node groups side by side, after a first one alone; 2'))
    .addHelpText(
      'after',
      `
Before anything is changed, everything that could stand in the way is looked at: a finding that blocks refuses the
upgrade, and says what to do. Some findings can be waived, by id or by id and subject, for a time and a reason that are
kept. Versions of add-ons and images are resolved once, before the first change.

While the new control plane soaks, an alarm or a probe takes the upgrade back by itself, as long as no node has moved and EKS
allows it; later it stops, and a person decides. Of another version than its cluster's, a document is brought up to date
by hand: eks-fleet diff -f FILE --patch.

With --dry-run the same is looked at by the same code, with your own credentials: EKS's insights as they are, and what is
inside of the cluster as far as you may see it.

Exit codes: 0 requested, or with --wait succeeded; 1 refused, failed or rolled back.

Examples:
  eks-fleet upgrade web --to 1.36 --dry-run
  eks-fleet upgrade web --to 1.36 --alarm web-slo --wait
  eks-fleet upgrade web --to 1.36 --nodes last --image batch=ami-0123456789abcdef0
  eks-fleet upgrade web --to 1.36 --waive "pdb-blocks-drain/shop/web,7d,its team moves it by hand"
  eks-fleet upgrade web --nodes-only
  eks-fleet upgrade web --roll-back --wait
  eks-fleet upgrade --fleet retail --dry-run
  eks-fleet upgrade --fleet retail --to 1.36
  eks-fleet upgrade --fleet retail --skip us-east-1/legacy --reason "goes next month"`,
    )
    .action(async (name: string | undefined, options, given: Command) => {
      if ((name === undefined) === (options.fleet === undefined))
        throw new CommandError(
          name === undefined ? 'neither a cluster nor a fleet is named' : `${name} and --fleet are given`,
          'say NAME of a cluster, or --fleet NAME',
        );
      if (name === undefined) return (await import('../commands/fleet-upgrades.ts')).runUpgradeFleet(options);
      return (await import('../commands/upgrade.ts')).runUpgrade(name, {
        ...options,
        ...clusterRegion(given),
      });
    });
}

/** Options by which a fleet is upgraded, and asked things of its upgrade. */
const addFleetOptions = (command: Command): Command =>
  command
    .option('--fleet <name>', 'the fleet, in the waves of its document')
    .option('--pause', 'with --fleet: start nothing more; what runs goes on')
    .option('--resume', 'with --fleet: go on, and try again what has failed in the wave')
    .option('--skip <region/cluster>', 'with --fleet: leave a cluster out')
    .option('--roll-back-wave <wave>', 'with --fleet: take the clusters of a wave back, and pause')
    .option('--end', 'with --fleet: start nothing more, for good')
    .option('--take-over <region>', 'with --fleet: the region that goes on with it, where its home is lost');

/** `approve` and `deny`: a wave that waits for a person. */
export function addApprovalCommands(program: Command): void {
  for (const [verb, verdict, text] of [
    ['approve', 'approved', 'lets a wave start that waits for a person of your role'],
    ['deny', 'denied', 'pauses the upgrade of a fleet instead of starting its next wave'],
  ] as const)
    withOptions(
      program.command(verb).argument('<id>', 'the approval: UPGRADE/WAVE, as `get upgrades` shows it'),
    )
      .description(text)
      .addHelpText(
        'after',
        `
What is decided is what was shown: target, pinned versions, clusters and waivers have a digest, and a decision about
another one is refused. Who decides is proven by a signed request of your credentials.

Examples:
  eks-fleet ${verb} 6e0d2c1a-…/prod --reason "dev has been well for two days"`,
      )
      .action(async (id: string, options) =>
        (await import('../commands/fleet-upgrades.ts')).runDecide(id, verdict, options),
      );
}
