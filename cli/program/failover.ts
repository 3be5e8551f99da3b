import { type Command, InvalidArgumentError, Option } from 'commander';
import { LONGEST_STAY_SECONDS } from '../../domain/failover/drill/drill.ts';
import { durationMs } from '../../domain/policy/durations.ts';
import { CommandError } from '../command-error.ts';
import { withOptions } from './cluster-requests.ts';

const LONGEST_HOLD_MS = 7 * 86_400_000;

/** A duration for which a plan that was taken back does not move by itself. */
function held(text: string): string {
  const ms = /^\d{1,4}[smhd]$/.test(text) ? durationMs(text) : 0;
  if (ms > 0 && ms <= LONGEST_HOLD_MS) return text;
  throw new InvalidArgumentError('a duration such as 30m or 4h is wanted, of 7d at most');
}

/** A duration for which a drill stays at the standby. */
function stay(text: string): string {
  const ms = /^\d{1,5}[smh]$/.test(text) ? durationMs(text) : 0;
  if (ms > 0 && ms <= LONGEST_STAY_SECONDS * 1000) return text;
  throw new InvalidArgumentError('a duration such as 30m or 2h is wanted, of 8h at most');
}

/** Writers of the other side may go by Guard, and would go on with it before it could hear of such a move (ADR 49). */
function refuseWithoutGuard(plan: string): never {
  throw new CommandError(
    `--without-guard: ${plan} does not move without a majority of Guard, whoever attests its fence`,
    "bring back DynamoDB in two of the plan's three regions, or the standby's way to it, and ask again without the option",
  );
}

/** `failover` and `failback`: which side of a plan serves. */
export function addFailoverCommands(program: Command): void {
  withOptions(program.command('failover').argument('<plan>', "the failover plan's name"))
    .description('moves a plan to its standby: claim, fence, capacity, traffic, verification')
    .option('--planned', 'both sides are well: the one that serves is asked to stop first')
    .addOption(
      new Option(
        '--export',
        'moves nothing: prints the post-mortem of the plan (Markdown; with -o json or yaml all that is on record)',
      ).conflicts(['planned', 'wait', 'acceptCapacity', 'cancel']),
    )
    .addOption(
      new Option(
        '--accept-capacity',
        'let the move that is under way go on with the capacity that is there, below its floor',
      ).conflicts(['planned', 'wait']),
    )
    .addOption(
      new Option(
        '--accept-data-loss',
        'let the planned move that is under way go on before its data has caught up: what is missing is lost',
      ).conflicts(['planned', 'wait', 'acceptCapacity', 'export', 'drill']),
    )
    .addOption(
      new Option(
        '--cancel',
        'take the move that is under way back, in either direction, until its fence is up',
      ).conflicts(['planned', 'wait', 'acceptCapacity', 'acceptDataLoss']),
    )
    .addOption(
      new Option(
        '--for <duration>',
        'with --cancel: how long the plan asks after it, and does not move by itself (default: 1h)',
      ).argParser(held),
    )
    .addOption(
      new Option(
        '--drill',
        'practise: all of it on the standby, with records of the drill alone, and put back; the primary serves on',
      ).conflicts(['planned', 'acceptCapacity', 'cancel', 'export']),
    )
    .addOption(
      new Option(
        '--until <duration>',
        'with --drill: how long it stays at the standby before all is put back (default: not at all)',
      ).argParser(stay),
    )
    .option('--without-guard', 'refused so far: nothing moves while two of the three regions do not agree')
    .addHelpText(
      'after',
      `
The request is put in the standby's region, and needs nothing of the primary's or of home: name a region that is well by
--region, and your credentials are enough. A person is not refused because the primary looks well; the plan's fence
comes first all the same. One claim wins: where another move is under way, yours ends as refused, before it has changed
anything.

Where the floor of the standby's capacity does not come up, the plan's capacity.whenShort says what then. Asked (FailoverAsked,
and \`get failovers\`), a person says by --accept-capacity that the move goes on: one write to Guard, about this move alone.

With --planned, and on a way back, a plan with \`lag\` waits, once its fence has run, until the data has caught up. After lag.waitFor a person is
asked: --accept-data-loss lets the move go on without what is missing, --cancel takes it back. Nothing else does either.

Until the fence is up, --cancel takes a move back by one write to Guard: the side that was left serves on, and a plan that moves by
itself asks instead for an hour, or --for. Behind the fence it is refused: let the move come to its end, and move it back.

--drill raises the standby, runs the steps that say inDrill, moves records of its own, measures, and puts all of it back, also where
it fails. It claims and fences nothing; a real failover ends it at once, and \`eks-fleet cancel\` takes it back.

See \`eks-fleet get failovers\` for who serves, and whether the standby is ready.

Examples:
  eks-fleet failover shop --reason "us-east-1 is gone" --region us-west-2 --wait
  eks-fleet failover shop --planned --reason "practice"
  eks-fleet failover shop --drill --until 2h --reason "the quarter's practice" --wait
  eks-fleet failover shop --export > post-mortem.md
  eks-fleet failover shop --accept-capacity --reason "half of it serves the morning"
  eks-fleet failover shop --cancel --reason "a false alarm" --for 4h`,
    )
    .action(async (plan: string, options, command: Command) => {
      if (options.for !== undefined && !options.cancel)
        command.error("error: option '--for <duration>' goes with '--cancel' alone");
      if (options.until !== undefined && !options.drill)
        command.error("error: option '--until <duration>' goes with '--drill' alone");
      if (options.withoutGuard) refuseWithoutGuard(plan);
      if (options.drill) return (await import('../commands/failovers.ts')).runDrill(plan, options);
      if (options.acceptCapacity)
        return (await import('../commands/failover-answers.ts')).runAcceptCapacity(plan, options);
      if (options.acceptDataLoss)
        return (await import('../commands/failover-answers.ts')).runAcceptLoss(plan, options);
      if (options.cancel)
        return (await import('../commands/failover-answers.ts')).runCancelFailover(plan, options);
      if (options.export) return (await import('../commands/failovers.ts')).runExport(plan, options);
      const { runFailover } = await import('../commands/failovers.ts');
      await runFailover(plan, 'standby', options);
    });
  withOptions(program.command('failback').argument('<plan>', "the failover plan's name"))
    .description(
      'moves a plan back to its primary, once the standby has soaked; nothing ever moves back by itself',
    )
    .addHelpText(
      'after',
      `
Examples:
  eks-fleet failback shop --reason "us-east-1 has been well for a day" --wait`,
    )
    .action(async (plan: string, options) => {
      const { runFailover } = await import('../commands/failovers.ts');
      await runFailover(plan, 'primary', { ...options, planned: true });
    });
}
